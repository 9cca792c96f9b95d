"""The search by meaning: vectors follow the table, also if events are lost or late, and the API finds documents."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from typer.testing import CliRunner, Result

from functions.read.ids import id_of
from functions.summarize.annotator.model_files import FOLDER, GRAPH, verified
from infra.cli.app import app
from infra.local.clients import LOCAL_STACK, REGION
from infra.local.http_api.event import Request, event_of
from infra.local.in_process import InProcessStack
from infra.local.read_api import deploy_read_api
from infra.local.search_stack import CORE_PARAMETERS, deploy_search
from infra.operations.erase import erase
from infra.operations.operated_stack import open_stack
from shared.errors import Code, PermanentError
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status
from shared.search.vectors import DIMENSIONS, graph_id
from shared.table.table import SummaryTable
from shared.table.vectors import CurrentVector
from shared.vector_index import index_name, key_of
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline
from tests.support.summaries import a_summary

KEY = {"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"}
GRAPH_ID = graph_id(verified(FOLDER, GRAPH)[1])
BUCKET = "nutgraf-vectors"

RIVER = """Ferry replaces the closed crossing at Ardale

Since the bridge over the river was shut because of cracks, a boat takes pedestrians and bicycles to the other bank.
The council runs the ferry from six in the morning. Shops on the eastern side hope that the customers return.
"""
HEART = """New drug lowers blood pressure in a large trial

Patients who took the tablet once a day had fewer strokes and heart attacks after three years, researchers report. The
study followed nine thousand people in twelve hospitals. Doctors call the result encouraging.
"""
GERMAN = """Die Stadt Ardale sperrt die alte Brücke für zwei Jahre

Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke zu sperren. Ingenieure hatten in vier der neun Bögen Risse
gefunden. Die Arbeiten kosten elf Millionen Euro, von denen das Land die Hälfte bezahlt.
"""


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcessStack]:
    with InProcessStack(KEY | CORE_PARAMETERS) as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        stack.add(deploy_read_api(stack, deploy_search(stack)))
        yield stack


@pytest.fixture
def pipeline(stack: InProcessStack) -> Iterator[Pipeline]:
    """A pipeline whose objects, and their vectors, are deleted at the end."""
    pipeline = Pipeline(stack)
    yield pipeline
    for entry in stack.clients.s3.list_objects_v2(Bucket=pipeline.bucket).get("Contents", []):
        stack.clients.s3.delete_object(Bucket=pipeline.bucket, Key=entry["Key"])
    settle(stack)
    assert vectors(stack) == {}


def settle(stack: InProcessStack) -> None:
    """Process uploads, then the state changes that they cause."""
    stack.pump()
    stack.pump()


def vectors(stack: InProcessStack) -> dict[str, Any]:
    """Return all vectors by URI."""
    listed = stack.clients.of("s3vectors").list_vectors(
        vectorBucketName=BUCKET, indexName=index_name(GRAPH_ID), returnData=True, returnMetadata=True
    )
    return {each["metadata"]["uri"]: each for each in listed["vectors"]}


def get(stack: InProcessStack, target: str) -> tuple[int, Any]:
    answer = stack.invoke("ReadFunction", event_of(Request("GET", target)))
    return answer["statusCode"], json.loads(answer["body"])


def asked(stack: InProcessStack, question: str, **more: str) -> list[str]:
    """Return the URIs that a question in other words finds."""
    options = "".join(f"&{name}={quote(value)}" for name, value in more.items())
    status, page = get(stack, f"/v1/search?mode=meaning&q={quote(question)}{options}")
    assert status == 200 and "next" not in page
    assert all(item["highlights"] == [] and 0 <= item["score"] <= 1 for item in page["items"])
    scores = [item["score"] for item in page["items"]]
    assert scores == sorted(scores, reverse=True)
    return [item["uri"] for item in page["items"]]


def put(pipeline: Pipeline, key: str, body: str) -> str:
    pipeline.upload(key, body)
    return pipeline.uri(key)


def test_similar_documents_and_questions_in_other_words_are_found(stack: InProcessStack, pipeline: Pipeline) -> None:
    bridge, river, heart = (
        put(pipeline, f"{name}.txt", body) for name, body in (("bridge", BRIDGE), ("river", RIVER), ("heart", HEART))
    )
    settle(stack)
    assert vectors(stack).keys() == {bridge, river, heart}
    status, page = get(stack, f"/v1/documents/{id_of(bridge)}/similar")
    assert status == 200
    assert [item["uri"] for item in page["items"]] == [river, heart]
    first = page["items"][0]
    assert first["title"] and first["short_summary"] and first["score"] > page["items"][1]["score"]
    assert len(get(stack, f"/v1/documents/{id_of(bridge)}/similar?limit=1")[1]["items"]) == 1
    # None of these words is in the documents.
    assert asked(stack, "medicine against hypertension")[0] == heart
    assert asked(stack, "damaged overpass will not be passable for traffic", limit="1") in ([bridge], [river])


def test_a_period_limits_a_question(stack: InProcessStack, pipeline: Pipeline) -> None:
    bridge = put(pipeline, "a.txt", BRIDGE)
    settle(stack)
    day = str(pipeline.state("a.txt").uploaded_at)[:10]
    assert asked(stack, "bridge closed", day=day) == [bridge]
    assert asked(stack, "bridge closed", to="2020-01-01") == []
    assert asked(stack, "bridge closed", **{"from": "2999-01-01"}) == []


def test_a_replaced_document_has_one_vector_and_a_deleted_one_none(stack: InProcessStack, pipeline: Pipeline) -> None:
    uri = put(pipeline, "a.txt", BRIDGE)
    settle(stack)
    before = vectors(stack)[uri]
    put(pipeline, "a.txt", HEART)
    settle(stack)
    after = vectors(stack)[uri]
    assert len(vectors(stack)) == 1 and after["data"] != before["data"] and after["key"] == before["key"]
    assert asked(stack, "medicine against hypertension") == [uri]
    pipeline.delete("a.txt")
    settle(stack)
    assert vectors(stack) == {}
    assert asked(stack, "medicine against hypertension") == []
    assert get(stack, f"/v1/documents/{id_of(uri)}/similar")[0] == 404


def test_a_failed_new_version_keeps_the_vector_of_the_last_good_one(stack: InProcessStack, pipeline: Pipeline) -> None:
    uri = put(pipeline, "a.txt", BRIDGE)
    settle(stack)
    before = vectors(stack)
    pipeline.upload("a.txt", b"")
    settle(stack)
    assert pipeline.state("a.txt").status is Status.FAILED
    assert vectors(stack) == before and uri in before


def test_the_command_finds_similar_documents(
    stack: InProcessStack, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    bridge, river, heart, german = (
        put(pipeline, f"{name}.txt", body)
        for name, body in (("bridge", BRIDGE), ("river", RIVER), ("heart", HEART), ("german", GERMAN))
    )
    settle(stack)

    def query(*arguments: str) -> Result:
        table = ("--aws", "--table", stack.name("SummariesTable"))
        return CliRunner().invoke(app, ["query", *table, "--similar", *arguments])

    found = [json.loads(line) for line in query(bridge, "--json").stdout.splitlines()]
    assert [each["uri"] for each in found] == [river, heart]
    assert found[0]["title"] and 1 >= found[0]["score"] > found[1]["score"] >= 0
    shown = query(bridge)
    assert shown.exit_code == 0 and shown.stdout.index(river) < shown.stdout.index(heart)
    without = query(german)
    assert without.exit_code == 1 and "SemanticSearch" in without.stderr
    wrong = query(bridge, "--vector-bucket", "other-bucket")
    assert wrong.exit_code == 1 and "--vector-bucket" in wrong.stderr
    for name in ("river", "heart"):
        pipeline.delete(f"{name}.txt")
    settle(stack)
    alone = query(bridge)
    assert alone.exit_code == 1 and "no other document" in alone.stderr


def test_an_erased_document_has_no_vector(stack: InProcessStack, pipeline: Pipeline) -> None:
    uri = put(pipeline, "a.txt", BRIDGE)
    settle(stack)
    assert uri in vectors(stack)
    erase(open_stack(stack.clients.of, LOCAL_STACK, local=True), uri)
    settle(stack)
    assert vectors(stack) == {}


def test_events_that_are_repeated_late_or_in_another_order_change_nothing(
    stack: InProcessStack, pipeline: Pipeline
) -> None:
    uri, other = put(pipeline, "a.txt", BRIDGE), put(pipeline, "b.txt", MARKET)
    stack.pump()
    put(pipeline, "a.txt", HEART)
    stack.pump("ParseFunction", "SummarizeFunction")
    pipeline.delete("b.txt")
    stack.pump("ParseFunction")
    for pipe in stack._pipes:
        pipe.deliver()
    events = taken(stack)
    assert len(events) >= 4
    for bodies in (reversed(events), events, events[:1], reversed(events)):
        send(stack, *bodies)
        stack.pump("VectorsFunction")
        assert vectors(stack).keys() == {uri}
        assert other not in vectors(stack)
    assert asked(stack, "medicine against hypertension") == [uri]


def test_a_write_that_a_deletion_overtakes_is_corrected(stack: InProcessStack, pipeline: Pipeline) -> None:
    """The state is read, the object is deleted and its vector too; then the old vector is written."""
    uri = put(pipeline, "a.txt", BRIDGE)
    stack.pump()
    by_table = SummaryTable.vectors
    overtaken = False

    def vectors_then_deletion(table: SummaryTable, uris: list[str]) -> dict[str, CurrentVector | None]:
        nonlocal overtaken
        found = by_table(table, uris)
        if found.get(uri) and not overtaken:
            overtaken = True
            pipeline.table.delete(uri, pipeline.state("a.txt").revision.next_generation)
        return found

    with patch("shared.table.reader.TableReader.vectors", vectors_then_deletion):
        stack.pump("VectorsFunction")
    assert overtaken
    assert vectors(stack) == {}


def test_a_message_that_is_no_state_change_ends_in_the_dead_letter_queue_alone(
    stack: InProcessStack, pipeline: Pipeline
) -> None:
    uri = put(pipeline, "a.txt", BRIDGE)
    stack.pump()
    send(stack, "no JSON", json.dumps({"detail": {"schema_version": 99}}))
    stack.pump("VectorsFunction")
    assert vectors(stack).keys() == {uri}
    assert sorted(taken(stack, "VectorsDeadLetterQueue"), key=len)[0] == "no JSON"


def test_a_document_in_another_language_has_no_vector(stack: InProcessStack, pipeline: Pipeline) -> None:
    uri = put(pipeline, "a.txt", GERMAN)
    settle(stack)
    assert pipeline.summary("a.txt") is not None
    assert vectors(stack) == {}
    status, problem = get(stack, f"/v1/documents/{id_of(uri)}/similar")
    assert (status, problem["code"]) == (404, "no_vector")


def test_a_document_of_an_older_graph_has_no_similar_documents(stack: InProcessStack, pipeline: Pipeline) -> None:
    uri = put(pipeline, "a.txt", BRIDGE)
    settle(stack)
    table = stack.clients.dynamodb
    table.update_item(
        TableName=stack.name("SummariesTable"),
        Key={"pk": {"S": uri}, "sk": {"S": "state"}},
        UpdateExpression="SET vector_graph = :old",
        ExpressionAttributeValues={":old": {"S": "000000000000"}},
    )
    settle(stack)
    assert vectors(stack) == {}
    status, problem = get(stack, f"/v1/documents/{id_of(uri)}/similar")
    assert (status, problem["code"]) == (404, "no_vector")


@pytest.mark.parametrize(
    ("target", "status", "names"),
    [
        ("/v1/search?mode=meaning&q=bridge&entity=PERSON/holt", 422, ["entity"]),
        ("/v1/search?mode=meaning&q=bridge&type=PERSON", 422, ["type"]),
        ("/v1/search?mode=meaning&q=bridge&cursor=x", 422, ["cursor"]),
        ("/v1/search?mode=meaning", 422, ["q"]),
        ("/v1/search?mode=other&q=bridge", 422, ["mode"]),
        ("/v1/search?mode=meaning&q=bridge&limit=101", 422, ["limit"]),
        (f"/v1/documents/{id_of('s3://bucket/none')}/similar?limit=101", 422, ["limit"]),
        (f"/v1/documents/{id_of('s3://bucket/none')}/similar", 404, []),
    ],
)
def test_wrong_requests_name_the_parameter(stack: InProcessStack, target: str, status: int, names: list[str]) -> None:
    answered, problem = get(stack, target)
    assert answered == status
    assert [each["name"] for each in problem.get("errors", [])] == names


def test_a_question_without_words_finds_nothing(stack: InProcessStack) -> None:
    assert asked(stack, "   ") == []


def test_a_vector_costs_no_write_unit(stack: InProcessStack, pipeline: Pipeline) -> None:
    """The state has at most 1,024 bytes with it, for URIs of up to 160 bytes."""
    key = "k" * (160 - len(pipeline.uri("")))
    uri = put(pipeline, key, BRIDGE)
    stack.pump()
    assert len(uri) == 160
    key_of_state: Any = {"pk": {"S": uri}, "sk": {"S": "state"}}
    item: dict[str, Any] = dict(
        stack.clients.dynamodb.get_item(TableName=pipeline.table.name, Key=key_of_state)["Item"]
    )
    assert len(item["vector"]["B"]) == DIMENSIONS
    assert item["vector_graph"]["S"] == GRAPH_ID
    assert sum(len(name) + size_of(value) for name, value in item.items()) <= 1024


def test_the_functions_have_no_unused_permission(stack: InProcessStack, pipeline: Pipeline) -> None:
    uri = put(pipeline, "a.txt", BRIDGE)
    settle(stack)
    assert asked(stack, "bridge closed") == [uri]
    pipeline.delete("a.txt")
    settle(stack)
    polling = {f"sqs:{action}" for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")}
    for function, by_lambda in (("VectorsFunction", polling), ("SearchFunction", set[str]())):
        allowed, used = stack.permissions.role(function).allowed, stack.permissions.used(function)
        rest = {(each.action, each.via) for each in allowed if each not in used}
        # What Lambda itself uses: to read the queue and its key, and to write the log.
        expected = {(action, "") for action in by_lambda | {"logs:CreateLogStream", "logs:PutLogEvents"}}
        assert rest - expected <= {("kms:Decrypt", "sqs.us-east-1.amazonaws.com")}
        assert not any("*" in each.action for each in allowed)
    allowed, used = stack.permissions.role("ReadFunction").allowed, stack.permissions.used("ReadFunction")
    mine = [each for each in allowed if each.action.startswith(("s3vectors:", "lambda:")) or "s3vectors" in each.via]
    assert len(mine) == 4 and all(each in used for each in mine)


def send(stack: InProcessStack, *bodies: str) -> None:
    url = stack.clients.sqs.get_queue_url(QueueName=queue_named(stack, "VectorsQueue"))["QueueUrl"]
    for body in bodies:
        stack.clients.sqs.send_message(QueueUrl=url, MessageBody=body)


def taken(stack: InProcessStack, queue: str = "VectorsQueue") -> list[str]:
    """Remove all messages of a queue of the search, and return their bodies."""
    sqs, found = stack.clients.sqs, []
    url = sqs.get_queue_url(QueueName=queue_named(stack, queue))["QueueUrl"]
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def queue_named(stack: InProcessStack, logical_id: str) -> str:
    urls = stack.clients.sqs.list_queues()["QueueUrls"]
    (name,) = (name for name in (url.rpartition("/")[2] for url in urls) if f"-{logical_id}-" in name)
    return name


def size_of(value: dict[str, Any]) -> int:
    """Return the bytes of a scalar attribute value, by the rules of DynamoDB."""
    ((kind, content),) = value.items()
    if kind == "N":
        return 1 + (len(content) + 1) // 2
    return len(content.encode()) if kind == "S" else len(content) if kind == "B" else 1


def test_the_key_of_a_vector_fits_for_any_uri() -> None:
    assert key_of("s3://b/" + "é" * 512) != key_of("s3://b/" + "é" * 511)
    assert len(key_of("s3://b/" + "é" * 512)) == 32


def test_a_vector_is_only_written_with_the_option(stack: InProcessStack, pipeline: Pipeline) -> None:
    """An operator's command that fails an object keeps the vector with the Summary."""
    uri = put(pipeline, "a.txt", BRIDGE)
    stack.pump()
    state = pipeline.state("a.txt")
    assert pipeline.table.vectors([uri])[uri] is not None
    version = ObjectVersion.of_uri(uri, "v9", "2026-05-04T10:00:00.000Z")
    newer = Revision("FF" + state.sequencer)
    assert pipeline.table.claim(version, newer)
    kept = pipeline.table.vectors([uri])[uri]
    assert kept is not None and kept.uploaded_at == state.uploaded_at
    assert pipeline.table.fail(version, newer, PermanentError(Code.EMPTY, "Empty."))
    assert pipeline.table.vectors([uri])[uri] == kept
    assert pipeline.table.put_summary(a_summary(uri, newer.next_generation))
    assert pipeline.table.vectors([uri])[uri] is None
