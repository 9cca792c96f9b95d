"""Search the documents of a table by words, and list its names."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from shared.instants import now
from shared.names.names import EntityType
from shared.search.matches import Entity
from shared.search.question import Question, question_of
from shared.search.results import ENTITY_PREFIX, Criteria, SearchCursor, SearchEntry, best_first
from shared.search.windows import PAGE, Page, Row, read_window
from shared.table.batches import get_rows
from shared.table.items import from_item, to_value
from shared.table.keys import STATE
from shared.table.name_rows import NameEntry, NameRows
from shared.table.search_rows import partition_of, partition_of_all

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The first and the last moment of a period: instants or their beginnings, the last one exclusive; None for no limit.
Period = tuple[str | None, str | None]

_PROJECTION = "pk, sk, uri, index_id, uploaded_at, published_at, title, entities, #names, keywords"
_RESERVED = {"#names": "names"}

# Number of names that are checked together, and of queries at the same time: fewer than botocore's ten connections.
_PROBED = 25
_THREADS = 8

# Sorts before every sort key of an index row.
_FIRST = "0"


class SearchPage(NamedTuple):
    """Some results of a search, the best of those found so far first."""

    entries: list[SearchEntry]
    # Where the next page begins; None if all documents of the index are searched.
    cursor: SearchCursor | None


class SearchReader:
    """Searches one table. Errors of DynamoDB pass through as botocore's errors after its retries."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient", names: NameRows, *, shards: int) -> None:
        self._table = table
        self._dynamodb = dynamodb
        self._names = names
        self._shards = shards

    def search(
        self,
        text: str,
        *,
        period: Period = (None, None),
        entity: Entity | None = None,
        kind: EntityType | None = None,
        limit: int,
        cursor: SearchCursor | None = None,
    ) -> SearchPage:
        """Return a page of the documents that have all words of a question (see TableReader.search)."""
        cursor = cursor or SearchCursor(now(), {})
        question = self._existing(question_of(text))
        if not question.words:
            return SearchPage([], None)
        criteria = Criteria(question, entity, kind)
        rows = _Rows(self._table, self._dynamodb, period, cursor.asked_at)
        names = [*(sorted(entity.keys()) if entity else ()), *question.name_keys()]
        partitions = [partition_of(word.term) for word in question.words] + list(map(_partition_of_name, names))
        of_all = [partition_of_all(shard) for shard in range(self._shards)]
        window = read_window(
            rows,
            list(dict.fromkeys(partitions)),
            of_all,
            cursor.start,
            lambda row: criteria.entry(row, cursor.asked_at) is not None,
        )
        ranked = best_first(criteria, window.rows, cursor.asked_at, cursor.after)
        shown = ranked[:limit]
        entries = [entry for entry, _ in shown]
        if len(ranked) > limit:
            last, sort_key = shown[-1]
            return SearchPage(entries, cursor._replace(after=(last.score, sort_key)))
        following = None if window.is_last else SearchCursor(cursor.asked_at, window.end())
        return SearchPage(entries, following)

    def names(self, prefix: str, kind: EntityType, after: str | None) -> Iterator[NameEntry]:
        """Yield the names that begin with `prefix` and that a document mentions (see TableReader.names)."""
        names = self._names.beginning(prefix, kind, after)
        with ThreadPoolExecutor(_THREADS) as pool:
            while chunk := list(islice(names, _PROBED)):
                newest = list(pool.map(self._newest, chunk))
                rows = _Rows(self._table, self._dynamodb, (None, None), None)
                present = {row["pk"] for row in rows.present([row for row in newest if row])}
                for name, row in zip(chunk, newest, strict=True):
                    # If the newest row is stale, an older one may be of a document that remains.
                    if row and (row["pk"] in present or self._is_mentioned(name)):
                        yield name

    def _newest(self, name: NameEntry) -> Row | None:
        rows = _Rows(self._table, self._dynamodb, (None, None), None)
        return next(iter(rows.page(_partition_of_name((name.type, name.key)), None, 1).rows), None)

    def _is_mentioned(self, name: NameEntry) -> bool:
        rows, before = _Rows(self._table, self._dynamodb, (None, None), None), None
        while True:
            page = rows.page(_partition_of_name((name.type, name.key)), before, PAGE)
            if any(rows.present(page.rows)) or not page.more:
                return any(rows.present(page.rows))
            before = page.rows[-1]["sk"]

    def _existing(self, question: Question) -> Question:
        """Return the question with only the names that documents have, without function words that none has."""
        names = self._names.existing(question.name_keys())
        rows = _Rows(self._table, self._dynamodb, (None, None), None)
        optional = [word.term for word in question.words if word.optional]
        terms = {term for term in optional if rows.page(partition_of(term), None, 1).rows}
        return question.restricted(terms, names)


class _Rows:
    """The index rows of one call (shared.search.windows.Source)."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient", period: Period, asked_at: str | None) -> None:
        since, until = period
        self._table = table
        self._dynamodb = dynamodb
        self._since = since or _FIRST
        self._until = min(filter(None, (until, asked_at)), default=chr(0x10FFFF))
        self._index_ids: dict[str, str | None] = {}

    def page(self, partition: str, before: str | None, most: int) -> Page:
        last = min(self._until, before) if before is not None else self._until
        if last < self._since:
            return Page([], False)
        # BETWEEN includes `before`, which an earlier page had.
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
        rows = [from_item(item) for item in found["Items"]]
        older = [row for row in rows if row["sk"] != before]
        return Page(older[:most], len(older) > most or "LastEvaluatedKey" in found)

    def present(self, rows: Sequence[Row]) -> Iterable[Row]:
        unknown = sorted({row["uri"] for row in rows} - self._index_ids.keys())
        states = get_rows(self._dynamodb, self._table, [(uri, STATE) for uri in unknown], "pk, index_id")
        self._index_ids |= dict.fromkeys(unknown) | {state["pk"]: state.get("index_id") for state in states}
        return [row for row in rows if row["index_id"] == self._index_ids[row["uri"]]]

    def rows(self, keys: Iterable[tuple[str, str]]) -> Iterable[Row]:
        return get_rows(self._dynamodb, self._table, list(keys), _PROJECTION, _RESERVED)


def _partition_of_name(key: tuple[EntityType, str]) -> str:
    kind, folded = key
    return f"{ENTITY_PREFIX}{kind}#{folded}"
