"""Search the documents of a table by words, and list its names."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from shared.instants import Period, now
from shared.names.names import EntityType
from shared.search.body import NameKey
from shared.search.matches import Entity
from shared.search.question import Question, question_of
from shared.search.results import ENTITY_PREFIX, Criteria, SearchCursor, SearchEntry, best_first
from shared.search.windows import PAGE, Row, Window, read_window
from shared.table.name_rows import NameEntry, NameRows
from shared.table.search_rows import ALL, partition_of
from shared.table.search_source import SearchSource

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Number of names that are checked together, and of queries at the same time: fewer than botocore's ten connections.
_PROBED = 25
_THREADS = 8

# Hexadecimal digits of the hash of a partition in a cursor, which is part of a URL.
_DIGITS = 8


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
        period: Period = Period(),
        entity: Entity | None = None,
        kind: EntityType | None = None,
        limit: int,
        cursor: SearchCursor | None = None,
    ) -> SearchPage:
        """Return a page of the documents that have all words of a question (see TableReader.search)."""
        cursor = cursor or SearchCursor(now(), {})
        criteria = Criteria(self._existing(question_of(text)), entity, kind)
        if not criteria.question.words:
            return SearchPage([], None)
        asked = period._replace(until=min(period.until or cursor.asked_at, cursor.asked_at))
        source = SearchSource(self._table, self._dynamodb, shards=self._shards, period=asked)
        window = self._window(source, criteria, cursor)
        ranked = best_first(criteria, window.rows, cursor.asked_at, cursor.after)
        entries = [entry for entry, _ in ranked[:limit]]
        if len(ranked) > limit:
            last, sort_key = ranked[limit - 1]
            return SearchPage(entries, cursor._replace(after=(last.score, sort_key)))
        if window.is_last:
            return SearchPage(entries, None)
        start = {_hash(partition): position for partition, position in window.end().items()}
        return SearchPage(entries, SearchCursor(cursor.asked_at, start))

    def names(self, prefix: str, kind: EntityType, after: str | None) -> Iterator[NameEntry]:
        """Yield the names that begin with `prefix` and that a document mentions (see TableReader.names)."""
        names = self._names.beginning(prefix, kind, after)
        source = SearchSource(self._table, self._dynamodb)
        with ThreadPoolExecutor(_THREADS) as pool:
            while chunk := list(islice(names, _PROBED)):
                newest = list(pool.map(lambda name: _newest(source, name), chunk))
                present = {row["pk"] for row in source.present([row for row in newest if row])}
                for name, row in zip(chunk, newest, strict=True):
                    # If the newest row is stale, an older one may be of a document that remains.
                    if row and (row["pk"] in present or _is_mentioned(source, name)):
                        yield name

    def _window(self, source: SearchSource, criteria: Criteria, cursor: SearchCursor) -> Window:
        names = [*(sorted(criteria.entity.keys()) if criteria.entity else ()), *criteria.question.name_keys()]
        words = [partition_of(word.term) for word in criteria.question.words]
        partitions = list(dict.fromkeys([*words, *map(_partition_of_name, names)]))
        start = {
            partition: cursor.start[hashed]
            for partition in (*partitions, ALL)
            if (hashed := _hash(partition)) in cursor.start
        }
        return read_window(source, partitions, ALL, start, lambda row: criteria.entry(row, cursor.asked_at) is not None)

    def _existing(self, question: Question) -> Question:
        """Return the question with only the names that documents have, without function words that none has."""
        names = self._names.existing(question.name_keys())
        source = SearchSource(self._table, self._dynamodb)
        optional = [word.term for word in question.words if word.optional]
        return question.restricted({term for term in optional if source.page(partition_of(term), None, 1).rows}, names)


def _newest(source: SearchSource, name: NameEntry) -> Row | None:
    return next(iter(source.page(_partition_of_name((name.type, name.key)), None, 1).rows), None)


def _is_mentioned(source: SearchSource, name: NameEntry) -> bool:
    before: str | None = None
    while True:
        page = source.page(_partition_of_name((name.type, name.key)), before, PAGE)
        if source.present(page.rows):
            return True
        if not page.more:
            return False
        before = page.rows[-1]["sk"]


def _partition_of_name(key: NameKey) -> str:
    kind, folded = key
    return f"{ENTITY_PREFIX}{kind}#{folded}"


def _hash(partition: str) -> str:
    return hashlib.sha256(partition.encode()).hexdigest()[:_DIGITS]
