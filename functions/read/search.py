"""Documents that have some words, and names that begin with some letters, page by page."""

from itertools import islice
from typing import NamedTuple

from functions.read.answers import Found, FoundHighlight, KnownName
from functions.read.documents import entry_of
from shared.instants import Period
from shared.names.names import ENTITY_TYPES, EntityType
from shared.search.body import Field
from shared.search.matches import Entity, Highlight
from shared.search.results import SearchCursor
from shared.table.reader import TableReader

# Decimal places of a score.
DECIMALS = 4

_FIELDS = {Field.TITLE: "title", Field.NAME: "entities", Field.KEYWORD: "keywords"}


class SearchRequest(NamedTuple):
    """The words of a request, and what else the documents must have."""

    words: str
    # `TYPE/key` or `TYPE/name`.
    entity: str | None = None
    kind: EntityType | None = None


class NameListPosition(NamedTuple):
    """The type and the key of the last name of a page."""

    kind: EntityType
    key: str


def search(
    table: TableReader, request: SearchRequest, period: Period, after: SearchCursor | None, limit: int
) -> tuple[list[Found], SearchCursor | None]:
    """Return a page of documents, the best first, and where the next page begins; None at the end.

    Raises QuestionError for words that cannot be searched.
    """
    page = table.search(
        request.words,
        period=period,
        entity=_entity(request.entity) if request.entity else None,
        kind=request.kind,
        limit=limit,
        cursor=after,
    )
    by_uri = table.objects([entry.uri for entry in page.entries])
    items = []
    for entry in page.entries:
        facts = by_uri.get(entry.uri)
        # A document may be deleted meanwhile.
        if facts and facts.summary:
            highlights = list(map(_highlight, entry.highlights))
            fields = entry_of(facts, facts.summary.uploaded_at).model_dump()
            items.append(Found(**fields, score=round(entry.score, DECIMALS), highlights=highlights))
    return items, page.cursor


def names(
    table: TableReader, prefix: str, kind: EntityType | None, after: NameListPosition | None, limit: int
) -> tuple[list[KnownName], NameListPosition | None]:
    """Return a page of the names that begin with `prefix`, by type and key, and where it ended; None at the end.

    Raises PrefixError if `prefix` is too short.
    """
    kinds = [kind] if kind else list(ENTITY_TYPES)
    if after:
        kinds = kinds[kinds.index(after.kind) :]
    entries = (
        entry
        for each in kinds
        for entry in table.names(prefix, each, after=after.key if after and each == after.kind else None)
    )
    page = list(islice(entries, limit))
    more = next(entries, None) is not None
    last = NameListPosition(page[-1].type, page[-1].key) if page and more else None
    return [KnownName(type=each.type, key=each.key, name=each.name) for each in page], last


def _entity(text: str) -> Entity:
    kind, _, name = text.partition("/")
    return Entity(name, tuple(each for each in ENTITY_TYPES if each == kind))


def _highlight(highlight: Highlight) -> FoundHighlight:
    return FoundHighlight(field=_FIELDS[highlight.field], text=highlight.text, ranges=list(highlight.ranges))
