"""Reads the stream of a table in moto."""

from collections.abc import Iterator
from typing import Any

from moto.backends import get_backend
from moto.dynamodb.models.table import StreamShard

from infra.local.clients import ACCOUNT, REGION
from infra.local.moto.atomicity import WRITING

Record = dict[str, Any]

# Maximum number of records in one read.
_MAX_RECORDS = 1000


class TableStream:
    """Reads the stream of a table of moto in this process, from its beginning. Readers are independent of each other.

    It reads moto's own list of records, because moto keeps every iterator of its API forever.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._seen = 0

    @property
    def pending(self) -> int:
        """The number of records that `new` has not returned yet."""
        return len(self._shard.items) - self._seen

    def new(self) -> Iterator[Record]:
        """Yield the records since the last call, oldest first."""
        while records := self._read():
            for record in records:
                self._seen += 1
                yield record

    def _read(self) -> list[Record]:
        with WRITING:  # a transaction that fails removes its records
            shard = self._shard
            return shard.get(shard.starting_sequence_number + self._seen, _MAX_RECORDS)

    @property
    def _shard(self) -> StreamShard:
        shard: StreamShard | None = get_backend("dynamodb")[ACCOUNT][REGION].get_table(self._table).stream_shard
        if shard is None:
            raise ValueError(f"The table {self._table} has no stream.")
        return shard
