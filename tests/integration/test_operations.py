"""The operators' commands with --aws, in boto3's usual environment: every command twice, beside live events."""

import csv
import gzip
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from infra.cli.terminal import steers
from infra.operations import erase as erasure
from infra.operations import messages
from infra.operations.resume import ResumePoint, paced
from infra.operations.target import OperationError
from shared.documents.document_store import DocumentStore
from shared.table.left_overs import LeftOvers
from tests.integration.pipeline import BRIDGE, MARKET, Command, Pipeline


def sent(pipeline: Pipeline) -> list[str]:
    """Return the keys of the messages in the parse queue; the messages stay there."""
    bodies = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", *bodies)
    return sorted(json.loads(body)["key"].removeprefix(pipeline.folder) for body in bodies)


def fail(pipeline: Pipeline, key: str) -> str:
    """Upload a readable object that becomes FAILED, retries_exhausted."""
    version = pipeline.upload(key)
    pipeline.stack.send("ParseDeadLetterQueue", *pipeline.stack.take("ParseQueue"))
    pipeline.stack.pump()
    assert pipeline.state(key).code == "retries_exhausted"
    return version


def test_redrive_reads_again_what_failed_with_a_code(pipeline: Pipeline, command: Command) -> None:
    version = fail(pipeline, "a.txt")
    pipeline.upload("empty.txt", b"")
    pipeline.stack.pump()
    before = pipeline.state("empty.txt")
    assert pipeline.uri("a.txt") in command("redrive", "--code", "retries_exhausted", "--dry-run").output
    assert pipeline.stack.take("ParseQueue") == []
    for _ in range(2):
        command("redrive", "--code", "retries_exhausted")
    assert sent(pipeline) == ["a.txt", "a.txt"]
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.state("a.txt").generation == 1
    assert pipeline.state("empty.txt") == before
    assert "0 objects sent" in command("redrive", "--code", "retries_exhausted").output
    assert list(Path.cwd().iterdir()) == []


def test_redrive_goes_by_the_time_of_the_failure(pipeline: Pipeline, command: Command) -> None:
    fail(pipeline, "a.txt")
    assert "0 objects" in command("redrive", "--code", "retries_exhausted", "--until", "yesterday").output
    assert "must be before now" in command("redrive", "--since", "2999-01-01", code=2).output
    assert "is not a time" in command("redrive", "--since", "last week", code=2).output
    for since in ("2020-01-01", "yesterday", "1h"):
        assert pipeline.uri("a.txt") in command("redrive", "--since", since, "--dry-run").output


def test_redrive_sends_parked_messages_back_and_leaves_unknown_messages(pipeline: Pipeline, command: Command) -> None:
    version = pipeline.upload()
    pipeline.stack.send("ParkingQueue", *pipeline.stack.take("ParseQueue"), "no JSON")
    assert "1 parked messages would be sent back, 1 stay" in command("redrive", "--parked", "--dry-run").output
    assert "1 parked messages sent back, 1 stay" in command("redrive", "--parked").output
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert "0 parked messages sent back, 1 stay" in command("redrive", "--parked").output
    assert [parked.body for parked in pipeline.parked()] == ["no JSON"]


def test_nothing_that_strangers_wrote_steers_the_operators_terminal(pipeline: Pipeline, command: Command) -> None:
    hostile = "\x9b2J [red]\u202egpj.txt"
    fail(pipeline, hostile)
    code: Any = {"code": {"DataType": "String", "StringValue": hostile}}
    for body in (hostile, json.dumps({"Records": [], "of": hostile}, ensure_ascii=False)):
        pipeline.stack.clients.sqs.send_message(
            QueueUrl=pipeline.stack.name("ParkingQueue"), MessageBody=body, MessageAttributes=code
        )
    shown = [
        command("redrive", "--dry-run").output,
        command("redrive", "--parked", "--dry-run").output,
        command("erase", pipeline.uri(hostile), "--yes").output,
        command("redrive", "--since", hostile, code=2).output,
    ]
    assert all("[red]" in output for output in shown[:3])
    assert not [
        character for output in shown for line in output.splitlines() for character in line if steers(character)
    ]
    pipeline.parked()


def test_reprocess_reads_again_what_an_older_version_has_summarized(pipeline: Pipeline, command: Command) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    command("reprocess")
    assert pipeline.stack.take("ParseQueue") == []
    assert pipeline.uri("a.txt") in command("reprocess", "--before", "99.0", "--dry-run").output
    command("reprocess", "--before", "99.0")
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.state().generation == 1
    assert "is not a version like" in command("reprocess", "--before", "new", code=1).output


def test_backfill_reads_a_prefix_without_events(pipeline: Pipeline, command: Command) -> None:
    pipeline.upload("old/known.txt")
    pipeline.stack.pump()
    first = pipeline.upload("old/a.txt", BRIDGE)
    pipeline.upload("old/gone.txt")
    pipeline.delete("old/gone.txt")
    pipeline.upload("old/folder/", b"")
    pipeline.upload("other/b.txt")
    pipeline.stack.take("ParseQueue")
    arguments = ("backfill", "--prefix", f"{pipeline.folder}old/", "--per-second", "1000")
    assert pipeline.uri("old/a.txt") in command(*arguments, "--dry-run").output
    for _ in range(2):
        command(*arguments)
    assert sent(pipeline) == ["old/a.txt", "old/a.txt"]
    pipeline.stack.pump()
    pipeline.assert_summarized("old/a.txt", first)
    assert pipeline.table.state(pipeline.uri("other/b.txt")) is None


def test_backfill_reads_a_report_of_s3_inventory(pipeline: Pipeline, command: Command) -> None:
    version = pipeline.upload("a b+ü.txt")
    pipeline.stack.take("ParseQueue")
    rows = io.StringIO()
    key = f"{pipeline.folder}a+b%2B%C3%BC.txt"
    writer = csv.writer(rows, quoting=csv.QUOTE_ALL)
    writer.writerow([pipeline.bucket, key, version, "true", "false", "10"])
    writer.writerow([pipeline.bucket, key, "older", "false", "false", "10"])
    writer.writerow([pipeline.bucket, f"{pipeline.folder}gone.txt", "v", "true", "true", ""])
    folder = pipeline.documents.bucket  # any other bucket
    pipeline.s3.put_object(Bucket=folder, Key="data.csv.gz", Body=gzip.compress(rows.getvalue().encode()))
    manifest: dict[str, Any] = {
        "sourceBucket": pipeline.bucket,
        "creationTimestamp": "1700000000000",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size",
        "files": [{"key": "data.csv.gz", "size": 1}],
    }
    pipeline.s3.put_object(Bucket=folder, Key="manifest.json", Body=json.dumps(manifest).encode())
    pipeline.stack.take("SummarizeQueue")
    command("backfill", "--inventory", f"s3://{folder}/manifest.json")
    assert sent(pipeline) == ["a b+ü.txt"]
    pipeline.stack.pump()
    pipeline.assert_summarized("a b+ü.txt", version)
    for changes, reason in (({"fileFormat": "ORC"}, "write CSV"), ({"sourceBucket": "other"}, "of the bucket other")):
        pipeline.s3.put_object(Bucket=folder, Key="manifest.json", Body=json.dumps(manifest | changes).encode())
        assert reason in command("backfill", "--inventory", f"s3://{folder}/manifest.json", code=1).output
    for key in ("data.csv.gz", "manifest.json"):
        pipeline.s3.delete_object(Bucket=folder, Key=key)
    pipeline.stack.take("SummarizeQueue")


def test_reconcile_finds_each_difference_between_bucket_and_table(pipeline: Pipeline, command: Command) -> None:
    versions = {key: pipeline.upload(key) for key in ("right.txt", "newer.txt", "hidden.txt", "gone.txt")}
    pipeline.stack.pump()
    versions["newer.txt"] = pipeline.upload("newer.txt", MARKET)
    versions["new.txt"] = pipeline.upload("new.txt")
    pipeline.delete("hidden.txt")
    pipeline.delete("gone.txt", versions["gone.txt"])
    pipeline.stack.take("ParseQueue")
    arguments = ("reconcile", "--prefix", pipeline.folder)
    assert pipeline.uri("new.txt") not in command(*arguments, "--dry-run").output  # its event may be pending
    command(*arguments, "--settled-minutes", "0")
    assert set(sent(pipeline)) == {"newer.txt", "new.txt", "hidden.txt", "gone.txt"}
    pipeline.stack.pump()
    for key in ("right.txt", "newer.txt", "new.txt"):
        pipeline.assert_summarized(key, versions[key])
    for key in ("hidden.txt", "gone.txt"):
        pipeline.assert_deleted(key)
    assert "0 objects sent" in command(*arguments, "--settled-minutes", "0").output


@pytest.mark.parametrize("end", ["summarized", "failed", "deleted"])
def test_reconcile_finds_what_a_finished_write_has_left_when_its_message_was_lost(
    pipeline: Pipeline, command: Command, end: str
) -> None:
    first = pipeline.upload()
    pipeline.stack.pump()
    pipeline.upload()
    with (
        patch.object(LeftOvers, "remove"),
        patch.object(DocumentStore, "remove_up_to"),
    ):  # each write stops before its cleanup
        pipeline.stack.pump()
        if end == "failed":
            pipeline.upload(body=b"")
        elif end == "deleted":
            pipeline.delete()
        pipeline.stack.pump()
    assert len(pipeline.documents_of()) == 2
    command("reconcile", "--prefix", pipeline.folder, "--settled-minutes", "0")
    assert sent(pipeline) == ["a.txt"]
    pipeline.stack.pump()
    if end == "deleted":
        pipeline.assert_deleted()
        assert pipeline.documents_of() == []
    else:
        assert pipeline.state().status == ("SUMMARIZED" if end == "summarized" else "FAILED")
        summary = pipeline.summary()
        assert summary is not None and summary.source.supersedes == first
        assert pipeline.documents_of() == [summary.document.key]
        of_summary = f"{summary.source.sequencer:0<32}-{summary.source.generation:06}"
        assert {row["revision"] for row in pipeline.index_rows()} == {of_summary}
    assert "0 objects sent" in command("reconcile", "--prefix", pipeline.folder, "--settled-minutes", "0").output


def test_erase_leaves_nothing_but_the_tombstone(pipeline: Pipeline, command: Command) -> None:
    pipeline.upload("a.txt")
    neighbour = pipeline.upload("a.txt.bak")
    pipeline.stack.pump()
    pipeline.upload("a.txt", MARKET)
    pipeline.delete("a.txt")
    uri = pipeline.uri("a.txt")
    assert "3 versions and delete markers, 1 Documents, a summary" in command("erase", uri, "--dry-run").output
    for _ in range(2):
        assert "remains for a limited time" in command("erase", uri, "--yes").output
        pipeline.assert_deleted("a.txt")
    pipeline.stack.pump()  # the late events of all writes
    pipeline.assert_deleted("a.txt")
    versions = pipeline.s3.list_object_versions(Bucket=pipeline.bucket, Prefix=f"{pipeline.folder}a.txt")
    assert [entry["Key"] for entry in versions.get("Versions", [])] == [f"{pipeline.folder}a.txt.bak"]
    assert "DeleteMarkers" not in versions
    pipeline.assert_summarized("a.txt.bak", neighbour)
    assert "not in the uploads bucket" in command("erase", "s3://elsewhere/a.txt", "--yes", code=1).output


def test_erase_takes_a_key_as_why_does_and_refuses_what_is_not_stored(pipeline: Pipeline, command: Command) -> None:
    pipeline.upload("a.txt")
    pipeline.stack.pump()
    key = f"{pipeline.folder}a.txt"
    assert "has no" not in command("why", key).output
    versioned = command("erase", f"{pipeline.uri('a.txt')}?versionId=3xQ", "--yes", code=1).output
    assert "stores nothing about" in versioned and "without ?versionId=" in versioned
    assert "without ?versionId=" in command("why", f"{key}?versionId=3xQ", code=1).output
    assert "stores nothing about" in command("erase", f"{key}x", "--yes", code=1).output
    assert "Erased 1 object." in command("erase", key, "--yes").output
    pipeline.assert_deleted("a.txt")


def test_erase_of_a_prefix_leaves_nothing_under_it(pipeline: Pipeline, command: Command) -> None:
    for key in ("old/a.txt", "old/b.txt", "old/c.txt", "older.txt"):
        pipeline.upload(key)
    pipeline.stack.pump()
    pipeline.delete("old/b.txt")
    # An object that only the table has, because the notification of its removal was lost.
    pipeline.stack.take("ParseQueue")
    versions = pipeline.s3.list_object_versions(Bucket=pipeline.bucket, Prefix=f"{pipeline.folder}old/c.txt")
    version = versions["Versions"][0]["VersionId"]
    pipeline.s3.delete_object(Bucket=pipeline.bucket, Key=f"{pipeline.folder}old/c.txt", VersionId=version)
    pipeline.stack.take("ParseQueue")
    prefix = f"{pipeline.folder}old/"
    assert "erase: 3 objects would be erased." in command("erase", "--prefix", prefix, "--dry-run").output
    assert "Erased 3 objects." in command("erase", "--prefix", prefix, "--yes").output
    for key in ("old/a.txt", "old/b.txt", "old/c.txt"):
        pipeline.assert_deleted(key)
    assert "No object begins with" in command("erase", "--prefix", prefix, "--yes").output
    assert pipeline.state("older.txt").status == "SUMMARIZED"
    assert "means all objects" in command("erase", "--prefix", "", "--yes", code=1).output
    assert "either URI or --prefix" in command("erase", "--yes", code=2).output


def test_an_interrupted_erasure_states_its_count_and_continues(pipeline: Pipeline, command: Command) -> None:
    for key in ("a.txt", "b.txt", "c.txt"):
        pipeline.upload(key)
    pipeline.stack.pump()
    erase, calls = erasure.erase, iter([None, KeyboardInterrupt()])

    def interrupted(*arguments: Any) -> None:
        if error := next(calls):
            raise error
        erase(*arguments)

    with patch.object(erasure, "erase", interrupted):
        output = command("erase", "--prefix", pipeline.folder, "--yes", code=130).output
    assert "Interrupted. 1 of 3 objects erased. Run the same command again" in output
    assert "Erased 2 objects." in command("erase", "--prefix", pipeline.folder, "--yes").output


@pytest.mark.parametrize(
    ("error", "code", "expected"),
    [(KeyboardInterrupt(), 130, "Interrupted."), (OperationError("No space."), 1, "Stopped by an error.")],
)
def test_a_command_that_stops_states_its_count_and_how_to_continue(
    pipeline: Pipeline, command: Command, error: BaseException, code: int, expected: str
) -> None:
    fail(pipeline, "a.txt")
    fail(pipeline, "b.txt")
    calls = iter([None, error])
    redrive = ("redrive", "--code", "retries_exhausted", "--since", pipeline.state("a.txt").updated_at)

    def send(*arguments: Any) -> int:
        if stop := next(calls):
            raise stop
        return messages.send(*arguments)

    with patch("infra.operations.redrive.PAGE", 1), patch("infra.cli.sending.send", send):
        output = command(*redrive, code=code).output
    assert expected in output
    assert "1 objects were sent until the last complete page." in output
    assert "it continues from nutgraf-redrive.json" in output
    assert "redrive: 2 objects sent" in command(*redrive).output
    pipeline.stack.pump()


def test_a_period_of_redrive_ends_before_until(pipeline: Pipeline, command: Command) -> None:
    fail(pipeline, "a.txt")
    at = pipeline.state("a.txt").updated_at
    uri = pipeline.uri("a.txt")
    assert uri not in command("redrive", "--until", at, "--dry-run").output
    after = (datetime.fromisoformat(at) + timedelta(milliseconds=1)).isoformat()
    assert uri in command("redrive", "--since", at, "--until", after, "--dry-run").output


def test_an_interrupted_command_continues_where_it_stopped(
    pipeline: Pipeline, command: Command, tmp_path: Path
) -> None:
    for key in ("a.txt", "b.txt"):
        pipeline.upload(key)
    pipeline.stack.take("ParseQueue")
    request = {"command": "backfill", "prefix": pipeline.folder, "inventory": None}
    file = tmp_path / "nutgraf-backfill.json"
    point = ResumePoint(file, request | {"stack": "nutgraf-local", "bucket": pipeline.bucket})
    place = {"KeyMarker": f"{pipeline.folder}a.txt", "VersionIdMarker": ""}
    point.save(place=place, started="2026-11-22T09:30:00.000Z", done=1)
    output = command("backfill", "--prefix", pipeline.folder).output
    assert "backfill: 2 objects sent" in output
    assert sent(pipeline) == ["b.txt"]
    assert not file.exists()
    point.save(place=place, started="2026-11-22T09:30:00.000Z", done=1)
    assert "resume point of another request" in command("backfill", "--prefix", "other", code=1).output.replace(
        "\n", " "
    )
    pipeline.stack.pump()


def test_what_is_wrong_is_said_in_a_sentence(command: Command) -> None:
    assert "No such stack" in command("redrive", stack="absent", code=1).output
    assert "is not a code" in command("redrive", "--code", "absent", code=2).output


def test_objects_are_worked_on_at_a_rate() -> None:
    pauses: list[float] = []
    assert list(paced("abc", 10, pauses.append)) == ["a", "b", "c"]
    assert [round(pause, 1) for pause in pauses] == [0.1, 0.2]
    assert list(paced("abc", None, pauses.append)) == ["a", "b", "c"]


def test_a_file_that_is_no_resume_point_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(OperationError, match="is not a resume point"):
        ResumePoint(file, {}).read()
    assert file.read_text(encoding="utf-8") == "mine"
