"""The records of a PowerPoint 97-2003 file ([MS-PPT] 2.3.1), and the slides that the last saved version of it has."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

CONTAINER_VERSION = 0xF
HEADER_BYTES = 8

DOCUMENT, SLIDE, NOTES, SLIDE_ATOM, NOTES_ATOM = 1000, 1006, 1008, 1007, 1009
SLIDE_LIST, SLIDE_PERSIST, SHOW_INFO = 4080, 1011, 1017
USER_EDIT, PERSIST_DIRECTORY = 4085, 6002

# Instances of the list of slides; another is that of masters.
LIST_OF_SLIDES, LIST_OF_NOTES = 0, 2

MAX_EDITS = 1_000
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Record:
    """A record: what it is, and where its content lies in the stream."""

    version: int
    instance: int
    kind: int
    start: int
    end: int

    @property
    def is_container(self) -> bool:
        """Whether the content is records again."""
        return self.version == CONTAINER_VERSION


def record_at(stream: bytes, place: int, end: int | None = None) -> Record:
    """The record that begins at a place. Raises struct.error where there is none."""
    options, kind, size = struct.unpack_from("<HHI", stream, place)
    start = place + HEADER_BYTES
    last = len(stream) if end is None else end
    return Record(options & 0xF, options >> 4, kind, start, min(start + size, last))


def records(stream: bytes, parent: Record) -> Iterator[Record]:
    """The records within a container, as far as they are whole."""
    place = parent.start
    while place + HEADER_BYTES <= parent.end:
        record = record_at(stream, place, parent.end)
        yield record
        place = record.end


def descendants(stream: bytes, parent: Record, depth: int = 0) -> Iterator[Record]:
    """All records below a container, in their order."""
    for record in records(stream, parent):
        yield record
        if record.is_container and depth < MAX_DEPTH:
            yield from descendants(stream, record, depth + 1)


def persist_offsets(stream: bytes, current_edit: int) -> tuple[int, dict[int, int]]:
    """The id of the document container, and where each object with an id lies ([MS-PPT] 2.1.2).

    Each save may add an edit that points to the one before it: the newest place of an object counts.
    Raises struct.error or ValueError where the records make no sense.
    """
    offsets: dict[int, int] = {}
    document = None
    seen: set[int] = set()
    place = current_edit
    while place and place not in seen and len(seen) < MAX_EDITS:
        seen.add(place)
        edit = record_at(stream, place)
        if edit.kind != USER_EDIT:
            raise ValueError("no edit where one should be")
        before, directory, document_id = struct.unpack_from("<III", stream, edit.start + 8)
        document = document_id if document is None else document
        for number, offset in _directory(stream, record_at(stream, directory)):
            offsets.setdefault(number, offset)
        place = before
    if document is None:
        raise ValueError("no edit")
    return document, offsets


def _directory(stream: bytes, record: Record) -> Iterator[tuple[int, int]]:
    """The ids and offsets of a directory ([MS-PPT] 2.3.4)."""
    if record.kind != PERSIST_DIRECTORY:
        raise ValueError("no directory where one should be")
    place = record.start
    while place + 4 <= record.end:
        (head,) = struct.unpack_from("<I", stream, place)
        first, count = head & 0xF_FFFF, min(head >> 20, (record.end - place - 4) // 4)
        yield from enumerate(struct.unpack_from(f"<{count}I", stream, place + 4), first)
        place += 4 + 4 * count
        if not count:
            return
