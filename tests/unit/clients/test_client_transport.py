"""The transport of the Python client: retries, errors, authentication, and the encoding of requests."""

import gzip
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import quote, urlsplit

import pytest
from botocore.session import Session
from nutgraf_client import (
    AccessDeniedError,
    ApiError,
    AwsSignature,
    BearerToken,
    Client,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    UnreachableError,
    WrongParameter,
)
from nutgraf_client.client import Uploaded

from tests.support.scripted_server import Prepared, ScriptedServer, Sent, scripted_server

EMPTY = Prepared(200, b'{"items": []}', {"Content-Type": "application/json"})


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


@pytest.fixture
def server(running: ScriptedServer) -> ScriptedServer:
    running.prepare([EMPTY])
    return running


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[Client]:
    with Client(server.url, retries=3, pause=0) as client:
        yield client


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_throttled_and_failed_requests_are_repeated(client: Client, server: ScriptedServer, status: int) -> None:
    server.prepare([Prepared(status), Prepared(status), Prepared(status), EMPTY])
    assert list(client.documents()) == []
    assert len(server.requests) == 4
    assert len({request.target for request in server.requests}) == 1


def test_a_broken_connection_is_repeated(client: Client, server: ScriptedServer) -> None:
    server.prepare([Prepared(0), Prepared(0), EMPTY])
    assert list(client.failures()) == []
    assert len(server.requests) == 3


def test_retries_end(client: Client, server: ScriptedServer) -> None:
    problem = {"status": 503, "code": "unavailable", "detail": "DynamoDB throttles."}
    server.prepare([Prepared(503, json.dumps(problem).encode())])
    with pytest.raises(UnavailableError, match="503 unavailable: DynamoDB throttles"):
        list(client.documents())
    assert len(server.requests) == 4
    server.prepare([Prepared(0)])
    with pytest.raises(UnreachableError, match=urlsplit(server.url).netloc):
        list(client.documents())
    assert len(server.requests) == 4


def test_a_pause_is_as_long_as_retry_after_asks(client: Client, server: ScriptedServer) -> None:
    server.prepare([Prepared(429, headers={"Retry-After": "1"}), EMPTY])
    began = time.monotonic()
    list(client.documents())
    assert 1 <= time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequestError), (401, AccessDeniedError), (403, AccessDeniedError), (404, NotFoundError),
        (405, InvalidRequestError), (409, ConflictError), (415, InvalidRequestError), (418, ApiError),
        (422, InvalidRequestError), (501, UnavailableError),
    ],
)  # fmt: skip
def test_other_errors_are_raised_at_once(
    client: Client, server: ScriptedServer, status: int, kind: type[ApiError]
) -> None:
    server.prepare([Prepared(status, b'{"status": 1, "code": "some_code", "detail": "What to do."}')])
    with pytest.raises(kind) as raised:
        client.document("s3://bucket/a.txt")
    assert (raised.value.status, raised.value.code, raised.value.detail) == (status, "some_code", "What to do.")
    assert len(server.requests) == 1


def test_a_problem_names_the_wrong_parameters(client: Client, server: ScriptedServer) -> None:
    wrong = {"in": "query", "name": "day", "message": "no such day"}
    problem = {"status": 422, "code": "invalid", "detail": "Correct it.", "errors": [wrong]}
    server.prepare([Prepared(422, json.dumps(problem).encode())])
    with pytest.raises(InvalidRequestError, match=r"422 invalid: Correct it\. day: no such day\.") as raised:
        list(client.documents(day="2026-02-30"))
    assert raised.value.errors == [WrongParameter("query", "day", "no such day")]


@pytest.mark.parametrize("body", [b'{"message": "Forbidden"}', b"<html>Forbidden</html>", b"\xff", b"[]", b'"x"'])
def test_errors_of_gateways_and_proxies_are_errors_too(client: Client, server: ScriptedServer, body: bytes) -> None:
    server.prepare([Prepared(403, body)])
    with pytest.raises(AccessDeniedError) as raised:
        client.stats()
    assert raised.value.code == "http_403"
    assert raised.value.detail in ("Forbidden", "<html>Forbidden</html>", "\ufffd", "[]", '"x"')


def test_a_page_of_another_server_is_an_error(client: Client, server: ScriptedServer) -> None:
    server.prepare([Prepared(200, b"<html>")])
    with pytest.raises(UnavailableError, match="Is this the API's URL"):
        client.stats()
    server.prepare([Prepared(302, headers={"Location": "https://elsewhere.example/"})])
    with pytest.raises(ApiError, match="302"):
        client.stats()


@pytest.mark.parametrize("url", ["127.0.0.1:5056", "", "ftp://host", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"http://127\.0\.0\.1:5056"):
        Client(url)


def test_a_compressed_answer_is_read(client: Client, server: ScriptedServer) -> None:
    server.prepare([Prepared(200, gzip.compress(EMPTY.body), {"Content-Encoding": "gzip"})])
    assert list(client.documents()) == []
    assert server.requests[0].headers["accept-encoding"] == "gzip"


def test_paths_and_parameters_are_encoded(client: Client, server: ScriptedServer) -> None:
    list(client.statements("PERSON", "Côte d'Ivoire/#?", "a&b=c d"))
    assert server.requests[0].target == (
        "/v1/speakers/PERSON/C%C3%B4te%20d%27Ivoire%2F%23%3F/statements?name=a%26b%3Dc%20d&limit=100"
    )
    list(client.search("a+b", entity=("LOCATION", "at t"), mode="words"))
    assert server.requests[1].target == ("/v1/search?q=a%2Bb&mode=words&entity=LOCATION%2Fat%20t&limit=100")


def test_days_and_moments_are_written_as_the_api_reads_them(client: Client, server: ScriptedServer) -> None:
    berlin = datetime(2026, 11, 22, 1, 30, 0, 999_999, tzinfo=timezone(timedelta(hours=1)))
    list(client.documents(since=berlin, until=date(2026, 11, 23)))
    assert server.requests[0].target == "/v1/documents?from=2026-11-22T00%3A30%3A00.999Z&to=2026-11-23&limit=100"
    list(client.failures(day="2026-11-22"))
    assert server.requests[1].target == "/v1/failures?day=2026-11-22&limit=100"
    with pytest.raises(ValueError, match="has no time zone"):
        list(client.documents(since=datetime(2026, 11, 22)))


def test_a_list_follows_its_cursor_only_as_far_as_it_is_read(client: Client, server: ScriptedServer) -> None:
    name = {"type": "PERSON", "key": "lorne", "name": "Edda Lorne"}
    first, empty, last = ({"items": [name] * 2, "next": "a/b"}, {"items": [], "next": "c"}, {"items": [name]})
    server.prepare([Prepared(200, json.dumps(page).encode()) for page in (first, empty, last)])
    names = client.names("lo")
    assert next(names).name == "Edda Lorne" and next(names).key == "lorne"
    assert len(server.requests) == 1
    assert len(list(names)) == 1
    assert [request.target.partition("limit=100")[2] for request in server.requests] == [
        "",
        "&cursor=a%2Fb",
        "&cursor=c",
    ]


def test_fields_that_a_newer_api_adds_are_ignored(client: Client, server: ScriptedServer) -> None:
    state = {"uri": "s3://b/a", "status": "FAILED", "sequencer": "0A", "generation": 0, "new": 1,
             "updated_at": "2026-11-22T09:30:00.000Z"}  # fmt: skip
    answer = {"id": "x", "uri": "s3://b/a", "status": "FAILED", "state": state, "new": {"deep": []}}
    server.prepare([Prepared(200, json.dumps(answer).encode())])
    assert client.document("x").state.sequencer == "0A"


def test_a_bearer_token_is_in_every_request(server: ScriptedServer) -> None:
    tokens = iter("ab")
    with (
        Client(server.url, BearerToken("secret")) as fixed,
        Client(server.url, BearerToken(lambda: next(tokens))) as new,
    ):
        list(fixed.documents())
        for _ in range(2):
            list(new.documents())
    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer secret", "Bearer a", "Bearer b"]


def test_a_file_is_posted_to_s3_without_the_token(server: ScriptedServer) -> None:
    form = {
        "id": "aWQ", "uri": "s3://bucket/a.txt", "url": f"{server.url}/bucket",
        "fields": {"key": "a.txt", "policy": "p"}, "max_bytes": 5, "expires_at": "2026-11-22T09:35:00.000Z",
    }  # fmt: skip
    server.prepare([Prepared(201, json.dumps(form).encode()), Prepared(204, headers={"x-amz-version-id": "v1"})])
    with Client(server.url, BearerToken("secret")) as client:
        assert client.upload(b"hello", "a.txt", summary_length="short") == Uploaded("aWQ", "s3://bucket/a.txt", "v1")
        asked, posted = server.requests
        assert json.loads(asked.body)["summary_length"] == "short" and asked.headers["authorization"] == "Bearer secret"
        assert "authorization" not in posted.headers and posted.target == "/bucket"
        assert posted.body.index(b'name="policy"') < posted.body.index(b'name="file"') < posted.body.index(b"hello")
        server.prepare([Prepared(201, json.dumps(form).encode())])
        with pytest.raises(ValueError, match="accepts 5"):
            client.upload(b"longer", "a.txt")


def test_waiting_for_an_upload_ends_with_its_version(server: ScriptedServer) -> None:
    def state(status: str, version: str) -> Prepared:
        values = {"uri": "s3://b/a", "status": status, "sequencer": "0A", "generation": 0, "version_id": version,
                  "updated_at": "2026-11-22T09:30:00.000Z"}  # fmt: skip
        answer = {"id": "aWQ", "uri": "s3://b/a", "status": status, "state": values}
        return Prepared(200, json.dumps(answer).encode())

    answers = [Prepared(404), state("SUMMARIZED", "v0"), state("PROCESSING", "v1"), state("SUMMARIZED", "v1")]
    uploaded = Uploaded("aWQ", "s3://b/a", "v1")
    with Client(server.url) as client:
        server.prepare(answers)
        assert client.wait(uploaded, interval=0.001).state.version_id == "v1"
        assert len(server.requests) == 4
        with pytest.raises(TimeoutError, match="s3://b/a is not summarized"):
            client.wait(uploaded._replace(version_id="v2"), timeout=0.01, interval=0.001)


def expected_signature(sent: Sent, secret: str, scope: str) -> str:
    """Return the signature of a request, computed as the IAM User Guide describes it."""
    path, _, query = sent.target.partition("?")
    authorization = sent.headers["authorization"]
    names = authorization.partition("SignedHeaders=")[2].partition(",")[0]
    canonical = "\n".join(
        [
            sent.method,
            quote(path, safe="/~"),  # the encoded path is encoded again, except for S3
            "&".join(sorted(query.split("&"))),
            *(f"{name}:{sent.headers[name]}" for name in names.split(";")),
            "",
            names,
            hashlib.sha256(sent.body).hexdigest(),
        ]
    )
    text = "\n".join(
        ["AWS4-HMAC-SHA256", sent.headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()]
    )
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def test_a_signature_of_aws_covers_method_path_parameters_and_body(server: ScriptedServer) -> None:
    session = Session()
    session.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI", "token")
    with Client(server.url, AwsSignature(session, "eu-west-1")) as client:
        list(client.statements("PERSON", "Edda Lorne", "Ü b"))
        with pytest.raises(ValueError, match="validation error"):
            client.upload_form("a.txt")
    for sent in server.requests:
        day = datetime.now(UTC).strftime("%Y%m%d")
        scope = f"{day}/eu-west-1/execute-api/aws4_request"
        authorization = sent.headers["authorization"]
        assert authorization.startswith(f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders=")
        assert (
            "host;x-amz-date;x-amz-security-token" in authorization and sent.headers["x-amz-security-token"] == "token"
        )
        assert authorization.endswith(f"Signature={expected_signature(sent, 'wJalrXUtnFEMI', scope)}")


def test_the_region_of_a_signature_is_that_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    session = Session()
    session.set_credentials("AKID", "secret")
    auth = AwsSignature(session)
    signed = auth.headers("GET", "https://abc123.execute-api.ap-south-1.amazonaws.com/v1/stats", {}, b"")
    assert "/ap-south-1/execute-api/" in signed["Authorization"]
    with pytest.raises(ValueError, match="No region"):
        auth.headers("GET", "https://api.example.org/v1/stats", {}, b"")
    without = Session()
    monkeypatch.setattr(without, "get_credentials", lambda: None)
    with pytest.raises(ValueError, match="No credentials"):
        AwsSignature(without, "us-east-1").headers("GET", "https://api.example.org/", {}, b"")
