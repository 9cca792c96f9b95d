"""Reads the stream of a table in moto."""

import weakref
from collections.abc import Iterator
from typing import Any

from moto.backends import get_backend
from moto.dynamodb.models.table import StreamShard

from infra.local.clients import ACCOUNT, REGION
from infra.local.moto.atomicity import WRITING

Record = dict[str, Any]

# Maximum number of records in one read.
_MAX_RECORDS = 100


class TableStream:
    """Reads the stream of a table of moto in this process, from its oldest record. Readers are independent.

    It reads moto's own list of records, because moto keeps every iterator of its API. Records that a reader has not
    read yet are kept. Raises ValueError if the table has no stream.
    """

    def __init__(self, table: str) -> None:
        shard = get_backend("dynamodb")[ACCOUNT][REGION].get_table(table).stream_shard
        if shard is None:
            raise ValueError(f"The table {table} has no stream.")
        self.shard: StreamShard = shard
        with WRITING:
            # The sequence number of the next record.
            self.position: int = shard.starting_sequence_number
            _readers.add(self)

    @property
    def pending(self) -> int:
        """The number of records that `new` has not returned yet."""
        return self.shard.starting_sequence_number + len(self.shard.items) - self.position

    def new(self) -> Iterator[Record]:
        """Yield the records since the last call, oldest first."""
        while records := self._read():
            for record in records:
                self.position += 1
                yield record

    def _read(self) -> list[Record]:
        with WRITING:  # a transaction that fails removes its records
            return self.shard.get(self.position, _MAX_RECORDS)


# The readers that are in use.
_readers: "weakref.WeakSet[TableStream]" = weakref.WeakSet()


def positions_of(shard: StreamShard) -> list[int]:
    """Return the sequence number of the next record of each reader of a stream."""
    return [reader.position for reader in list(_readers) if reader.shard is shard]
