"""Makes moto's writes to tables and queues atomic between threads, as AWS's are, and its transactions quick.

moto checks a condition and writes in two steps, undoes a failed transaction by putting back the whole table as it was
before, and drops a message that is sent at the moment another one is deleted. notifications.py does S3's writes.
"""

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
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

    transact = DynamoDBBackend.transact_write_items

    @wraps(transact)
    def transact_quickly(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        snapshots: dict[int, Table] = {}  # moto copies the table anew for each item, all before the first write

        def copied(table: Table, _: dict[int, Any]) -> Table:
            if id(table) not in snapshots:
                snapshots[id(table)] = _snapshot(table, transact_items)
            return snapshots[id(table)]

        with turn, patch.object(Table, "__deepcopy__", copied, create=True):
            transact(backend, transact_items)

    with ExitStack() as patches:
        patches.enter_context(patch.object(DynamoDBBackend, "transact_write_items", transact_quickly))
        for name in WRITES:
            patches.enter_context(patch.object(DynamoDBBackend, name, in_turn(getattr(DynamoDBBackend, name))))
        patches.enter_context(patch.object(Queue, "delete_message", delete_under_lock))
        yield


def _snapshot(table: Table, transact_items: list[dict[str, Any]]) -> Table:
    """The table as it is, to be put back: what the transaction may change is copied, the rest is shared."""
    saved = copy.copy(table)
    saved.items = copy.copy(table.items)
    for entry in transact_items:
        for operation in entry.values():
            if operation.get("TableName") == table.name:
                key = operation.get("Key") or operation["Item"]
                hash_value = DynamoType(key[table.hash_key_attr])
                if hash_value not in table.items:
                    continue
                if table.range_key_attr is None:
                    saved.items[hash_value] = copy.deepcopy(table.items[hash_value])
                    continue
                if saved.items[hash_value] is table.items[hash_value]:
                    saved.items[hash_value] = copy.copy(table.items[hash_value])
                range_value = DynamoType(key[table.range_key_attr])
                if range_value in table.items[hash_value]:
                    saved.items[hash_value][range_value] = copy.deepcopy(table.items[hash_value][range_value])
    if table.stream_shard is not None:
        saved.stream_shard = copy.copy(table.stream_shard)
        saved.stream_shard.items = list(table.stream_shard.items)
        saved.stream_shard.table = saved
    return saved
