"""Batches of messages: each message is handled independently."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from moto import mock_aws

from shared.errors import Code, PermanentError
from shared.messages.batch import handle_batch
from shared.messages.parking import ParkingQueue


class Context(LambdaContext):
    """A context whose remaining time decreases by a second at each call."""

    def __init__(self, seconds: int) -> None:
        self._left = seconds

    # Powertools declares it static; on Lambda it is a method.
    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]
        self._left -= 1
        return (self._left + 1) * 1000


class Queue:
    """A parking queue on moto."""

    def __init__(self) -> None:
        self._sqs = boto3.client("sqs", "us-east-1")
        self._url = self._sqs.create_queue(QueueName="parking")["QueueUrl"]
        self.parking = ParkingQueue(self._url, self._sqs)

    def messages(self) -> list[tuple[str, str]]:
        received = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        return [(m["Body"], m["MessageAttributes"]["code"]["StringValue"]) for m in received.get("Messages", [])]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield Queue()


def event(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": body, "body": body, "eventSource": "aws:sqs"} for body in bodies]}


def failed(response: dict[str, Any]) -> list[str]:
    return [failure["itemIdentifier"] for failure in response["batchItemFailures"]]


def test_only_the_message_that_failed_goes_back(queue: Queue) -> None:
    def handle(body: str) -> None:
        if body == "bad":
            raise ConnectionError("lost")

    response = handle_batch(event("a", "bad", "b"), Context(100), handle, queue.parking, seconds_needed=1)
    assert failed(response) == ["bad"]
    assert queue.messages() == []


def test_a_batch_that_failed_altogether_goes_back_message_by_message(queue: Queue) -> None:
    def handle(body: str) -> None:
        raise ConnectionError(body)

    response = handle_batch(event("a", "b"), Context(100), handle, queue.parking, seconds_needed=1)
    assert failed(response) == ["a", "b"]


def test_what_no_retry_can_mend_is_parked_with_its_reason_and_acknowledged(queue: Queue) -> None:
    def handle(body: str) -> None:
        if body == "bad":
            raise PermanentError(Code.MALFORMED_EVENT, "It is none of ours.")

    response = handle_batch(event("a", "bad"), Context(100), handle, queue.parking, seconds_needed=1)
    assert failed(response) == []
    assert queue.messages() == [("bad", "malformed_event")]


def test_messages_for_which_no_time_is_left_go_back_untouched(queue: Queue) -> None:
    handled: list[str] = []
    response = handle_batch(event("a", "b", "c", "d"), Context(11), handled.append, queue.parking, seconds_needed=10)
    assert handled == ["a", "b"]
    assert failed(response) == ["c", "d"]
