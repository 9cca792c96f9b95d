"""Queries by name: the documents that mention an entity, and the statements of a speaker.

A row has all entities or statements of one document under one key. Rows of versions before 0.4 have one each.
"""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

from shared.names.agreement import Agreement, best_agreement
from shared.names.names import ENTITY_TYPES, EntityType, key_of, parse_person
from shared.table.index_plan import ENTITY, SPEAKER, Row, partition_of, sort_key_prefix
from shared.table.index_rows import IndexRows


class MentionEntry(NamedTuple):
    """A document that mentions an entity."""

    uri: str
    uploaded_at: str
    published_at: str | None
    title: str | None
    name: str
    type: EntityType
    # The first ten other forms, as written.
    aliases: list[str]
    mentions: int
    salience: float
    # How well the name in the query agrees with the name and the aliases; never CONTRADICTS.
    agreement: Agreement


class QuoteEntry(NamedTuple):
    """A statement of a speaker."""

    uri: str
    uploaded_at: str
    published_at: str | None
    title: str | None
    name: str
    type: EntityType
    aliases: list[str]
    # The speaker as written here: a name, a pronoun or a role.
    speaker: str | None
    cue: str | None
    # The statement, its parts joined by `…`; truncated after 1,000 code points.
    quote: str
    quotation: str
    outlet: str | None
    # The probability that the attribution is right; None in rows of versions before 0.3.
    confidence: float | None
    # True if the statement is a turn of a transcript, otherwise absent.
    turn: bool | None
    # The range of the Document's text, in code points, from the first part to the last.
    start: int
    end: int
    agreement: Agreement


Entry = TypeVar("Entry", MentionEntry, QuoteEntry)


def mentions(rows: IndexRows, name: str, kind: EntityType | None) -> Iterator[MentionEntry]:
    """Yield the documents that mention an entity of this name, newest first."""
    return _mentions(_merged(rows, ENTITY, name, kind), name)


def quotes(rows: IndexRows, name: str, kind: EntityType | None) -> Iterator[QuoteEntry]:
    """Yield the statements of speakers of this name: newest document first, then in the order of the text."""
    return _quotes(_merged(rows, SPEAKER, name, kind), name)


class PageEnd(NamedTuple):
    """Where a page of a partition ended: its last document, and the number of entries of that document so far."""

    document: str
    entries: int


def mentions_under(
    rows: IndexRows, kind: EntityType, key: str, name: str | None, after: PageEnd | None = None
) -> Iterator[MentionEntry]:
    """Yield the documents under a key, newest first, after a page. `name` leaves out people of other given names."""
    return _after(after, _mentions(rows.read(partition_of(ENTITY, kind, key), _before(after)), name))


def quotes_under(
    rows: IndexRows, kind: EntityType, key: str, name: str | None, after: PageEnd | None = None
) -> Iterator[QuoteEntry]:
    """Yield the statements under a key in the order of `quotes`, after a page. `name` as in `mentions_under`."""
    return _after(after, _quotes(rows.read(partition_of(SPEAKER, kind, key), _before(after)), name))


def document_of(entry: MentionEntry | QuoteEntry) -> str:
    """Return the document of an entry, for a PageEnd."""
    return sort_key_prefix(entry.uploaded_at, entry.uri)


def is_doubtful(entry: MentionEntry | QuoteEntry) -> bool:
    """Whether the query has a given name and the document does not: the person may be another one of the same name."""
    return entry.agreement is Agreement.UNKNOWN and not parse_person(entry.name).given


def best_first(entries: Iterable[Entry]) -> list[Entry]:
    """Sort doubtful entries to the end, and keep the order otherwise. Reads all entries."""
    return sorted(entries, key=is_doubtful)


def _before(after: PageEnd | None) -> str | None:
    """Return the first sort key after all rows of the last document: its rows begin with `<document>#`."""
    return f"{after.document}$" if after else None


def _after(after: PageEnd | None, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Leave out the entries that the pages before had."""
    skipped = 0
    for entry in entries:
        if after and skipped < after.entries and document_of(entry) == after.document:
            skipped += 1
        else:
            yield entry


def _mentions(rows: Iterable[Row], name: str | None) -> Iterator[MentionEntry]:
    for row in rows:
        for mention, agreement in _agreeing(_mentions_in(row), name):
            yield MentionEntry._make([*map(mention.get, MentionEntry._fields[:-1]), agreement])


def _quotes(rows: Iterable[Row], name: str | None) -> Iterator[QuoteEntry]:
    for _, of_document in groupby(rows, _document_of):
        in_order = sorted(of_document, key=itemgetter("sk"))
        statements = (statement for row in in_order for statement in _statements_in(row))
        for statement, agreement in _agreeing(statements, name):
            yield QuoteEntry._make([*map(statement.get, QuoteEntry._fields[:-1]), agreement])


def _merged(rows: IndexRows, row: str, name: str, kind: EntityType | None) -> Iterator[Row]:
    """Yield the rows under the key of a name, of one type or of all types, newest first."""
    keys = [(each, key_of(name, each)) for each in ([kind] if kind else ENTITY_TYPES)]
    partitions = [rows.read(partition_of(row, each, key)) for each, key in keys if key]
    return heapq.merge(*partitions, key=itemgetter("sk"), reverse=True)


def _document_of(row: Row) -> list[str]:
    """Return the part of the sort key that all rows of one Summary share: time, hash of the URI and index id."""
    return str(row["sk"]).split("#")[:3]


def _mentions_in(row: Row) -> list[Row]:
    return [row | entity for entity in row["entities"]] if "entities" in row else [row]


def _statements_in(row: Row) -> list[Row]:
    if "statements" not in row:
        return [row]
    entities = {entity["name"]: entity for entity in row["entities"]}
    return [row | entities[statement["name"]] | statement for statement in row["statements"]]


def _agreeing(rows: Iterable[Row], name: str | None) -> Iterator[tuple[Row, Agreement]]:
    """Yield the rows that may match the name. The keys of organizations and places are their full names."""
    for row in rows:
        agreement = Agreement.SAME
        if row["type"] == "PERSON":
            agreement = best_agreement(name, [row["name"], *row["aliases"]]) if name else Agreement.UNKNOWN
        if agreement is not Agreement.CONTRADICTS:
            yield row, agreement
