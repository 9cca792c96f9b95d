"""The index rows that a search reads (shared.search.windows.Source)."""

from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from shared.instants import Period
from shared.search.windows import Page, Row
from shared.table.batches import get_rows
from shared.table.items import from_item, to_value
from shared.table.keys import STATE
from shared.table.search_rows import ALL, partition_of_all

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PROJECTION = "pk, sk, uri, index_id, uploaded_at, published_at, title, entities, #names, keywords"
_RESERVED = {"#names": "names"}

# They sort before and after every sort key of an index row.
_FIRST, _LAST = "0", "~"


class SearchSource:
    """Reads rows of a period, eventually consistent. It reads the state of each object once."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient", *, shards: int = 1, period: Period = Period()) -> None:
        self._table = table
        self._dynamodb = dynamodb
        self._shards = shards
        self._since, self._until = period.since or _FIRST, period.until or _LAST
        self._index_ids: dict[str, str | None] = {}

    def page(self, partition: str, before: str | None, most: int) -> Page:
        """Return up to `most` rows before a sort key, newest first. The shards of all documents are one partition."""
        if partition != ALL:
            return self._page(partition, before, most)
        pages = [self._page(partition_of_all(shard), before, most) for shard in range(self._shards)]
        merged = merge(*(page.rows for page in pages), key=itemgetter("sk"), reverse=True)
        more = sum(len(page.rows) for page in pages) > most or any(page.more for page in pages)
        return Page(list(islice(merged, most)), more)

    def present(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that belong to the present Summary of their object."""
        unknown = sorted({row["uri"] for row in rows} - self._index_ids.keys())
        states = get_rows(self._dynamodb, self._table, [(uri, STATE) for uri in unknown], "pk, index_id")
        self._index_ids |= dict.fromkeys(unknown) | {state["pk"]: state.get("index_id") for state in states}
        return [row for row in rows if row["index_id"] == self._index_ids[row["uri"]]]

    def rows(self, keys: Iterable[tuple[str, str]]) -> list[Row]:
        """Return the rows with these keys; those that do not exist are missing."""
        return get_rows(self._dynamodb, self._table, list(keys), _PROJECTION, _RESERVED)

    def _page(self, partition: str, before: str | None, most: int) -> Page:
        last = self._until if before is None else min(self._until, before)
        if last < self._since:
            return Page([], False)
        # BETWEEN includes `before`, which the page before had.
        found = self._dynamodb.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :since AND :last",
            ExpressionAttributeValues={
                ":pk": to_value(partition),
                ":since": to_value(self._since),
                ":last": to_value(last),
            },
            ScanIndexForward=False,
            Limit=most + 1,
        )
        older = [row for row in map(from_item, found["Items"]) if row["sk"] != before]
        return Page(older[:most], len(older) > most or "LastEvaluatedKey" in found)
