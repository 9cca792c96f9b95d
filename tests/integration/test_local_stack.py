"""The local stack with its server: functions run in their own processes and receive messages from their queues."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.backends import get_backend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.s3.models import FakeKey

from infra.local.clients import ACCOUNT, REGION
from infra.local.ports import PortTakenError
from infra.local.stack import LocalStack, LocalStackError
from tests.integration.local_template import TEMPLATE


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LocalStack]:
    """The small stack on a free port."""
    with LocalStack({"Word": "given"}, template=TEMPLATE, retry_after=0, log_folder=tmp_path) as stack:
        yield stack


def row(stack: LocalStack, key: str) -> dict[str, Any]:
    """Return a row that the function has written, with plain values."""
    item: dict[str, Any] = stack.clients.dynamodb.get_item(TableName=stack.name("Rows"), Key={"pk": {"S": key}}).get(
        "Item", {}
    )
    return {name: next(iter(value.values())) for name, value in item.items()}


def send(stack: LocalStack, *bodies: str) -> None:
    """Send messages to the function's queue."""
    for body in bodies:
        stack.clients.sqs.send_message(QueueUrl=stack.name("Work"), MessageBody=body)


def bodies(stack: LocalStack, queue: str) -> list[str]:
    """Return the bodies of up to ten waiting messages of a queue."""
    found = stack.clients.sqs.receive_message(QueueUrl=stack.name(queue), MaxNumberOfMessages=10)
    return [message["Body"] for message in found.get("Messages", [])]


def test_a_message_reaches_the_function_in_its_own_environment(running: LocalStack) -> None:
    send(running, "row here")
    running.wait_until_idle()
    written = row(running, "here")
    record = json.loads(written["record"])
    assert written["word"] == "given"
    assert written["function"] == next(iter(running.deployment.functions()))
    assert 0 < int(written["remaining"]) <= 2000
    assert record["body"] == "row here" and record["eventSource"] == "aws:sqs"
    names = set(json.loads(written["environment"]))
    assert names >= {"AWS_ENDPOINT_URL", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "TABLE", "_HANDLER"}
    assert not names & {"PYTEST_CURRENT_TEST", "PWD", "VIRTUAL_ENV"}


def test_a_function_can_be_invoked_without_a_message(running: LocalStack) -> None:
    functions = boto3.client(
        "lambda",
        endpoint_url=running.endpoint_url,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    (name,) = (each["FunctionName"] for each in functions.list_functions()["Functions"])
    body = {"messageId": "1", "body": "fail"}
    answer = functions.invoke(FunctionName=name, Payload=json.dumps({"Records": [body]}))
    assert json.load(answer["Payload"]) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    answer = functions.invoke(FunctionName=name)
    assert answer["FunctionError"] == "Unhandled" and "Records" in json.load(answer["Payload"])["errorMessage"]


def test_a_warm_function_answers_within_a_fraction_of_a_second(running: LocalStack) -> None:
    send(running, "row first")
    running.wait_until_idle()
    time.sleep(0.3)
    began = time.monotonic()
    send(running, "row second")
    while not row(running, "second"):
        assert time.monotonic() - began < 1, "a message waited for more than a second"
        time.sleep(0.01)
    assert row(running, "first")["pid"] == row(running, "second")["pid"]


def test_an_upload_reaches_the_function(running: LocalStack) -> None:
    running.clients.s3.put_object(Bucket=running.name("Inbox"), Key="in/a b.txt", Body=b"")
    running.wait_until_idle()
    log = (running.log_folder / "Worker.log").read_text(encoding="utf-8")
    assert '"Event": "s3:TestEvent"' in log and '{"Records": [{"eventVersion"' in log


def test_moto_keeps_no_copy_of_an_object_and_no_list_of_them(running: LocalStack) -> None:
    tracked: list[FakeKey] = FakeKey.instances_tracked  # type: ignore[attr-defined]
    before, s3, content = len(tracked), running.clients.s3, b"x" * 2_000_000
    objects = running._folder.objects
    s3.put_object(Bucket=running.name("Inbox"), Key="a", Body=content)
    assert [file.read_bytes() for file in objects.iterdir()] == [content]
    version = s3.list_object_versions(Bucket=running.name("Inbox"))["Versions"][0]["VersionId"]
    s3.delete_object(Bucket=running.name("Inbox"), Key="a", VersionId=version)
    assert list(objects.iterdir()) == []
    assert len(tracked) == before


def test_moto_has_small_rows(running: LocalStack) -> None:
    send(running, "row a")
    running.wait_until_idle()
    table = get_backend("dynamodb")[ACCOUNT][REGION].get_table(running.name("Rows"))
    row: Any = table.items[DynamoType({"S": "a"})]
    assert row.attrs["word"] is DynamoType({"S": "given"})


def test_a_message_that_crashes_the_function_ends_among_the_dead_letters(running: LocalStack) -> None:
    running.wait_until_idle()  # S3's test message must not be in the same batch
    send(running, "exit 1")
    running.wait_until_idle()
    assert bodies(running, "Dead") == ["exit 1"]
    assert [result.error for _, result in running.failed_batches] == [
        "Runtime.ExitError: Runtime exited: exit status 1"
    ] * 3


def test_a_mapping_that_fails_for_every_batch_is_reported(tmp_path: Path) -> None:
    with LocalStack({"Word": "fails to start"}, template=TEMPLATE, retry_after=0, log_folder=tmp_path) as stack:
        send(stack, *(f"pass {number}" for number in range(20)))
        with pytest.raises(
            LocalStackError, match=r"WorkerWork failed for 20 batches.*RuntimeError: nothing works without"
        ):
            stack.wait_until_idle()


def test_a_stack_that_is_not_idle_in_time_names_the_busy_queue(tmp_path: Path) -> None:
    with LocalStack(template=TEMPLATE, log_folder=tmp_path) as stack:
        send(stack, "fail always")
        with pytest.raises(
            LocalStackError,
            match=r"Not idle after 1\.5 s: nutgraf-local-Work-\w+ has \d waiting messages and \d in flight",
        ):
            stack.wait_until_idle(1.5)


def test_more_environments_than_one_work_side_by_side(tmp_path: Path) -> None:
    with LocalStack({"Batch": "1"}, template=TEMPLATE, concurrency=9, log_folder=tmp_path) as stack:
        send(stack, "row warm")
        stack.wait_until_idle()
        send(stack, *["sleep 0.5"] * 4)
        send(stack, *(f"row {number}" for number in range(8)))
        stack.wait_until_idle()
        pids = {row(stack, str(number))["pid"] for number in range(8)}
    assert 1 <= len(pids) <= 2, "the mapping's MaximumConcurrency is 2"


def test_a_taken_port_is_reported_and_nothing_stays_behind(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"Port {port} is not available .*--port"):
            LocalStack(template=TEMPLATE, port=port, log_folder=tmp_path).start()


def test_a_stack_begins_empty(tmp_path: Path) -> None:
    for _ in range(2):
        with LocalStack(template=TEMPLATE, log_folder=tmp_path) as stack:
            listed = stack.clients.s3.list_object_versions(Bucket=stack.name("Inbox"))
            assert "Versions" not in listed
            stack.clients.s3.put_object(Bucket=stack.name("Inbox"), Key="a", Body=b"")
