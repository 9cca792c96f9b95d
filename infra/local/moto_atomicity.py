"""Makes moto's writes to tables and queues atomic between threads, as AWS's are.

moto checks a condition and writes in two steps, undoes a failed transaction by putting back the whole table as it was
before, and drops a message that is sent at the moment another one is deleted. notifications.py does S3's writes.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.sqs.models import Queue

WRITES = ("put_item", "update_item", "delete_item", "transact_write_items")


@contextmanager
def atomic_writes() -> Iterator[None]:
    """Inside, what concurrent requests write to a table or delete from a queue can't undo one another."""
    turn = threading.RLock()

    def in_turn(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def taking_turns(*args: Any, **kwargs: Any) -> Any:
            with turn:
                return method(*args, **kwargs)

        return taking_turns

    delete_message = Queue.delete_message

    @wraps(delete_message)
    def delete_under_lock(queue: Queue, receipt_handle: str) -> None:
        with queue._messages_lock:
            delete_message(queue, receipt_handle)

    with ExitStack() as patches:
        for name in WRITES:
            patches.enter_context(patch.object(DynamoDBBackend, name, in_turn(getattr(DynamoDBBackend, name))))
        patches.enter_context(patch.object(Queue, "delete_message", delete_under_lock))
        yield
