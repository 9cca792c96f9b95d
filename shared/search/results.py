"""Results of a search: rank the documents of a window, and continue after the last one shown."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shared.names.names import ENTITY_TYPES, EntityType
from shared.search.body import Body, NameKey
from shared.search.matches import Entity, Highlight, match, score
from shared.search.question import Question
from shared.search.windows import Row

# The kind of index rows of names, as a prefix of their partition keys: `entity#PERSON#obama`.
ENTITY_PREFIX = "entity#"


class SearchEntry(NamedTuple):
    """A document that has all words of a question."""

    uri: str
    uploaded_at: str
    published_at: str | None
    title: str | None
    # Relevance by where the words occur and how new the document is (0 to 1).
    score: float
    highlights: tuple[Highlight, ...]


class SearchCursor(NamedTuple):
    """Where the next page of results begins."""

    # The time of the first page: ages are relative to it, and newer documents are left out.
    asked_at: str
    # For hashes of partitions, the sort keys where the window begins, see shared.search.windows.
    start: Mapping[str, str]
    # The score and sort key of the last result; None at the beginning of a window.
    after: tuple[float, str] | None = None


class Criteria(NamedTuple):
    """What a document must match."""

    question: Question
    entity: Entity | None = None
    kind: EntityType | None = None

    def entry(self, row: Row, asked_at: str) -> SearchEntry | None:
        """Return the document of an index row as a result, or None if it does not match."""
        body, found_as = body_of(row), key_in(row)
        if self.entity and not self.entity.is_in(body):
            return None
        found = match(self.question, body, found_as, self.kind)
        if found is None:
            return None
        uploaded_at = row["uploaded_at"]
        rank = score(found.relevance, uploaded_at, asked_at)
        return SearchEntry(row["uri"], uploaded_at, row.get("published_at"), row.get("title"), rank, found.highlights)


def best_first(
    criteria: Criteria, rows: Iterable[Row], asked_at: str, after: tuple[float, str] | None
) -> list[tuple[SearchEntry, str]]:
    """Return the matching documents of rows and their sort keys, the best first, from the one after `after` on.

    Of documents with equal scores, the newest comes first.
    """
    entries = [(entry, row["sk"]) for row in rows if (entry := criteria.entry(row, asked_at))]
    ranked = sorted(entries, key=_rank, reverse=True)
    return [each for each in ranked if after is None or _rank(each) < after]


def body_of(row: Row) -> Body:
    """Return the searchable content in an index row. Rows of names have the aliases of the name in addition."""
    names: dict[EntityType, list[str]] = {kind: list(row.get("names", {}).get(kind, ())) for kind in ENTITY_TYPES}
    for entity in row.get("entities", ()):
        known = names[entity["type"]]
        known += [name for name in (entity["name"], *entity.get("aliases", ())) if name not in known]
    return Body(row.get("title"), names, row.get("keywords", ()))


def key_in(row: Row) -> list[NameKey]:
    """Return the key of the name that the row is under, if it is one of a name."""
    if not row["pk"].startswith(ENTITY_PREFIX):
        return []
    _, kind, key = row["pk"].split("#", 2)
    return [(kind, key)]


def _rank(each: tuple[SearchEntry, str]) -> tuple[float, str]:
    return each[0].score, each[1]
