"""Index rows in DynamoDB. They are put before the Summary that they belong to, and removed after it is replaced.

Rows have an `index_id`. The write that sets the state to SUMMARIZED copies this id to the state. From then on, readers
return the rows with this id and skip all others.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.table.batches import MOST_IN_BATCH_GET, get_rows
from shared.table.index_plan import Row
from shared.table.keys import STATE
from shared.table.partitions import pages_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Number of index rows read at once. One BatchGetItem call then reads their states.
PAGE = MOST_IN_BATCH_GET


class IndexRows:
    """Reads the index rows of one table."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient") -> None:
        self._table = table
        self._dynamodb = dynamodb

    def read(self, partition: str, before: str | None = None) -> Iterator[Row]:
        """Yield the rows of a partition that belong to the present Summary of their object, newest first, by page.

        With `before`, only rows whose sort key is smaller.
        """
        current: dict[str, str | None] = {}
        for page in pages_of(self._dynamodb, self._table, partition, before, PageSize=PAGE):
            uris = {row["uri"] for row in page}
            current = {uri: current[uri] for uri in uris & current.keys()}
            current |= self._current_ids(sorted(uris - current.keys()))
            yield from (row for row in page if row["index_id"] == current[row["uri"]])

    def _current_ids(self, uris: Sequence[str]) -> dict[str, str | None]:
        """Return the index ids of the present Summaries of objects, None for an object without a Summary."""
        rows = get_rows(self._dynamodb, self._table, [(uri, STATE) for uri in uris], "pk, index_id")
        return dict.fromkeys(uris) | {row["pk"]: row.get("index_id") for row in rows}
