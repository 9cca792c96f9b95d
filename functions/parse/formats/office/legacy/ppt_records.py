"""Records of a PPT ([MS-PPT] 2.3.1), and the offsets of the objects in its last saved version."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

# `recVer` of a record that contains records, and the size of a record header ([MS-PPT] 2.3.1).
CONTAINER_VERSION = 0xF
HEADER_BYTES = 8

# Types of records ([MS-PPT] 2.13.24).
DOCUMENT, SLIDE, NOTES, NOTES_ATOM = 1000, 1006, 1008, 1009
SLIDE_LIST, SLIDE_PERSIST, SHOW_INFO = 4080, 1011, 1017
USER_EDIT, PERSIST_DIRECTORY = 4085, 6002

# `recInstance` of the list of slides and of the list of notes. Instance 1 is the list of masters.
LIST_OF_SLIDES, LIST_OF_NOTES = 0, 2

# Maximum number of saves that are followed back. Each save of a file may append an edit.
MAX_EDITS = 1_000

# Maximum depth of nested records that are read.
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Record:
    """The header of a record, and the offsets in the stream at which its content starts and ends."""

    version: int
    instance: int
    kind: int
    start: int
    end: int

    @property
    def is_container(self) -> bool:
        """Whether the content consists of records."""
        return self.version == CONTAINER_VERSION


def record_at(stream: bytes, place: int, end: int | None = None) -> Record:
    """Return the record at an offset. Raises struct.error if the stream ends before its header does."""
    options, kind, size = struct.unpack_from("<HHI", stream, place)
    start = place + HEADER_BYTES
    last = len(stream) if end is None else end
    return Record(options & 0xF, options >> 4, kind, start, min(start + size, last))


def records(stream: bytes, parent: Record) -> Iterator[Record]:
    """Yield the records in a container whose headers are complete."""
    place = parent.start
    while place + HEADER_BYTES <= parent.end:
        record = record_at(stream, place, parent.end)
        yield record
        place = record.end


def descendants(stream: bytes, parent: Record, depth: int = 0) -> Iterator[Record]:
    """Yield all records below a container in depth-first order."""
    for record in records(stream, parent):
        yield record
        if record.is_container and depth < MAX_DEPTH:
            yield from descendants(stream, record, depth + 1)


def persist_offsets(stream: bytes, current_edit: int) -> tuple[int, dict[int, int]]:
    """Return the id of the document container, and the offset of each object by id ([MS-PPT] 2.1.2).

    Each save may append an edit that points to the previous one. The latest offset of an object is valid.
    Raises struct.error or ValueError if the records are invalid.
    """
    offsets: dict[int, int] = {}
    document = None
    seen: set[int] = set()
    place = current_edit
    while place and place not in seen and len(seen) < MAX_EDITS:
        seen.add(place)
        edit = record_at(stream, place)
        if edit.kind != USER_EDIT:
            raise ValueError("an edit is missing")
        before, directory, document_id = struct.unpack_from("<III", stream, edit.start + 8)
        document = document_id if document is None else document
        for number, offset in _directory(stream, record_at(stream, directory)):
            offsets.setdefault(number, offset)
        place = before
    if document is None:
        raise ValueError("the file has no edit")
    return document, offsets


def _directory(stream: bytes, record: Record) -> Iterator[tuple[int, int]]:
    """Yield the ids and offsets of a directory ([MS-PPT] 2.3.4)."""
    if record.kind != PERSIST_DIRECTORY:
        raise ValueError("a directory is missing")
    place = record.start
    while place + 4 <= record.end:
        (head,) = struct.unpack_from("<I", stream, place)
        first, count = head & 0xF_FFFF, min(head >> 20, (record.end - place - 4) // 4)
        yield from enumerate(struct.unpack_from(f"<{count}I", stream, place + 4), first)
        place += 4 + 4 * count
        if not count:
            return
