"""Makes moto's writes to tables and queues atomic between threads, as AWS's are; transactions and queries quick.

moto checks a condition and writes in two steps, undoes a failed transaction by putting back the whole table as it was
before, sorts the whole table for each query, and drops a message that is sent at the moment another one is deleted.
notifications.py does S3's writes.
"""

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Self
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.sqs.models import Queue

# Held while a table is written, and by who reads a table's stream, so that nobody sees half a transaction.
WRITING = threading.RLock()
WRITES = ("put_item", "update_item", "delete_item", "transact_write_items")


@contextmanager
def atomic_writes() -> Iterator[None]:
    """Inside, what concurrent requests write to a table or delete from a queue can't undo one another."""

    def in_turn(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def taking_turns(*args: Any, **kwargs: Any) -> Any:
            with WRITING:
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
        # moto copies the table anew for each item, and puts the first copy back after an error
        with WRITING, patch.object(Table, "__deepcopy__", lambda table, _: table, create=True):
            written = [Written.by(backend, entry) for entry in transact_items]
            try:
                transact(backend, transact_items)
            except BaseException:
                for each in written:
                    each.undo()
                raise

    query = Table.query
    parameters = signature(query)

    @wraps(query)
    def query_partition(table: Table, *args: Any, **kwargs: Any) -> Any:
        """moto sorts the whole table for each query, also where one partition is asked for."""
        asked = parameters.bind(table, *args, **kwargs).arguments
        if not asked.get("index_name"):
            items, key = table.items, asked["hash_key"]
            table = copy.copy(table)
            table.items = {key: copy.copy(items[key])} if key in items else {}  # type: ignore[assignment]  # a defaultdict
        return query(table, *args, **kwargs)

    with ExitStack() as patches:
        patches.enter_context(patch.object(Table, "query", query_partition))
        patches.enter_context(patch.object(DynamoDBBackend, "transact_write_items", transact_quickly))
        for name in WRITES:
            patches.enter_context(patch.object(DynamoDBBackend, name, in_turn(getattr(DynamoDBBackend, name))))
        patches.enter_context(patch.object(Queue, "delete_message", delete_under_lock))
        yield


@dataclass(frozen=True, slots=True)
class Written:
    """What one part of a transaction may change, as it was before: an item, and how much its table's stream held."""

    table: Table | None
    hash_value: Any = None
    range_value: Any = None
    item: Any = None
    records: int = 0

    @classmethod
    def by(cls, backend: DynamoDBBackend, entry: dict[str, Any]) -> Self:
        """What an entry of a transaction may change; nothing when it is not well-formed, which moto will say."""
        operation: dict[str, Any] = next(iter(entry.values()), {})
        table = backend.tables.get(operation.get("TableName", ""))
        key = operation.get("Key") or operation.get("Item") or {}
        if table is None or not {table.hash_key_attr, table.range_key_attr} - {None} <= key.keys():
            return cls(None)
        hash_value = DynamoType(key[table.hash_key_attr])
        range_value = DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
        found: Any = table.items.get(hash_value)
        item = found if range_value is None or found is None else found.get(range_value)
        records = len(table.stream_shard.items) if table.stream_shard else 0
        return cls(table, hash_value, range_value, copy.deepcopy(item), records)

    def undo(self) -> None:
        """Make it as it was."""
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
        if self.table.stream_shard is not None:
            del self.table.stream_shard.items[self.records :]
