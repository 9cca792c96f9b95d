"""Lambda's event source mapping for SQS: reads a queue in batches, invokes the function, deletes what succeeded.

Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS" and "Handling errors for an SQS event source".
The queue itself moves messages to its dead-letter queue, when they are received.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.local.clients import REGION
from infra.local.lambda_service.runtime_api import Outcome, Succeeded

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Invoke = Callable[[bytes], Outcome]
Record = dict[str, Any]

# Maximum number of messages that one ReceiveMessage request returns.
_MAX_RECEIVED = 10


@dataclass(frozen=True, slots=True)
class MappingConfiguration:
    """The configuration of a mapping in the template. `batching_window` is in seconds.

    A `maximum_concurrency` of None means no limit.
    """

    logical_id: str
    queue_arn: str
    function_name: str
    batch_size: int = 10
    batching_window: float = 0
    reports_item_failures: bool = False
    maximum_concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The result of a batch: ids of the messages that return to the queue, and the error if the whole batch failed."""

    message_ids: tuple[str, ...]
    failed_ids: frozenset[str]
    error: str | None = None


def event_of(messages: Sequence["MessageTypeDef"], queue_arn: str) -> dict[str, list[Record]]:
    """Return the event for messages, in the documented format."""
    return {"Records": [_record(message, queue_arn) for message in messages]}


def failed_items(payload: bytes, message_ids: Sequence[str]) -> frozenset[str]:
    """Return the ids of the messages that a partial batch response returns to the queue.

    As documented: an empty or null list, or an empty response, means that all messages succeeded. Invalid JSON, JSON
    that is not a response, and a null or unknown id mean that all messages failed.
    """
    everything = frozenset(message_ids)
    try:
        response = json.loads(payload or b"null")
    except ValueError:
        return everything
    if response is None or response == {}:
        return frozenset()
    if not isinstance(response, dict) or "batchItemFailures" not in response:
        return everything
    failures = response["batchItemFailures"]
    if failures is None:
        return frozenset()
    if not isinstance(failures, list):
        return everything
    named = [entry.get("itemIdentifier") if isinstance(entry, dict) else None for entry in failures]
    # `in` on the sequence accepts a name of any type, also one that is not hashable
    return frozenset(map(str, named)) if all(name in message_ids for name in named) else everything


def size_of(body: str) -> int:
    """Return the bytes of the objects that an event of S3 is about; 0 for any other message."""
    try:
        records = json.loads(body)["Records"]
        return sum(int(record["s3"]["object"].get("size", 0)) for record in records)
    except (ValueError, TypeError, KeyError, AttributeError):
        return 0


class EventSourceMapping:
    """One mapping. `retry_after`: seconds until a failed message is visible again; None for the queue's own timeout."""

    def __init__(
        self, configuration: MappingConfiguration, sqs: "SQSClient", invoke: Invoke, *, retry_after: int | None = None
    ) -> None:
        self.configuration = configuration
        self._sqs = sqs
        self._invoke = invoke
        self._retry_after = retry_after
        self.queue_url: str = sqs.get_queue_url(QueueName=configuration.queue_arn.rpartition(":")[2])["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["VisibilityTimeout"])
        self.visibility_timeout = int(attributes["Attributes"]["VisibilityTimeout"])

    def receive(self, wait_seconds: int = 0) -> list["MessageTypeDef"]:
        """Return the next batch: waits up to `wait_seconds` for a message, then up to the batching window for more."""
        size, window = self.configuration.batch_size, self.configuration.batching_window
        batch = self._receive(size, wait_seconds)
        end = time.monotonic() + window
        while batch and len(batch) < size:
            more = self._receive(size - len(batch), 0)
            batch += more
            if not more:
                if time.monotonic() >= end:
                    break
                time.sleep(min(0.05, max(0.0, end - time.monotonic())))
        return batch

    def process(self, batch: Sequence["MessageTypeDef"]) -> BatchResult:
        """Invoke the function with a batch, delete the messages that succeeded, and leave the others in the queue."""
        ids = tuple(message["MessageId"] for message in batch)
        event = event_of(batch, self.configuration.queue_arn)
        outcome = self._invoke(json.dumps(event).encode())
        error = None
        if not isinstance(outcome, Succeeded):
            failed, error = frozenset(ids), f"{outcome.kind}: {outcome.message}"
        elif self.configuration.reports_item_failures:
            failed = failed_items(outcome.payload, ids)
        else:
            failed = frozenset()
        receipts = {message["MessageId"]: message["ReceiptHandle"] for message in batch}
        for message_id in ids:
            if message_id not in failed:
                self._sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=receipts[message_id])
            elif self._retry_after is not None:
                self._sqs.change_message_visibility(
                    QueueUrl=self.queue_url,
                    ReceiptHandle=receipts[message_id],
                    VisibilityTimeout=self._retry_after,
                )
        return BatchResult(ids, failed, error)

    def keep_invisible(self, messages: Sequence["MessageTypeDef"]) -> None:
        """Begin the visibility timeout of messages that wait in this process again."""
        for message in messages:
            self._sqs.change_message_visibility(
                QueueUrl=self.queue_url,
                ReceiptHandle=message["ReceiptHandle"],
                VisibilityTimeout=self.visibility_timeout,
            )

    def _receive(self, number: int, wait_seconds: int) -> list["MessageTypeDef"]:
        response = self._sqs.receive_message(
            QueueUrl=self.queue_url,
            MaxNumberOfMessages=min(number, _MAX_RECEIVED),
            WaitTimeSeconds=wait_seconds,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return response.get("Messages", [])


def _record(message: "MessageTypeDef", queue_arn: str) -> Record:
    attributes = {
        name: {
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": value["DataType"],
            **({"stringValue": value["StringValue"]} if "StringValue" in value else {}),
        }
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": attributes,
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }
