"""TableReader: read states, Summaries and indexes of the summaries table."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.instants import Period
from shared.names.names import EntityType
from shared.revision import Status
from shared.search.matches import Entity
from shared.search.results import SearchCursor
from shared.state import State
from shared.summary import Summary
from shared.table.batches import get_rows
from shared.table.global_indexes import GlobalIndexes
from shared.table.index_entries import (
    MentionEntry,
    PageEnd,
    QuoteEntry,
    mentions,
    mentions_under,
    quotes,
    quotes_under,
)
from shared.table.index_rows import IndexRows
from shared.table.items import from_item, to_item
from shared.table.keys import STATE, SUMMARY
from shared.table.left_overs import LeftOvers
from shared.table.manifests import Manifests
from shared.table.name_rows import NameEntry, NameRows
from shared.table.objects import ObjectFacts, objects
from shared.table.search_reader import SearchPage, SearchReader
from shared.table.summary_row import summary_from, summary_of
from shared.table.vectors import CurrentVector, current_vectors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Names of the global secondary indexes.
BY_DAY, BY_STATUS, BY_SHA256 = "by-day", "by-status", "by-sha256"


class DayEntry(NamedTuple):
    """A Summary in the index by day."""

    uri: str
    uploaded_at: str
    title: str | None
    short_summary: str


class StatusEntry(NamedTuple):
    """A state in the index by status."""

    uri: str
    updated_at: str
    code: str | None
    message: str | None


class CurrentState(NamedTuple):
    """The state of an object, and the id of the index rows of its last good Summary; None if it has no Summary."""

    state: State
    index_id: str | None


class TableReader:
    """Reads one table. Errors of DynamoDB pass through as botocore's errors after its retries."""

    def __init__(self, name: str, dynamodb: "DynamoDBClient", *, shards: int = 1) -> None:
        self.name = name
        self._dynamodb = dynamodb
        self._global_indexes = GlobalIndexes(name, dynamodb, shards=shards)
        self._index_rows = IndexRows(name, dynamodb)
        self._name_rows = NameRows(name, dynamodb)
        self._search = SearchReader(name, dynamodb, self._name_rows, shards=shards)
        self._manifests = Manifests(name, dynamodb, self._global_indexes)
        self._left_overs = LeftOvers(name, dynamodb, self._manifests)

    def state(self, uri: str) -> State | None:
        """Return the state of an object, or None if it has none."""
        item = self._dynamodb.get_item(**self._key(uri, STATE), ConsistentRead=True).get("Item")
        return state_from(item) if item else None

    def current(self, uri: str) -> CurrentState | None:
        """Return the state of an object with its `index_id`, or None if it has none."""
        item = self._dynamodb.get_item(**self._key(uri, STATE), ConsistentRead=True).get("Item")
        return CurrentState(state_from(item), from_item(item).get("index_id")) if item else None

    def objects(self, uris: Sequence[str]) -> dict[str, ObjectFacts]:
        """Return the main attributes of objects by URI, read consistently; those without a state are missing."""
        return objects(self._dynamodb, self.name, uris)

    def vectors(self, uris: Sequence[str]) -> dict[str, CurrentVector | None]:
        """Return the vectors of the last good Summaries of objects by URI, read consistently, half a read unit each.

        None if an object has no state, no Summary, or no vector.
        """
        return current_vectors(self._dynamodb, self.name, uris)

    def get(self, uri: str) -> Summary | None:
        """Return the last good Summary of an object; raise UnknownSchemaError if a newer Nutgraf wrote it."""
        item = self._last_good(uri)
        return summary_from(item) if item else None

    def get_many(self, uris: Sequence[str]) -> dict[str, Summary]:
        """Return the last good Summaries of objects by URI; objects without a Summary are missing.

        The states are read first: a Summary counts only if its state has an `index_id`. Raises UnknownSchemaError as
        `get` does, and TransientError if DynamoDB leaves keys unprocessed.
        """
        states = get_rows(self._dynamodb, self.name, [(uri, STATE) for uri in uris], "pk, index_id")
        keys = [(state["pk"], SUMMARY) for state in states if "index_id" in state]
        rows = get_rows(self._dynamodb, self.name, keys)
        return {row["uri"]: summary_of(row) for row in rows}

    def document_of(self, uri: str) -> str | None:
        """Return the key of the Document of the last good Summary of an object, in any schema version."""
        names = {"#document": "document", "#key": "key"}
        item = self._last_good(uri, ProjectionExpression="#document.#key", ExpressionAttributeNames=names)
        return str(from_item(item)["document"]["key"]) if item else None

    def has_left_over(self, uri: str) -> bool:
        """Whether an interrupted write left rows of an object that SweepFunction does not find."""
        return self._left_overs.unmarked(uri)

    def left_over(self) -> Iterator[str]:
        """Yield the URIs of the objects with left-overs that can be removed finally, in the order of their marks."""
        return self._manifests.due(BY_STATUS)

    def by_day(
        self,
        day: str,
        *,
        since: str | None = None,
        until: str | None = None,
        oldest_first: bool = False,
        page_size: int | None = None,
    ) -> Iterator[DayEntry]:
        """Yield the Summaries of uploads of `day` (YYYY-MM-DD, UTC), newest first or `oldest_first`.

        `since` and `until`, both inclusive, limit the time of the upload. `page_size` rows are read at once.
        """
        rows = self._global_indexes.of_shards(
            BY_DAY, "day_key", f"day#{day}", "uploaded_at", (since, until), not oldest_first, page_size
        )
        return (DayEntry(r["uri"], r["uploaded_at"], r.get("title"), r["short_summary"]) for r in rows)

    def count_of_day(self, day: str, most: int) -> tuple[int, bool]:
        """Count the Summaries of uploads of `day`. Returns the number, and False if it stopped at `most` or more."""
        return self._global_indexes.count(BY_DAY, "day_key", f"day#{day}", most)

    def by_status(
        self,
        status: Status,
        *,
        since: str | None = None,
        until: str | None = None,
        oldest_first: bool = False,
        page_size: int | None = None,
    ) -> Iterator[StatusEntry]:
        """Yield the objects that are PROCESSING, FAILED or DELETED, newest first or `oldest_first`.

        `since` and `until`, both inclusive, limit the time of the last update. They are instants or prefixes of
        instants. `page_size` rows are read at once.

        Raises ValueError for SUMMARIZED, which is not indexed by status. Use by_day instead.
        """
        if status is Status.SUMMARIZED:
            raise ValueError("SUMMARIZED is not in the index by status: read by day")
        rows = self._global_indexes.of_shards(
            BY_STATUS, "status_key", f"status#{status}", "updated_at", (since, until), not oldest_first, page_size
        )
        return (StatusEntry(r["uri"], r["updated_at"], r.get("code"), r.get("message")) for r in rows)

    def by_sha256(self, sha256: str) -> Iterator[str]:
        """Yield the URIs of summarized objects whose content has this SHA-256 (hexadecimal)."""
        return (row["uri"] for row in self._global_indexes.query(BY_SHA256, "sha256", sha256))

    def by_entity(self, name: str, kind: EntityType | None = None) -> Iterator[MentionEntry]:
        """Yield the documents that mention a person, an organization or a place, newest first, by page.

        Specify a person by family name (`obama`) or with given names, in any of the forms `Barack Obama`,
        `President Obama` and `Obama, Barack`. With given names, people whose given names contradict them are left out,
        and `agreement` shows how well the others agree (shared.table.index_entries.best_first ranks by it). Specify
        organizations and places by their full name. Other spellings of a name in the same document also match, up to
        three family names for each entity.
        """
        return mentions(self._index_rows, name, kind)

    def by_speaker(self, name: str, kind: EntityType | None = None) -> Iterator[QuoteEntry]:
        """Yield the statements of a speaker, newest document first. `name` matches as in `by_entity`."""
        return quotes(self._index_rows, name, kind)

    def search(
        self,
        text: str,
        *,
        period: tuple[str | None, str | None] = Period(),
        entity: Entity | None = None,
        kind: EntityType | None = None,
        limit: int = 20,
        cursor: SearchCursor | None = None,
    ) -> SearchPage:
        """Return up to `limit` documents that have all words of `text` in their titles, names or keywords, best first.

        `period` (see shared.instants.Period) limits the time of the upload. `entity` is a name that the documents
        mention. With `kind`, one word at least is part of a name of this type. One call reads a limited number of rows.
        To find more documents, call it again with the cursor of the page, even if the page is empty; the cursor is None
        at the end.

        Raises QuestionError (a ValueError) if `text` has no word or too many.
        """
        return self._search.search(text, period=Period(*period), entity=entity, kind=kind, limit=limit, cursor=cursor)

    def names(self, prefix: str, kind: EntityType, *, after: str | None = None) -> Iterator[NameEntry]:
        """Yield the names of a type that begin with `prefix` and that a document mentions, in the order of their keys.

        A person begins with the family name. With `after`, only names whose keys come after that key.

        Raises PrefixError (a ValueError) if `prefix` is too short.
        """
        return self._search.names(prefix, kind, after)

    def mentions_under(
        self, kind: EntityType, key: str, name: str | None = None, after: PageEnd | None = None
    ) -> Iterator[MentionEntry]:
        """Yield the documents that mention a name under its key, newest first, from the end of a page on.

        With `name`, people whose given names contradict it are left out.
        """
        return mentions_under(self._index_rows, kind, key, name, after)

    def quotes_under(
        self, kind: EntityType, key: str, name: str | None = None, after: PageEnd | None = None
    ) -> Iterator[QuoteEntry]:
        """Yield the statements of a speaker under its key, newest document first, from the end of a page on."""
        return quotes_under(self._index_rows, kind, key, name, after)

    def _last_good(self, uri: str, **projection: Any) -> dict[str, Any] | None:
        """Return the row of the Summary, if the state has an `index_id`; otherwise it is not yet or no longer valid.

        The state is read first: if it has an `index_id` now, the row that is read afterwards is valid or is absent.
        """
        state = self._dynamodb.get_item(**self._key(uri, STATE), ConsistentRead=True, ProjectionExpression="index_id")
        if "index_id" not in state.get("Item", {}):
            return None
        return self._dynamodb.get_item(**self._key(uri, SUMMARY), ConsistentRead=True, **projection).get("Item")

    def _key(self, uri: str, row: str) -> dict[str, Any]:
        return {"TableName": self.name, "Key": to_item({"pk": uri, "sk": row})}


def state_from(item: dict[str, Any]) -> State:
    """Return the state in a DynamoDB item."""
    values = from_item(item)
    return State.model_validate({name: values[name] for name in State.model_fields if name in values})
