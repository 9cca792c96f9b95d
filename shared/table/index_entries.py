"""Queries by name: the documents that mention an entity, and the statements of a speaker."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

from shared.names.agreement import Agreement, best_agreement
from shared.names.names import EntityType, key_of, parse_person
from shared.table.index_plan import ENTITY, SPEAKER, TYPES, Row, partition_of, place_of
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


class Place(NamedTuple):
    """Where a page of a partition ended: its last document, and the number of entries of that document so far."""

    document: str
    entries: int


def mentions_under(
    rows: IndexRows, kind: EntityType, key: str, name: str | None, after: Place | None = None
) -> Iterator[MentionEntry]:
    """Yield the documents under a key, newest first, from a place on. `name` leaves out people of other given names."""
    return _after(after, _mentions(rows.read(partition_of(ENTITY, kind, key), _before(after)), name))


def quotes_under(
    rows: IndexRows, kind: EntityType, key: str, name: str | None, after: Place | None = None
) -> Iterator[QuoteEntry]:
    """Yield the statements under a key in the order of `quotes`, from a place on. `name` as in `mentions_under`."""
    return _after(after, _quotes(rows.read(partition_of(SPEAKER, kind, key), _before(after)), name))


def document_of(entry: MentionEntry | QuoteEntry) -> str:
    """Return the document of an entry, for a Place."""
    return place_of(entry.uploaded_at, entry.uri)


def is_doubtful(entry: MentionEntry | QuoteEntry) -> bool:
    """Whether the query has a given name and the document does not: the person may be another one of the same name."""
    return entry.agreement is Agreement.UNKNOWN and not parse_person(entry.name).given


def best_first(entries: Iterable[Entry]) -> list[Entry]:
    """Sort doubtful entries to the end, and keep the order otherwise. Reads all entries."""
    return sorted(entries, key=is_doubtful)


def _before(after: Place | None) -> str | None:
    """Return the first sort key after all rows of the last document: its rows begin with `<document>#`."""
    return f"{after.document}$" if after else None


def _after(after: Place | None, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Leave out the entries that the pages before had."""
    skipped = 0
    for entry in entries:
        if after and skipped < after.entries and document_of(entry) == after.document:
            skipped += 1
        else:
            yield entry


def _mentions(rows: Iterable[Row], name: str | None) -> Iterator[MentionEntry]:
    for row, agreement in _agreeing(rows, name):
        yield MentionEntry._make([*map(row.get, MentionEntry._fields[:-1]), agreement])


def _quotes(rows: Iterable[Row], name: str | None) -> Iterator[QuoteEntry]:
    for _, of_document in groupby(rows, lambda row: row["sk"].rpartition("#")[0]):
        in_order = sorted(of_document, key=itemgetter("sk"))
        for row, agreement in _agreeing(in_order, name):
            yield QuoteEntry._make([*map(row.get, QuoteEntry._fields[:-1]), agreement])


def _merged(rows: IndexRows, row: str, name: str, kind: EntityType | None) -> Iterator[Row]:
    """Yield the rows under the key of a name, of one type or of all types, newest first."""
    keys = [(each, key_of(name, each)) for each in ([kind] if kind else TYPES)]
    partitions = [rows.read(partition_of(row, each, key)) for each, key in keys if key]
    return heapq.merge(*partitions, key=itemgetter("sk"), reverse=True)


def _agreeing(rows: Iterable[Row], name: str | None) -> Iterator[tuple[Row, Agreement]]:
    """Yield the rows that may match the name. The keys of organizations and places are their full names."""
    for row in rows:
        agreement = Agreement.SAME
        if row["type"] == "PERSON":
            agreement = best_agreement(name, [row["name"], *row["aliases"]]) if name else Agreement.UNKNOWN
        if agreement is not Agreement.CONTRADICTS:
            yield row, agreement
