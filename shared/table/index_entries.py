"""What the index rows answer to a name: the documents that mention it, and what it said."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

from shared.names.names import Agreement, EntityType, best_agreement, key_of, parse_person
from shared.table.index_plan import ENTITY, SPEAKER, TYPES, Row, partition_of
from shared.table.index_rows import IndexRows


class MentionEntry(NamedTuple):
    """A document that mentions an entity, as its index row has it."""

    uri: str
    uploaded_at: str
    published_at: str | None
    title: str | None
    name: str
    type: EntityType
    # Every other form as written, the first ten.
    aliases: list[str]
    mentions: int
    salience: float
    # How well the name that was asked for agrees with the name and aliases; never CONTRADICTS.
    agreement: Agreement


class QuoteEntry(NamedTuple):
    """Something that a speaker said, as its index row has it."""

    uri: str
    uploaded_at: str
    published_at: str | None
    title: str | None
    name: str
    type: EntityType
    aliases: list[str]
    # As written at this place: a name, a pronoun, a role.
    speaker: str | None
    cue: str | None
    # What was said, its parts joined by `…`; cut after 1,000 code points.
    quote: str
    quotation: str
    outlet: str | None
    start: int
    # The code points of the Document's text from the first part to the last.
    end: int
    agreement: Agreement


Entry = TypeVar("Entry", MentionEntry, QuoteEntry)


def mentions(rows: IndexRows, name: str, kind: EntityType | None) -> Iterator[MentionEntry]:
    """Documents that mention an entity of this name, newest first."""
    for row, agreement in _agreeing(_merged(rows, ENTITY, name, kind), name):
        yield MentionEntry._make([*map(row.get, MentionEntry._fields[:-1]), agreement])


def quotes(rows: IndexRows, name: str, kind: EntityType | None) -> Iterator[QuoteEntry]:
    """What speakers of this name said: the newest document first, in a document as its text goes."""
    for _, of_document in groupby(_merged(rows, SPEAKER, name, kind), lambda row: row["sk"].rpartition("#")[0]):
        in_order = sorted(of_document, key=itemgetter("sk"))
        for row, agreement in _agreeing(in_order, name):
            yield QuoteEntry._make([*map(row.get, QuoteEntry._fields[:-1]), agreement])


def is_doubtful(entry: MentionEntry | QuoteEntry) -> bool:
    """Whether a given name was asked for and the document has none: it may be a namesake."""
    return entry.agreement is Agreement.UNKNOWN and not parse_person(entry.name).given


def best_first(entries: Iterable[Entry]) -> list[Entry]:
    """Those whose given names agree before the doubtful, each in the order that they are given in. Reads all."""
    return sorted(entries, key=is_doubtful)


def _merged(rows: IndexRows, row: str, name: str, kind: EntityType | None) -> Iterator[Row]:
    """The rows that are filed under the key of a name, of one type or of all, newest first."""
    keys = [(each, key_of(name, each)) for each in ([kind] if kind else TYPES)]
    partitions = [rows.read(partition_of(row, each, key)) for each, key in keys if key]
    return heapq.merge(*partitions, key=itemgetter("sk"), reverse=True)


def _agreeing(rows: Iterable[Row], name: str) -> Iterator[tuple[Row, Agreement]]:
    """The rows that may mean who was asked for. Organizations and places are filed under their whole names."""
    for row in rows:
        names = [row["name"], *row["aliases"]]
        agreement = best_agreement(name, names) if row["type"] == "PERSON" else Agreement.SAME
        if agreement is not Agreement.CONTRADICTS:
            yield row, agreement
