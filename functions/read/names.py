"""Documents that mention a name, and statements of a speaker, page by page."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import NamedTuple, TypeVar

from functions.read.answers import Agreement as AgreementWord
from functions.read.answers import Mention, Statement
from functions.read.ids import id_of
from shared.names.agreement import Agreement
from shared.names.names import EntityType, folded, key_of
from shared.table.index_entries import MentionEntry, PageEnd, QuoteEntry, document_of
from shared.table.reader import TableReader

# The end of a key that was cut (see shared.names.names.LONGEST_KEY).
_CUT = re.compile(r"~[0-9a-f]{16}\Z")

_WORDS: dict[Agreement, AgreementWord] = {
    Agreement.UNKNOWN: "unknown",
    Agreement.CLOSE: "close",
    Agreement.PARTLY: "partly",
    Agreement.SAME: "same",
}


class EntryPosition(NamedTuple):
    """Where a page ended, and the key and the name that it was read with."""

    document: str
    entries: int
    key: str
    name: str | None


class NameQuery(NamedTuple):
    """A name in a request: its type, the key or name in the path, and the full name, if given."""

    kind: EntityType
    key: str
    name: str | None


Entry = TypeVar("Entry", MentionEntry, QuoteEntry)
Item = TypeVar("Item", Mention, Statement)
_Read = Callable[[EntityType, str, str | None, PageEnd | None], Iterator[Entry]]


def mentions(
    table: TableReader, query: NameQuery, after: EntryPosition | None, limit: int
) -> tuple[list[Mention], EntryPosition | None]:
    """Return a page of the documents that mention a name, newest first, and where it ended; None at the end."""
    return _page(table.mentions_under, query, after, limit, _mention)


def statements(
    table: TableReader, query: NameQuery, after: EntryPosition | None, limit: int
) -> tuple[list[Statement], EntryPosition | None]:
    """Return a page of the statements of a speaker, newest document first, and where it ended; None at the end."""
    return _page(table.quotes_under, query, after, limit, _statement)


def _page(
    read: _Read[Entry], query: NameQuery, after: EntryPosition | None, limit: int, item_of: Callable[[Entry], Item]
) -> tuple[list[Item], EntryPosition | None]:
    if after:
        key, name, end = after.key, after.name, PageEnd(after.document, after.entries)
        entries = read(query.kind, key, name, end)
    else:
        key, name, entries = _first(read, query)
        end = PageEnd("", 0)
    page = list(islice(entries, limit))
    more = next(entries, None) is not None
    if not page or not more:
        return list(map(item_of, page)), None
    last = document_of(page[-1])
    count = sum(document_of(entry) == last for entry in page) + (end.entries if last == end.document else 0)
    return list(map(item_of, page)), EntryPosition(last, count, key, name)


def _first(read: _Read[Entry], query: NameQuery) -> tuple[str, str | None, Iterator[Entry]]:
    """Return the key, the name and the entries of the first meaning of the query that has any.

    The path has a key, or a name of which the key is made. Both are possible for `garcia marquez`: the key of
    García-Márquez, or a Garcia whose family name is Marquez.
    """
    meanings: list[tuple[str, str | None]] = [(key_of(query.key, query.kind), query.name or query.key)]
    if _CUT.search(query.key) or folded(query.key) == query.key:
        meanings.insert(0, (query.key, query.name))
    key, name = meanings[-1]
    for key, name in dict.fromkeys(meanings):
        entries = read(query.kind, key, name, None) if key else iter(())
        if (first := next(entries, None)) is not None:
            return key, name, chain([first], entries)
    return key, name, iter(())


def _mention(entry: MentionEntry) -> Mention:
    return Mention(id=id_of(entry.uri), **entry._asdict() | {"agreement": _WORDS[entry.agreement]})


def _statement(entry: QuoteEntry) -> Statement:
    return Statement(id=id_of(entry.uri), **entry._asdict() | {"agreement": _WORDS[entry.agreement]})
