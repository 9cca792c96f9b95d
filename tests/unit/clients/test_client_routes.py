"""The Python client on the read API: every route that the API has, over HTTP."""

import base64
from collections.abc import Iterator
from datetime import date

import pytest
from nutgraf_client import AccessDeniedError, BearerToken, Client, InvalidRequestError, NotFoundError
from nutgraf_client.table import open_table

from infra.local.http_api.access import Access
from infra.local.in_process import InProcessStack
from shared.errors import Code, PermanentError
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status
from shared.table.table import SummaryTable
from tests.support.http_read_api import http_read_api
from tests.support.read_api import InProcessApi
from tests.support.summaries import WHEN, a_summary, an_entity, said

# More than a page.
DOCUMENTS = 110


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcessStack]:
    """A stack with documents of a mayor on two days, and a failure."""
    with InProcessStack() as stack:
        table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        lorne = an_entity("Edda Lorne", "Lorne")
        for number in range(DOCUMENTS):
            uploaded_at = f"2026-11-{21 + number % 2}T{number // 60:02}:{number % 60:02}:00.000Z"
            statement = said("Edda Lorne", f"Statement {number}.")
            table.put_summary(
                a_summary(uri(number), uploaded_at=uploaded_at, entities=[lorne], attributions=[statement])
            )
        version = ObjectVersion.of_uri("s3://uploads/empty.txt", "v", WHEN)
        assert table.claim(version, Revision("0A"))
        assert table.fail(version, Revision("0A"), PermanentError(Code.EMPTY, "The file is empty."))
        yield stack


@pytest.fixture
def client(stack: InProcessStack) -> Iterator[Client]:
    with http_read_api(InProcessApi(stack)) as url, Client(url, retries=0) as client:
        yield client


def uri(number: int) -> str:
    return f"s3://uploads/{number:03}.txt"


def test_documents_are_read_to_the_end(client: Client) -> None:
    found = list(client.documents(since="2026-11-01", until="2026-11-30"))
    assert {each.uri for each in found} == {uri(number) for number in range(DOCUMENTS)}
    times = [each.uploaded_at or "" for each in found]
    assert times == sorted(times, reverse=True)
    of_day = list(client.documents(day=date(2026, 11, 21), status=Status.SUMMARIZED, prefix="00"))
    assert {each.uri for each in of_day} == {uri(number) for number in (0, 2, 4, 6, 8)}


def test_a_document_is_found_by_its_uri_and_by_its_id(client: Client) -> None:
    by_uri = client.document(uri(7))
    assert by_uri.summary is not None
    assert by_uri.summary.attributions[0].content[0].text == "Statement 7."
    assert by_uri.id == base64.urlsafe_b64encode(uri(7).encode()).rstrip(b"=").decode()
    assert client.document(by_uri.id) == by_uri
    with pytest.raises(NotFoundError) as raised:
        client.document("s3://uploads/none.txt")
    assert raised.value.code == "not_found"


def test_statements_and_mentions_are_found_by_name_and_by_key(client: Client) -> None:
    said_by = list(client.statements("PERSON", "Mayor Edda Lorne"))
    assert {each.quote for each in said_by} == {f"Statement {number}." for number in range(DOCUMENTS)}
    assert [each.uri for each in client.statements("PERSON", "lorne")] == [each.uri for each in said_by]
    assert list(client.statements("PERSON", "lorne", "Otto Lorne")) == []
    assert len(list(client.mentions("PERSON", "Lorne"))) == DOCUMENTS


def test_failures_and_counts(client: Client) -> None:
    (failure,) = client.failures(code="empty")
    assert (failure.uri, failure.code, failure.has_summary) == ("s3://uploads/empty.txt", "empty", False)
    counts = client.stats(date(2026, 11, 21), date(2026, 11, 22))
    assert [day.counts[Status.SUMMARIZED] for day in counts.days] == [DOCUMENTS // 2, DOCUMENTS // 2]


def test_a_wrong_parameter_is_named(client: Client) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        list(client.documents(day="yesterday"))
    assert raised.value.errors[0].name == "day"


def test_a_form_for_an_upload_and_a_link_that_this_deployment_does_not_sign(client: Client) -> None:
    form = client.upload_form("inbox/a.pdf", content_type="application/pdf")
    assert form.fields["Content-Type"] == "application/pdf" and form.uri.endswith("/inbox/a.pdf")
    with pytest.raises(AccessDeniedError) as raised:
        client.original(uri(1))
    assert raised.value.code == "originals_off"


def test_without_the_token_there_is_no_data(stack: InProcessStack) -> None:
    with http_read_api(InProcessApi(stack), Access("secret")) as url:
        for auth in (None, BearerToken("wrong")):
            with Client(url, auth) as refused, pytest.raises(AccessDeniedError):
                refused.stats()
        with Client(url, BearerToken("secret")) as permitted:
            assert permitted.document(uri(1)).uri == uri(1)


def test_the_table_is_read_without_the_api(stack: InProcessStack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ACCESS_KEY_ID", "me"), ("SECRET_ACCESS_KEY", "me")):
        monkeypatch.setenv(f"AWS_{name}", value)
    table = open_table(stack.name("SummariesTable"), region_name="us-east-1")
    assert len(list(table.by_speaker("Edda Lorne"))) == DOCUMENTS
