"""Logs and metrics of real runs: one line for each document and stage, without text of any document, and every metric
in operations.yaml, with exactly these names."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from functions.summarize.summarizer import Summarizer
from infra.local.in_process import InProcessStack
from shared.documents.document import Document
from shared.messages.internal_messages import Check, Reprocess
from shared.object_version import place_of
from shared.revision import Status
from tests.integration.faults import DENIED, THROTTLED, UNAVAILABLE, Faults
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline
from tests.integration.poisoned_child import LAST_WORDS, MARK
from tests.support.good_files import good_file
from tests.support.log_lines import LogLines, recorded
from tests.support.operations_stack import ALARMS, Metric, OperationsStack
from tests.support.rendered import encoded, rendered

DATA = Path(__file__).parent.parent / "data"
SECRET = "the secret recipe of the widow Zymolska"
STORY = f"""Widow of Ardale tells nobody

On Tuesday somebody asked for {SECRET} once more. "My neighbours may taste it, and nobody may know it," she said.
{json.dumps({"level": "ERROR", "message": SECRET, "stage": "parse", "uri": "s3://elsewhere/forged"})}
The council of Ardale wants to print it in the town's chronicle. The widow has hidden it behind the oven, people say.
"""

# Number of consecutive words. A line with this many consecutive words of a document quotes its text.
SHINGLE = 4
HOSTILE_KEYS = (
    'a\n{"level":"ERROR","stage":"parse","status":"failed"}.txt',
    "red\x1b[31m\x07.txt",
    "line\u2028and\u2029paragraph\x85.txt",
    "\u202etxt.exe",
    "quote\"'\\ 😀 e\u0301.txt",
)


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcessStack]:
    """A stack without text recognition, whose parsers crash on certain files."""
    with InProcessStack({"MaxOcrPages": "0", "ParseSeconds": "5", "ParseMemoryMb": "600"}) as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        yield stack


@pytest.fixture(scope="module")
def all_faults(stack: InProcessStack) -> Iterator[Faults]:
    faults = Faults()
    with patch("functions.parse.worker.parse_worker.ParseWorker", poisoned_worker):
        stack.handler("ParseFunction")
    yield faults
    boto3.DEFAULT_SESSION = None


def poisoned_worker(limits: WorkerLimits) -> ParseWorker:
    return ParseWorker(limits, "tests.integration.poisoned_child")


@pytest.fixture
def pipeline(faults: Faults, stack: InProcessStack) -> Pipeline:
    stack.pump()
    pipeline = Pipeline(stack)
    pipeline.parked()
    return pipeline


@pytest.fixture
def lines(pipeline: Pipeline) -> Iterator[LogLines]:
    with recorded() as lines:
        yield lines


def shingles(text: str) -> set[str]:
    """Return every run of consecutive words of a text, without other characters."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)}


def assert_no_text(lines: LogLines, caplog: pytest.LogCaptureFixture, *texts: str) -> None:
    """Check that no line and no record of Python's logging contains a run of consecutive words of the texts."""
    for line in [*lines.text.splitlines(), *caplog.text.splitlines()]:
        spoken = " ".join(re.findall(r"\w+", re.sub(r"\\[nrtu]", " ", line).lower()))
        for text in texts:
            assert not any(shingle in spoken for shingle in shingles(text)), line


# --- lines ---


def test_a_document_has_one_line_for_each_stage_with_its_place_its_status_and_its_time(
    pipeline: Pipeline, lines: LogLines
) -> None:
    pipeline.upload()
    pipeline.stack.pump()
    state = pipeline.state()
    for stage, status in (("parse", "parsed"), ("summarize", "summarized")):
        (line,) = lines.documents(stage)
        assert (line["uri"], line["status"], line["sequencer"]) == (pipeline.uri("a.txt"), status, state.sequencer)
        assert line["generation"] == 0
        assert line["milliseconds"] > 0
        assert line["function_request_id"]


def test_every_event_of_an_object_leaves_one_line(pipeline: Pipeline, faults: Faults, lines: LogLines) -> None:
    seen: dict[str, list[str]] = {}

    def step(name: str, *bodies: str, queue: str = "ParseQueue", function: str = "ParseFunction") -> None:
        before = len(lines.documents())
        for body in bodies or pipeline.stack.take(queue):
            pipeline.stack.send(queue, body)
            pipeline.stack.pump(function)
        seen[name] = [f"{line['stage']} {line['status']}" for line in lines.documents()[before:]]

    first = pipeline.upload()
    (event,) = pipeline.stack.take("ParseQueue")
    bucket, key = place_of(pipeline.uri("a.txt"))
    when = "2026-11-22T09:30:00.000Z"
    check = Check(bucket=bucket, key=key, version_id=first, uploaded_at=when).model_dump_json()
    step("upload", event)
    step("under way, again", event)
    document, _ = pipeline.stack.take("SummarizeQueue")
    step("document", document, queue="SummarizeQueue", function="SummarizeFunction")
    step("document, again", document, queue="SummarizeQueue", function="SummarizeFunction")
    step("upload, again", event)
    step("check of what is done", check)
    step("reprocess", Reprocess.of(pipeline.state()).model_dump_json())
    pipeline.stack.pump()
    faults.plan("s3", "HeadObject", DENIED, times=1)
    step("reprocess, denied", Reprocess.of(pipeline.state()).model_dump_json())
    pipeline.upload(body=MARKET)
    pipeline.stack.pump()
    pipeline.delete(version_id=first)
    step("removal of an old version")
    pipeline.delete()
    step("delete marker")
    step("late upload", event)
    step("check of what is gone", check)
    pipeline.upload("empty.txt", b"")
    (event,) = pipeline.stack.take("ParseQueue")
    step("failure", event)
    step("failure, again", event)
    pipeline.upload("b.txt")
    (event,) = pipeline.stack.take("ParseQueue")
    step("dead letter", event, queue="ParseDeadLetterQueue", function="DeadLettersFunction")
    step("dead letter, again", event, queue="ParseDeadLetterQueue", function="DeadLettersFunction")
    step("dead check", check, queue="ParseDeadLetterQueue", function="DeadLettersFunction")
    assert seen == {
        "upload": ["parse parsed"],
        "under way, again": ["parse parsed"],
        "document": ["summarize summarized"],
        "document, again": ["summarize skipped"],
        "upload, again": ["parse skipped"],
        "check of what is done": ["parse skipped"],
        "reprocess": ["parse parsed"],
        "reprocess, denied": ["parse failed"],
        "removal of an old version": ["parse skipped"],
        "delete marker": ["parse deleted"],
        "late upload": ["parse skipped"],
        "check of what is gone": ["parse deleted"],
        "failure": ["parse failed"],
        "failure, again": ["parse skipped"],
        "dead letter": ["dead_letter failed"],
        "dead letter, again": ["dead_letter skipped"],
        "dead check": ["dead_letter parked"],
    }


def test_each_transient_failure_has_a_log_line_with_its_error_and_place(
    pipeline: Pipeline, faults: Faults, lines: LogLines
) -> None:
    pipeline.upload()
    faults.plan("s3", "GetObject", UNAVAILABLE, times=6)  # all tries of an invocation
    pipeline.stack.pump("ParseFunction")
    first, second = lines.documents()
    assert (first["status"], second["status"]) == ("error", "parsed")
    assert first["sequencer"] == second["sequencer"] == pipeline.state().sequencer
    assert (first["error"], first["reason"], first["operation"]) == ("ClientError", "SlowDown", "GetObject")
    assert "service.py" in " ".join(first["at"])
    (message,) = (line for line in lines.lines if line.get("message") == "message returned to the queue")
    assert (message["reason"], message["level"]) == ("SlowDown", "ERROR")
    assert message["message_id"]


def test_a_document_that_can_not_be_fetched_has_a_line_by_its_own_uri(
    pipeline: Pipeline, faults: Faults, lines: LogLines
) -> None:
    pipeline.upload()
    pipeline.stack.pump("ParseFunction")
    faults.plan("s3", "GetObject", UNAVAILABLE, times=6)
    pipeline.stack.pump("SummarizeFunction")
    parsed, failed, summarized = lines.documents()
    assert (parsed["status"], failed["status"], summarized["status"]) == ("parsed", "error", "summarized")
    (key,) = pipeline.documents_of()
    assert failed["uri"] == f"s3://{pipeline.documents.bucket}/{key}"
    assert (failed["stage"], failed["reason"], failed["level"]) == ("summarize", "SlowDown", "WARNING")


@pytest.mark.parametrize("key", HOSTILE_KEYS)
def test_a_key_stays_within_its_line_whatever_it_is(pipeline: Pipeline, lines: LogLines, key: str) -> None:
    pipeline.upload(key)
    pipeline.stack.pump()
    assert [line["uri"] for line in lines.documents()] == [pipeline.uri(key)] * 2
    assert lines.text.isascii()
    assert all(character.isprintable() for character in lines.text.replace("\n", ""))


# --- no text ---


def test_no_line_has_text_of_files_that_are_read(
    pipeline: Pipeline, lines: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline.upload("story.txt", STORY)
    pipeline.upload("story.md", f"# {SECRET}\n\n{STORY}")
    pipeline.upload("story.html", f"<html><title>{SECRET}</title><body><p>{STORY}</p></body></html>")
    pipeline.upload("story.json", json.dumps({"title": SECRET, "body": STORY}))
    pipeline.upload("story.csv", f"recipe,owner\n{SECRET},{STORY!r}\n")
    for name in ("made.eml", "made.docx", "made.pdf"):
        pipeline.upload(name, good_file(name).content)
    pipeline.stack.pump()
    summarized = {line["uri"] for line in lines.documents("summarize") if line["status"] == "summarized"}
    assert len(summarized) == 8
    texts = []
    for uri in summarized:
        summary = pipeline.table.get(uri)
        assert summary is not None
        document = pipeline.documents.get(summary.document.key)
        assert document is not None
        texts.append(document.text)
    assert_no_text(lines, caplog, STORY, SECRET, *texts)


def test_no_line_has_text_of_files_that_can_not_be_read(
    pipeline: Pipeline, lines: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("unknown.bin", "encrypted.pdf", "truncated.docx", "empty.txt"):
        pipeline.upload(name, (DATA / name).read_bytes())
    pipeline.upload("broken.xml", f"<nitf><body>{STORY}".encode())
    pipeline.upload("broken.json", json.dumps({"body": STORY})[:-9].encode())
    pipeline.upload("crash.bin", MARK + b"last words")
    pipeline.stack.pump()
    assert pipeline.state("crash.bin").code == "crashed"
    assert {line["code"] for line in lines.documents() if "code" in line} >= {"unsupported", "encrypted", "empty"}
    assert "worker crashed (SIGABRT)" in caplog.text
    assert_no_text(lines, caplog, STORY, SECRET, LAST_WORDS.decode())


@pytest.mark.parametrize("validated", [True, False], ids=["ValidationError", "ValueError"])
def test_no_line_has_the_words_of_an_error_that_quotes_the_text(
    pipeline: Pipeline,
    lines: LogLines,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    validated: bool,
) -> None:

    def quote(_: Summarizer, document: Document) -> Any:
        if validated:
            Document.model_validate({"text": document.text, "blocks": document.text})
        raise ValueError(document.text)

    pipeline.upload("story.txt", STORY)
    with monkeypatch.context() as patched:
        patched.setattr(Summarizer, "summarize", quote)
        pipeline.stack.pump("ParseFunction", "SummarizeFunction")
    tries = [line for line in lines.documents("summarize") if line["status"] == "error"]
    assert {line["error"] for line in tries} == {"ValidationError" if validated else "ValueError"}
    assert {line["uri"] for line in tries} == {pipeline.uri("story.txt")}
    assert "Wido" in (pipeline.state("story.txt").last_error or ""), "the row has the words, for the operator"
    pipeline.stack.pump()
    assert_no_text(lines, caplog, STORY, SECRET)


def test_no_line_has_text_of_messages_and_documents_that_make_no_sense(
    pipeline: Pipeline, lines: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    key = f"{'0' * 64}/{'0' * 32}-000000.json.gz"
    content = gzip.compress(json.dumps({"text": STORY, "blocks": STORY}).encode())
    pipeline.s3.put_object(Bucket=pipeline.documents.bucket, Key=key, Body=content)
    record = {"eventName": "ObjectCreated:Put", "eventTime": SECRET, "s3": {"object": {"key": SECRET}}}
    pipeline.stack.send(
        "ParseQueue", STORY, json.dumps({"Records": [record]}), json.dumps({"kind": f"nutgraf.{SECRET}"})
    )
    pipeline.stack.pump()
    assert len(pipeline.parked()) == 4
    assert "UnreadableDocumentError" in lines.text
    assert_no_text(lines, caplog, STORY, SECRET)
    pipeline.s3.delete_object(Bucket=pipeline.documents.bucket, Key=key)


# --- metrics ---


def stall(pipeline: Pipeline, key: str, sent_again: int) -> None:
    """Upload an object that has been PROCESSING since 2020 and was sent again this number of times."""
    pipeline.upload(key)
    pipeline.stack.pump("ParseFunction")
    pipeline.stack.take("SummarizeQueue")
    pipeline.stack.clients.dynamodb.update_item(
        TableName=pipeline.table.name,
        Key={"pk": {"S": pipeline.uri(key)}, "sk": {"S": "state"}},
        UpdateExpression="SET updated_at = :then, sent_again = :times",
        ExpressionAttributeValues={":then": {"S": "2020-01-01T00:00:00.000Z"}, ":times": {"N": str(sent_again)}},
    )


def do_everything(pipeline: Pipeline, faults: Faults) -> None:
    """Every metric of Nutgraf, at least once."""
    pipeline.upload("a.txt")
    pipeline.upload("empty.txt", b"")
    pipeline.upload("scan.png", encoded(rendered()))
    pipeline.stack.pump()
    pipeline.delete("a.txt")
    faults.plan("s3", "GetObject", UNAVAILABLE, times=6)
    pipeline.upload("b.txt")
    pipeline.stack.pump("ParseFunction")
    faults.plan("s3", "GetObject", UNAVAILABLE, times=6)
    pipeline.stack.pump()
    faults.plan("s3", "GetObject", DENIED, times=1)
    pipeline.upload("denied.txt")
    pipeline.stack.pump()
    with patch("functions.parse.worker.process.hide_this_process", side_effect=OSError("refused")):
        for key, content in (("crash.bin", MARK + b"abort"), ("read-by-the-next-process.txt", BRIDGE.encode())):
            pipeline.upload(key, content)
            pipeline.stack.pump()
    pipeline.upload("dead.txt")
    pipeline.stack.send("ParseDeadLetterQueue", *pipeline.stack.take("ParseQueue"))
    pipeline.stack.pump()
    stall(pipeline, "stalled.txt", sent_again=0)
    stall(pipeline, "given-up.txt", sent_again=3)
    pipeline.stack.invoke("SweepFunction", {})
    pipeline.stack.pump()


@pytest.fixture(scope="module")
def emitted(stack: InProcessStack, all_faults: Faults) -> dict[Metric, list[float]]:
    """Return the metrics of a run with every kind of event."""
    with pytest.MonkeyPatch.context() as patched, recorded() as lines:
        patched.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
        do_everything(Pipeline(stack), all_faults)
        return lines.metrics()


@pytest.fixture(scope="module")
def operations(stack: InProcessStack) -> OperationsStack:
    return OperationsStack(stack)


def test_alarms_and_dashboard_ask_for_metrics_that_are_emitted(
    operations: OperationsStack, emitted: dict[Metric, list[float]]
) -> None:
    displayed = {read.metric for alarm in ALARMS for read in operations.metrics_of(alarm)}
    displayed |= set(operations.dashboard_metrics())
    ours = {metric for metric in displayed if metric.namespace == "Nutgraf"}
    assert len(ours) > 10
    assert ours - emitted.keys() == set()


def test_the_dashboard_searches_failures_by_the_dimensions_that_they_have(
    stack: InProcessStack, operations: OperationsStack, emitted: dict[Metric, list[float]]
) -> None:
    failures = [metric for metric in emitted if metric.name == "failures"]
    codes = {metric.dimension("code") for metric in failures}
    assert codes == {"empty", "crashed", "ocr_unavailable", "access_denied", "retries_exhausted", "stalled"}
    (search,) = (text for text in operations.dashboard_expressions() if text.startswith("SEARCH"))
    schema = re.search(r"\{(.*?)\} MetricName=\"(.*?)\" table=\"(.*?)\"", search)
    assert schema is not None
    assert schema[1].split(",") == ["Nutgraf", "code", "service", "table"]
    assert (schema[2], schema[3]) == ("failures", stack.name("SummariesTable"))
    assert {frozenset(dict(metric.dimensions)) for metric in failures} == {frozenset({"code", "service", "table"})}


def test_dimensions_are_few_and_never_a_documents(stack: InProcessStack, emitted: dict[Metric, list[float]]) -> None:
    for metric in emitted:
        assert metric.namespace == "Nutgraf"
        assert dict(metric.dimensions).keys() - {"code"} == {"service", "table"}
        assert metric.dimension("table") == stack.name("SummariesTable")
        assert metric.dimension("service") in ("parse", "summarize", "dead_letters", "sweep")


def metric_of(pipeline: Pipeline, name: str, service: str) -> Metric:
    return Metric("Nutgraf", name, frozenset({("service", service), ("table", pipeline.table.name)}))


def test_each_summary_of_an_upload_counts_its_milliseconds_as_a_value_of_its_own(
    pipeline: Pipeline, lines: LogLines
) -> None:
    """Percentiles need raw values; CloudWatch takes up to 100 of a metric in one line ("Specification: Embedded metric
    format", Amazon CloudWatch User Guide)."""
    for number in range(4):  # one batch of Summarize
        pipeline.upload(f"{number}.txt")
    pipeline.stack.pump()
    name = "upload_to_summary.milliseconds"
    values = lines.metrics()[metric_of(pipeline, name, "summarize")]
    assert len(values) == 4
    assert all(0 <= value < 60_000 for value in values)
    emitted = [line for line in lines.lines if name in line]
    assert all(isinstance(line[name], list) and len(line[name]) <= 100 for line in emitted)
    assert max(len(line[name]) for line in emitted) > 1
    units = [
        metric["Unit"]
        for line in emitted
        for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
        if metric["Name"] == name
    ]
    assert set(units) == {"Milliseconds"}


def test_what_is_read_anew_or_found_by_looking_counts_for_no_upload(pipeline: Pipeline, lines: LogLines) -> None:
    """Its upload may be years old, which would distort the metric for present uploads."""
    time, size = (
        metric_of(pipeline, *of) for of in (("upload_to_summary.milliseconds", "summarize"), ("upload.bytes", "parse"))
    )
    pipeline.upload()
    pipeline.stack.pump()
    assert (len(lines.metrics()[time]), lines.metrics()[size]) == (1, [len(BRIDGE.encode())])
    pipeline.stack.send("ParseQueue", Reprocess.of(pipeline.state()).model_dump_json())
    pipeline.stack.pump()
    marker = pipeline.delete()
    pipeline.stack.pump()
    pipeline.delete(version_id=marker)
    pipeline.stack.pump()
    old = pipeline.upload("old.txt")
    pipeline.stack.take("ParseQueue")
    check = Check(
        bucket=pipeline.bucket,
        key=place_of(pipeline.uri("old.txt"))[1],
        version_id=old,
        uploaded_at="2020-01-01T00:00:00.000Z",
    )
    pipeline.stack.send("ParseQueue", check.model_dump_json())
    pipeline.stack.pump()
    statuses = [line["status"] for line in lines.documents("summarize")]
    assert statuses == ["summarized"] * 4
    assert (len(lines.metrics()[time]), len(lines.metrics()[size])) == (1, 1)


def test_a_run_of_the_sweep_that_finds_nothing_writes_nothing_that_is_paid_for(
    pipeline: Pipeline, lines: LogLines
) -> None:
    for entry in pipeline.table.by_status(Status.PROCESSING):
        pipeline.s3.delete_object(Bucket=pipeline.bucket, Key=place_of(entry.uri)[1])
    pipeline.stack.pump()
    before = lines.text
    assert pipeline.stack.invoke("SweepFunction", {}) == {}
    assert lines.text == before


def test_a_failed_run_of_the_sweep_is_logged_and_is_an_error_of_the_function(
    pipeline: Pipeline, faults: Faults, lines: LogLines
) -> None:
    stall(pipeline, "a.txt", sent_again=0)
    faults.plan("dynamodb", "GetItem", THROTTLED, times=6)
    with pytest.raises(ExceptionGroup):
        pipeline.stack.invoke("SweepFunction", {})
    (line,) = lines.documents("sweep")
    assert (line["status"], line["reason"], line["uri"]) == ("error", "ThrottlingException", pipeline.uri("a.txt"))
    pipeline.stack.invoke("SweepFunction", {})
    pipeline.stack.pump()
