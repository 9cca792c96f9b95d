"""What every command does with the objects it has chosen: sends a message for each, at a rate."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from infra.operations.resume import paced
from infra.operations.stack import OperatedStack
from shared.messages.own_messages import OwnMessage
from shared.messages.parse_queue import MOST_AT_ONCE

T = TypeVar("T")


def send(
    stack: OperatedStack,
    items: Sequence[T],
    message_of: Callable[[T], OwnMessage | None],
    *,
    per_second: float | None,
    dry_run: bool,
    tell: Callable[[str], None],
) -> int:
    """Send the message of each item that has one; `tell` is told its URI. Returns how many there were."""
    batch: list[OwnMessage] = []
    sent = 0
    for item in paced(items, per_second):
        if (message := message_of(item)) is None:
            continue
        tell(message.uri)
        sent += 1
        batch.append(message)
        if len(batch) == MOST_AT_ONCE and not dry_run:
            stack.parse_queue.send(batch)
            batch = []
    if not dry_run:
        stack.parse_queue.send(batch)
    return sent
