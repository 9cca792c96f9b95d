"""Redrive: read failed objects again, and return parked messages to their queue."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from infra.operations.operated_stack import OperatedStack
from infra.operations.resume import Page
from shared.errors import MalformedEventError
from shared.messages.internal_messages import Reprocess, read_parse_message
from shared.revision import Status
from shared.table.reader import StatusEntry

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# Rows of a page.
PAGE = 100

# Seconds for which a received message is hidden from other readers of the parking queue.
_HIDDEN_SECONDS = 300


def failed_pages(
    stack: OperatedStack, code: str | None, since: str | None, until: str, place: Any
) -> Iterator[Page[StatusEntry]]:
    """Return pages of the FAILED rows with a code (None: any), oldest first.

    They failed at `since` or later, and before `until`. An object that fails again has a time after `until`, so it does
    not appear twice.
    """
    passed = set(place["uris"]) if place else set()
    since = place["updated_at"] if place else since
    found: list[StatusEntry] = []
    seen = 0
    for entry in stack.table.by_status(Status.FAILED, since=since, until=until, oldest_first=True):
        if entry.updated_at >= until:
            break
        if entry.uri in passed:
            continue
        seen += 1
        if code is None or entry.code == code:
            found.append(entry)
        passed = {entry.uri} | (passed if entry.updated_at == since else set())
        since = entry.updated_at
        if len(found) == PAGE or seen == PAGE * 10:
            yield Page(found, {"updated_at": since, "uris": sorted(passed)}, seen)
            found, seen = [], 0
    yield Page(found, None, seen)


def read_again(stack: OperatedStack, uri: str, *statuses: Status) -> Reprocess | None:
    """Return the message by which an object is read again, or None if its status is no longer one of `statuses`."""
    state = stack.table.state(uri)
    if state is None or state.status not in statuses:
        return None
    return Reprocess.of(state)


class ParkedMessage(NamedTuple):
    """A message of the parking queue. `destination` is the queue that it came from, None if no function accepts it."""

    body: str
    code: str | None
    reason: str | None
    receipt_handle: str
    destination: str | None


def parked_messages(stack: OperatedStack) -> Iterator[ParkedMessage]:
    """Return every message of the parking queue once. It stays in the queue, hidden for minutes."""
    ids: set[str] = set()
    while True:
        response = stack.sqs.receive_message(
            QueueUrl=stack.outputs["ParkingQueueUrl"],
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
            VisibilityTimeout=_HIDDEN_SECONDS,
            WaitTimeSeconds=1,  # a long poll queries all servers of SQS
        )
        messages = [message for message in response.get("Messages", []) if message["MessageId"] not in ids]
        if not messages:
            return
        ids |= {message["MessageId"] for message in messages}
        for message in messages:
            yield _parked(stack, message)


def send_back(stack: OperatedStack, message: ParkedMessage) -> None:
    """Send the message to its destination, then delete it. A crash in between leaves two copies, which is harmless."""
    assert message.destination is not None
    stack.sqs.send_message(QueueUrl=message.destination, MessageBody=message.body)
    stack.sqs.delete_message(QueueUrl=stack.outputs["ParkingQueueUrl"], ReceiptHandle=message.receipt_handle)


def show_again(stack: OperatedStack, message: ParkedMessage) -> None:
    """Make a message visible to other readers of the parking queue."""
    stack.sqs.change_message_visibility(
        QueueUrl=stack.outputs["ParkingQueueUrl"], ReceiptHandle=message.receipt_handle, VisibilityTimeout=0
    )


def _parked(stack: OperatedStack, message: "MessageTypeDef") -> ParkedMessage:
    attributes = message.get("MessageAttributes", {})
    code, reason = (attributes[name]["StringValue"] if name in attributes else None for name in ("code", "reason"))
    return ParkedMessage(message["Body"], code, reason, message["ReceiptHandle"], _destination(stack, message["Body"]))


def _destination(stack: OperatedStack, body: str) -> str | None:
    """Return the queue whose function accepts a message with these buckets, or None."""
    try:
        buckets = {event.bucket for event in read_parse_message(body)}
    except MalformedEventError:
        return None
    if buckets == {stack.bucket}:
        return stack.outputs["ParseQueueUrl"]
    return stack.outputs["SummarizeQueueUrl"] if buckets == {stack.documents.bucket} else None
