"""The delay of failed messages: how long it is, when it is set, and what happens if that fails."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws
from moto.backends import get_backend
from samtranslator.yaml_helper import yaml_parse

from infra.local.clients import ACCOUNT, REGION
from infra.local.template import TEMPLATE
from shared.clients import client
from shared.messages.batch import Response, handle_batch
from shared.messages.overlap import Footprint, Overlap
from shared.messages.parking import ParkingQueue
from shared.messages.retry_delay import SECONDS_NEEDED, RetryDelay, seconds_before_retry

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

HOUR = 3600
RESOURCES = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Resources"]
QUEUES = {name: RESOURCES[name]["Properties"] for name in ("ParseQueue", "SummarizeQueue")}


class Context(LambdaContext):
    """A context with a fixed remaining time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    # Powertools declares it static; on Lambda it is a method.
    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]
        return int(self._seconds * 1000)


class Queue:
    """A queue on moto whose messages were received."""

    def __init__(self, sqs: "SQSClient") -> None:
        self.sqs = sqs
        self.url = sqs.create_queue(QueueName="messages", Attributes={"VisibilityTimeout": "1980"})["QueueUrl"]
        self.delay = RetryDelay(self.url, sqs)
        self.parking = ParkingQueue(sqs.create_queue(QueueName="parking")["QueueUrl"], sqs)
        self.calls: list[dict[str, int]] = []
        self._bodies: dict[str, str] = {}
        sqs.meta.events.register("provide-client-params.sqs.ChangeMessageVisibilityBatch", self._note)

    def event(self, *bodies: str) -> dict[str, Any]:
        """Send messages and receive them as Lambda does."""
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)
        received = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        )["Messages"]
        self._bodies = {message["ReceiptHandle"]: message["Body"] for message in received}
        return {
            "Records": [
                {
                    "messageId": message["MessageId"],
                    "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"],
                    "attributes": message["Attributes"],
                }
                for message in received
            ]
        }

    def handle(self, event: dict[str, Any], handle: Any, *, seconds: float = 300, overlap: Any = None) -> Response:
        return handle_batch(
            event, Context(seconds), handle, self.parking, seconds_needed=1, overlap=overlap, delay=self.delay
        )

    def hidden(self) -> set[int]:
        """Return the seconds for which messages stay invisible, rounded."""
        queue = get_backend("sqs")[ACCOUNT][REGION].get_queue("messages")
        now = int(queue._messages[0].sent_timestamp or 0)
        return {round((message.visible_at - now) / 1000) for message in queue._messages}

    def _note(self, params: dict[str, Any], **_: Any) -> None:
        entries = params["Entries"]
        self.calls.append({self._bodies[entry["ReceiptHandle"]]: entry["VisibilityTimeout"] for entry in entries})


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    for name, value in (("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    with mock_aws():
        yield Queue(client("sqs"))


def lose(body: str) -> None:
    raise ConnectionError(body)


def test_delays_are_a_minute_five_thirty_and_ninety_and_short_when_no_attempt_is_left() -> None:
    assert [seconds_before_retry(count) / 60 for count in range(1, 6)] == [1, 5, 30, 90, 1]


@pytest.mark.parametrize("name", sorted(QUEUES))
def test_the_attempts_of_a_queue_span_an_outage_of_two_hours_and_end_before_the_sweep(name: str) -> None:
    attempts = int(QUEUES[name]["RedrivePolicy"]["maxReceiveCount"])
    stalled = 60 * int(yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]["StalledMinutes"]["Default"])
    last = sum(seconds_before_retry(count) for count in range(1, attempts))
    assert 2 * HOUR < last < last + seconds_before_retry(attempts) < stalled


@given(st.integers(min_value=0, max_value=1000))
def test_every_delay_is_one_that_sqs_accepts(count: int) -> None:
    assert 0 < seconds_before_retry(count) <= 12 * HOUR


def test_only_failed_messages_get_a_delay_in_one_call(queue: Queue) -> None:
    def handle(body: str) -> None:
        if body.startswith("bad"):
            lose(body)

    response = queue.handle(queue.event("good", "bad 1", "bad 2"), handle)
    assert len(response["batchItemFailures"]) == 2
    assert queue.calls == [{"bad 1": 60, "bad 2": 60}]
    assert queue.hidden() == {60, 1980}


def test_without_failures_there_is_no_call(queue: Queue) -> None:
    assert queue.handle(queue.event("good"), lambda _: None) == {"batchItemFailures": []}
    assert queue.calls == []


def test_the_delay_is_set_when_no_message_of_the_batch_is_in_progress_any_more(queue: Queue) -> None:
    """Otherwise a failed message could be received again while another one about its object is in progress."""
    failed, finished = threading.Event(), []

    def handle(body: str) -> None:
        if body == "bad":
            failed.set()
            lose(body)
        assert failed.wait(5)
        finished.append((body, list(queue.calls)))

    overlap = Overlap(lambda body: Footprint(frozenset({body}), 1), most_bytes=10)
    queue.handle(queue.event("bad", "slow"), handle, overlap=overlap)
    assert finished == [("slow", [])]
    assert queue.calls == [{"bad": 60}]


def test_near_the_deadline_messages_keep_the_timeout_of_the_queue(
    queue: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    response = queue.handle(queue.event("bad"), lose, seconds=SECONDS_NEEDED - 1)
    assert len(response["batchItemFailures"]) == 1
    assert queue.calls == []
    assert "the deadline is near" in caplog.text


def test_a_call_of_sqs_with_all_its_retries_ends_before_the_deadline(queue: Queue) -> None:
    configuration: Any = queue.sqs.meta.config
    attempts = configuration.retries["total_max_attempts"]
    longest_pauses = sum(2**number for number in range(attempts - 1))  # botocore's standard mode, at most
    seconds = attempts * (configuration.connect_timeout + configuration.read_timeout) + longest_pauses
    assert seconds < SECONDS_NEEDED


def test_messages_that_sqs_rejects_are_logged_and_still_returned(
    queue: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    event = queue.event("bad")
    queue._bodies["unknown"] = "bad"
    event["Records"][0]["receiptHandle"] = "unknown"
    assert len(queue.handle(event, lose)["batchItemFailures"]) == 1
    assert "some failed messages wait for the visibility timeout" in caplog.text
    assert queue.hidden() == {1980}


def test_an_error_of_the_call_is_logged_and_harmless(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    event = queue.event("good", "bad")
    queue.sqs.delete_queue(QueueUrl=queue.url)
    response = queue.handle(event, lambda body: lose(body) if body == "bad" else None)
    assert len(response["batchItemFailures"]) == 1
    assert "failed messages wait for the visibility timeout" in caplog.text
