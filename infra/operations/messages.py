"""The messages that a command sends to the parse queue for the objects that it selects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from infra.operations.resume import paced
from shared.messages.internal_messages import InternalMessage
from shared.messages.parse_queue import ParseQueue

T = TypeVar("T")

# Messages that SQS accepts in one call.
_BATCH = 10


def messages_of(
    items: Sequence[T], message_of: Callable[[T], InternalMessage | None], per_second: float | None
) -> Iterator[InternalMessage]:
    """Return the message of each item that has one, at most `per_second` items a second."""
    return (message for item in paced(items, per_second) if (message := message_of(item)) is not None)


def send(queue: ParseQueue, messages: Iterable[InternalMessage]) -> int:
    """Send the messages in batches, and return how many there were."""
    remaining = iter(messages)
    sent = 0
    while batch := list(islice(remaining, _BATCH)):
        queue.send(batch)
        sent += len(batch)
    return sent
