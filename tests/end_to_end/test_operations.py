"""The operators' commands of docs/operations.md on a running stack, first with --dry-run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.served import FERRY, LIBRARY, Served, serving


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A stack of its own, because the commands find the objects of all tests."""
    with serving() as running:
        yield running


@pytest.fixture
def point(tmp_path: Path) -> tuple[str, str]:
    """The option that keeps resume points out of the project."""
    return "--resume", str(tmp_path / "point.json")


def test_redrive_reads_failed_files_again(served: Served, point: tuple[str, str]) -> None:
    served.client("s3").put_object(Bucket=served.bucket, Key="redriven/empty.txt", Body=b"")
    served.has_ended("redriven/empty.txt", "FAILED")
    assert "redriven/empty.txt" in served.operate("redrive", "--code", "empty", "--dry-run")
    assert served.row("redriven/empty.txt", "state")["generation"] == {"N": "0"}
    assert "redriven/empty.txt" not in served.operate("redrive", "--code", "stalled", "--dry-run")
    assert "1 object sent" in served.operate("redrive", "--code", "empty", *point)
    served.has_ended("redriven/empty.txt", "FAILED", generation=1)


def test_redrive_sends_parked_messages_back_and_leaves_unknown_messages(served: Served) -> None:
    s3, sqs = served.client("s3"), served.client("sqs")
    version = s3.put_object(Bucket=served.bucket, Key="parked/ferry.txt", Body=FERRY)["VersionId"]
    served.has_ended("parked/ferry.txt", "SUMMARIZED")
    message = {"version": 1, "kind": "nutgraf.check", "bucket": served.bucket, "key": "parked/ferry.txt"}
    message |= {"version_id": version, "uploaded_at": "2026-11-22T09:30:00.000Z"}
    described = served.client("cloudformation").describe_stacks()["Stacks"][0]["Outputs"]
    (url,) = (output["OutputValue"] for output in described if output["OutputKey"] == "ParkingQueueUrl")
    for body in (json.dumps(message), "not a message of ours"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    served.operate("redrive", "--parked", "--dry-run")
    served.operate("redrive", "--parked")
    left = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)["Messages"]
    assert [entry["Body"] for entry in left] == ["not a message of ours"]
    sqs.purge_queue(QueueUrl=url)


def test_reprocess_reads_again_what_an_older_version_summarized(served: Served, point: tuple[str, str]) -> None:
    served.client("s3").put_object(Bucket=served.bucket, Key="older/ferry.txt", Body=FERRY)
    served.has_ended("older/ferry.txt", "SUMMARIZED")
    before = served.row("older/ferry.txt", "state")["generation"]["N"]
    assert "older/ferry.txt" in served.operate("reprocess", "--before", "999.0.0", "--dry-run")
    served.operate("reprocess", "--before", "999.0.0", *point)
    served.has_ended("older/ferry.txt", "SUMMARIZED", generation=int(before) + 1)


def test_reconcile_and_backfill_bring_back_what_the_table_has_lost(served: Served, point: tuple[str, str]) -> None:
    s3, dynamodb = served.client("s3"), served.client("dynamodb")
    for key, command in (("lost/ferry.txt", ("reconcile", "--settled-minutes", "0")), ("gone/a.txt", ("backfill",))):
        s3.put_object(Bucket=served.bucket, Key=key, Body=LIBRARY)
        served.has_ended(key, "SUMMARIZED")
        for row in ("state", "summary"):
            named = {"pk": {"S": f"s3://{served.bucket}/{key}"}, "sk": {"S": row}}
            dynamodb.delete_item(TableName=served.table, Key=named)
        prefix = ("--prefix", key.partition("/")[0])
        assert key in served.operate(*command, *prefix, "--dry-run")
        assert "1 object sent" in served.operate(*command, *prefix, *point)
        served.has_ended(key, "SUMMARIZED")
        assert served.row(key, "summary")["source"]["M"]["key"]["S"] == key


def test_erase_leaves_no_version_and_no_row(served: Served) -> None:
    s3, key = served.client("s3"), "erased/ferry.txt"
    for text in (FERRY, LIBRARY):
        s3.put_object(Bucket=served.bucket, Key=key, Body=text)
    served.has_ended(key, "SUMMARIZED")
    uri = f"s3://{served.bucket}/{key}"
    assert "2 versions" in served.operate("erase", uri, "--dry-run")
    served.operate("erase", uri, "--yes")
    assert "Versions" not in s3.list_object_versions(Bucket=served.bucket, Prefix="erased/")
    assert served.row(key, "summary") == {}


def test_the_sweep_runs_by_hand_as_the_runbook_says(served: Served) -> None:
    functions = served.client("lambda")
    (sweep,) = (each for each in functions.list_functions()["Functions"] if "-SweepFunction-" in each["FunctionName"])
    answer = functions.invoke(FunctionName=sweep["FunctionName"])
    assert "FunctionError" not in answer
    assert json.load(answer["Payload"]) == {}
