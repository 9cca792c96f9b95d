"""Log lines of real runs: one line for each document and stage, with its place, its status and its time."""

import pytest

from shared.messages.internal_messages import Check, Reprocess
from shared.object_version import bucket_and_key
from tests.integration.faults import DENIED, UNAVAILABLE, Faults
from tests.integration.pipeline import MARKET, Pipeline
from tests.support.log_lines import LogLines

HOSTILE_KEYS = (
    'a\n{"level":"ERROR","stage":"parse","status":"failed"}.txt',
    "red\x1b[31m\x07.txt",
    "line\u2028and\u2029paragraph\x85.txt",
    "\u202etxt.exe",
    "quote\"'\\ 😀 e\u0301.txt",
)


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
    bucket, key = bucket_and_key(pipeline.uri("a.txt"))
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
def test_any_key_stays_within_its_line(pipeline: Pipeline, lines: LogLines, key: str) -> None:
    pipeline.upload(key)
    pipeline.stack.pump()
    assert [line["uri"] for line in lines.documents()] == [pipeline.uri(key)] * 2
    assert lines.text.isascii()
    assert all(character.isprintable() for character in lines.text.replace("\n", ""))
