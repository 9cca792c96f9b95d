"""The stream of a table in moto: what has changed since the last look."""

from collections.abc import Iterator
from typing import Any

from moto.backends import get_backend
from moto.dynamodb.models.table import StreamShard

from infra.local.clients import ACCOUNT, REGION
from infra.local.moto.atomicity import WRITING

Record = dict[str, Any]
_AT_A_TIME = 1000


class TableStream:
    """Reads the stream of a table of moto's in this process, from its beginning. Every reader is one of its own.

    The stream is read where it lies: a reader through the API would leave an iterator behind in moto at every look.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._seen = 0

    @property
    def pending(self) -> int:
        """How many records there are that `new` has not given yet."""
        return len(self._shard.items) - self._seen

    def new(self, most: int = _AT_A_TIME) -> Iterator[Record]:
        """The records that were written since the last look, oldest first, `most` at a time."""
        while records := self._read(most):
            for record in records:
                self._seen += 1
                yield record

    def _read(self, most: int) -> list[Record]:
        with WRITING:  # a transaction that fails takes its records back
            shard = self._shard
            return shard.get(shard.starting_sequence_number + self._seen, most)

    @property
    def _shard(self) -> StreamShard:
        shard: StreamShard | None = get_backend("dynamodb")[ACCOUNT][REGION].get_table(self._table).stream_shard
        if shard is None:
            raise ValueError(f"the table {self._table} has no stream")
        return shard
