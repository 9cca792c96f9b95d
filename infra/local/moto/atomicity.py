"""Makes moto's writes to tables and queues atomic between threads, as on AWS, and its transactions and queries fast.

moto checks a condition and writes in two steps. It restores the whole table when a transaction fails, and sorts the
whole table for each query. It loses a message that is sent while another one is deleted. notifications.py makes the
writes of S3 atomic.
"""

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Self
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.sqs.models import Queue

# Lock for writing a table and for reading an item or the stream, so that no reader sees half a write: moto puts a new
# item without its attributes into the table first.
WRITING = threading.RLock()
WRITES = ("put_item", "update_item", "delete_item", "transact_write_items")


@contextmanager
def atomic_writes() -> Iterator[None]:
    """Make concurrent writes to a table, and deletions from a queue, atomic inside this context."""
    with ExitStack() as patches:
        patches.enter_context(patch.object(Table, "query", _query_of_one_partition()))
        patches.enter_context(patch.object(DynamoDBBackend, "transact_write_items", _fast_transactions()))
        for name in (*WRITES, "get_item"):
            locked = one_at_a_time(WRITING, getattr(DynamoDBBackend, name))
            patches.enter_context(patch.object(DynamoDBBackend, name, locked))
        patches.enter_context(patch.object(Queue, "delete_message", _locked_deletion()))
        yield


def one_at_a_time(lock: AbstractContextManager[Any], method: Callable[..., Any]) -> Callable[..., Any]:
    """Return `method`, which runs under `lock`."""

    @wraps(method)
    def locked(*args: Any, **kwargs: Any) -> Any:
        with lock:
            return method(*args, **kwargs)

    return locked


def _locked_deletion() -> Callable[[Queue, str], None]:
    """Return the deletion of a message under the lock under which moto sends messages."""
    delete_message = Queue.delete_message

    @wraps(delete_message)
    def delete_under_lock(queue: Queue, receipt_handle: str) -> None:
        with queue._messages_lock:
            delete_message(queue, receipt_handle)

    return delete_under_lock


def _fast_transactions() -> Callable[[DynamoDBBackend, list[dict[str, Any]]], None]:
    """Return transactions that copy and restore only their own items.

    moto copies the whole table for each item, and restores the first copy after an error.
    """
    transact = DynamoDBBackend.transact_write_items

    @wraps(transact)
    def transact_quickly(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        with WRITING, patch.object(Table, "__deepcopy__", lambda table, _: table, create=True):
            before = [Before.of(backend, entry) for entry in transact_items]
            try:
                transact(backend, transact_items)
            except BaseException:
                for each in before:
                    each.restore()
                raise

    return transact_quickly


def _query_of_one_partition() -> Callable[..., Any]:
    """Return queries that sort only the partition of their key. moto sorts the whole table for each query."""
    query = Table.query
    parameters = signature(query)

    @wraps(query)
    def query_partition(table: Table, *args: Any, **kwargs: Any) -> Any:
        given = parameters.bind(table, *args, **kwargs).arguments
        if not given.get("index_name"):
            items, key = table.items, given["hash_key"]
            table = copy.copy(table)
            partition = {key: copy.copy(items[key])} if key in items else {}
            table.items = partition  # type: ignore[assignment]  # a defaultdict
        return query(table, *args, **kwargs)

    return query_partition


@dataclass(frozen=True, slots=True)
class Before:
    """The state before one part of a transaction: the item, and the end of the stream of its table.

    `end` is the sequence number of the next record. The oldest records may be removed meanwhile.
    """

    table: Table | None
    hash_value: Any = None
    range_value: Any = None
    item: Any = None
    end: int = 0

    @classmethod
    def of(cls, backend: DynamoDBBackend, entry: dict[str, Any]) -> Self:
        """Copy what an entry of a transaction can change. moto rejects a malformed entry, which changes nothing."""
        operation: dict[str, Any] = next(iter(entry.values()), {})
        table = backend.tables.get(operation.get("TableName", ""))
        key = operation.get("Key") or operation.get("Item") or {}
        if table is None or not {table.hash_key_attr, table.range_key_attr} - {None} <= key.keys():
            return cls(None)
        hash_value = DynamoType(key[table.hash_key_attr])
        range_value = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
        found: Any = table.items.get(hash_value)
        item = found if range_value is None or found is None else found.get(range_value)
        shard = table.stream_shard
        end = shard.starting_sequence_number + len(shard.items) if shard else 0
        return cls(table, hash_value, range_value, copy.deepcopy(item), end)

    def restore(self) -> None:
        """Restore the item and the stream."""
        if self.table is None:
            return
        items: Any = self.table.items
        place, name = (
            (items, self.hash_value) if self.range_value is None else (items[self.hash_value], self.range_value)
        )
        if self.item is not None:
            place[name] = self.item
        else:
            place.pop(name, None)
            if not items.get(self.hash_value, True):
                del items[self.hash_value]
        if (shard := self.table.stream_shard) is not None:
            del shard.items[max(0, self.end - shard.starting_sequence_number) :]
