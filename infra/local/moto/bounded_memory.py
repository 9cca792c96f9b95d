"""Bounds what moto keeps in memory beside its data, so that the memory of deleted data is freed.

moto 5.2.5 keeps a list of all instances of its models for its dashboard, every record of a stream, every receipt handle
of deleted messages, and every iterator of a stream. object_files.py keeps the contents of S3 objects on disk.
"""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from moto.core.common_models import BaseModel
from moto.dynamodb.exceptions import DynamodbException
from moto.dynamodb.models.table import StreamRecord, StreamShard
from moto.dynamodbstreams.models import DynamoDBStreamsBackend
from moto.sqs.models import Queue

from infra.local.moto.table_stream import positions_of

# Maximum size of the newest records of a stream that are kept after all readers of this process have read them, in
# bytes. Clients in other processes read them with the API of streams.
MOST_STREAM_BYTES = 1_000_000

# Maximum number of receipt handles of deleted messages in a queue. With them, a second deletion succeeds, as on AWS.
MOST_DELETED = 10_000

# Maximum number of iterators of streams. On AWS, an iterator expires after 15 minutes.
MOST_ITERATORS = 1_000

# Number of new records after which a stream is trimmed.
_TRIM_EVERY = 50


class TrimmedDataAccessException(DynamodbException):
    """DynamoDB's error for a position in a stream whose record is no longer kept."""

    def __init__(self) -> None:
        super().__init__(
            "TrimmedDataAccessException", "The operation attempted to read past the oldest stream record in a shard."
        )


class NewestHandles:
    """The newest receipt handles, with the methods of a set that moto's `Queue` calls."""

    def __init__(self) -> None:
        self._handles: dict[str, None] = {}

    def __contains__(self, handle: str) -> bool:
        return handle in self._handles

    def __len__(self) -> int:
        return len(self._handles)

    def update(self, handles: Iterable[str]) -> None:
        """Add handles, and remove the oldest ones above the maximum number."""
        self._handles.update(dict.fromkeys(handles))
        while len(self._handles) > MOST_DELETED:
            del self._handles[next(iter(self._handles))]

    def clear(self) -> None:
        """Remove all handles."""
        self._handles.clear()


@contextmanager
def bounded_memory() -> Iterator[None]:
    """Free what moto does not need inside this context."""
    with ExitStack() as patches:
        patches.enter_context(patch.object(BaseModel, "__new__", _untracked))
        patches.enter_context(patch.object(StreamRecord, "__init__", _packed_record()))
        patches.enter_context(patch.object(StreamRecord, "to_json", lambda record: pickle.loads(record.packed)))
        patches.enter_context(patch.object(StreamShard, "add", _adding_and_trimming()))
        patches.enter_context(patch.object(StreamShard, "get", _get_unless_trimmed()))
        patches.enter_context(patch.object(DynamoDBStreamsBackend, "get_records", _forgetting_iterators()))
        patches.enter_context(patch.object(Queue, "__init__", _queue_with_newest_handles()))
        yield


def _untracked(kind: type[BaseModel], *_: Any, **__: Any) -> BaseModel:
    return object.__new__(kind)


def _packed_record() -> Any:
    """Return the construction of a record that keeps its content as bytes, in `packed`, and their number in `size`.

    The thousands of small objects of records keep pages of memory whose other objects are deleted.
    """
    initialize = StreamRecord.__init__

    @wraps(initialize)
    def initialize_packed(record: Any, *args: Any) -> None:
        initialize(record, *args)
        content = record.__dict__.pop("record")
        record.packed = pickle.dumps(content)
        record.size = len(record.packed)

    return initialize_packed


def _adding_and_trimming() -> Any:
    add = StreamShard.add

    @wraps(add)
    def add_and_trim(shard: StreamShard, *args: Any) -> None:
        add(shard, *args)
        if (shard.starting_sequence_number + len(shard.items)) % _TRIM_EVERY == 0:
            _trim(shard)

    return add_and_trim


def _trim(shard: StreamShard) -> None:
    """Remove the oldest records. The caller writes to the table, so no transaction is in progress elsewhere."""
    size, kept = 0, 0
    records: list[Any] = shard.items
    for record in reversed(records):
        size += record.size
        if size > MOST_STREAM_BYTES:
            break
        kept += 1
    end = shard.starting_sequence_number + len(shard.items)
    first = min([end - kept, *positions_of(shard)])
    if first > shard.starting_sequence_number:
        del shard.items[: first - shard.starting_sequence_number]
        shard.starting_sequence_number = first


def _get_unless_trimmed() -> Any:
    get = StreamShard.get

    @wraps(get)
    def get_unless_trimmed(shard: StreamShard, start: int, quantity: int) -> list[dict[str, Any]]:
        if start < shard.starting_sequence_number:
            raise TrimmedDataAccessException
        return get(shard, start, quantity)

    return get_unless_trimmed


def _forgetting_iterators() -> Any:
    get_records = DynamoDBStreamsBackend.get_records

    @wraps(get_records)
    def get_records_and_forget(backend: DynamoDBStreamsBackend, iterator_arn: str, limit: int) -> dict[str, Any]:
        found = get_records(backend, iterator_arn, limit)
        while len(backend.shard_iterators) > MOST_ITERATORS:
            backend.shard_iterators.pop(next(iter(backend.shard_iterators)))
        return found

    return get_records_and_forget


def _queue_with_newest_handles() -> Any:
    initialize = Queue.__init__

    @wraps(initialize)
    def initialize_queue(queue: Queue, *args: Any, **kwargs: Any) -> None:
        initialize(queue, *args, **kwargs)
        queue.deleted_messages = NewestHandles()  # type: ignore[assignment]  # it has the methods that moto calls

    return initialize_queue
