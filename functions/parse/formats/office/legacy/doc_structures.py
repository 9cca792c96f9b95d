"""Binary structures of a DOC ([MS-DOC]): the piece table, the properties of paragraphs and characters, the styles."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from functions.parse.formats.office.paragraph_kinds import MAX_BASES, PARAGRAPH, ParagraphKind, kind_of_name

# Size of a formatted disk page (FKP), which stores properties ([MS-DOC] 2.9.33 and 2.9.175), in bytes.
PAGE_BYTES = 512

# Maximum number of runs on a page: those that a page of character properties has room for ([MS-DOC] 2.9.33).
MAX_RUNS = 101

# The bit that is set for a piece in Windows-1252; other pieces are in UTF-16 ([MS-DOC] 2.9.73).
COMPRESSED = 0x4000_0000

# Codes of paragraph properties: `sprmPFInTable`, `sprmPFTtp`, `sprmPIlfo`, `sprmPOutLvl` ([MS-DOC] 2.6.2).
IN_TABLE, ROW_END, LIST_FORMAT, OUTLINE_LEVEL = 0x2416, 0x2417, 0x460B, 0x2640

# Codes of character properties: `sprmCFRMarkDel`, `sprmCFVanish` ([MS-DOC] 2.6.1).
DELETED, HIDDEN = 0x0800, 0x083C

# Length of a property's operand in bytes, by the three highest bits of its code ([MS-DOC] 2.2.5.1). -1: the length is
# in the first byte of the operand.
OPERAND_BYTES = (1, 1, 2, 4, 2, 2, -1, 3)

# Properties that state their length in another way: `sprmTDefTable` has a length of two bytes; `sprmPChgTabs` has none
# if its first byte is 255, and decoding stops there.
TABLE_DEFINITION, TAB_CHANGES = 0xD608, 0xC615


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a document that is contiguous in the file."""

    # Character position of its first character, and of the first character after it.
    start: int
    end: int
    # Offset of its first byte in the WordDocument stream.
    offset: int
    # Bytes per character: 1 for Windows-1252, 2 for UTF-16.
    width: int


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """The properties of a paragraph that give it its kind."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    # Whether it is in a list. None: as its style.
    numbered: bool | None = None
    # None: as its style.
    outline_level: int | None = None


@dataclass(frozen=True, slots=True)
class Runs:
    """Ranges of bytes of the WordDocument stream, in ascending order, each with its properties."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    properties: list[bytes] = field(default_factory=list)

    def at(self, offset: int) -> bytes:
        """Return the properties at an offset; empty if there are none."""
        place = bisect_right(self.starts, offset) - 1
        return self.properties[place] if place >= 0 and offset < self.ends[place] else b""

    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges that overlap the range from `start` to `end`, in order."""
        place = max(bisect_right(self.starts, start) - 1, 0)
        while place < len(self.starts) and self.starts[place] < end:
            if self.ends[place] > start:
                yield self.starts[place], self.ends[place]
            place += 1


def pieces(clx: bytes, stream_bytes: int) -> list[Piece]:
    """Return the pieces of the piece table ([MS-DOC] 2.9.38). Raises struct.error or ValueError if it is invalid."""
    place = 0
    while clx[place : place + 1] == b"\x01":
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if clx[place : place + 1] != b"\x02":
        raise ValueError("no piece table")
    size = struct.unpack_from("<I", clx, place + 1)[0]
    count = (min(size, len(clx) - place - 5) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", clx, place + 5)
    found = []
    for number in range(count):
        stored = struct.unpack_from("<I", clx, place + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        width = 1 if stored & COMPRESSED else 2
        offset = (stored & ~COMPRESSED & 0x7FFF_FFFF) // (2 if width == 1 else 1)
        start, end = positions[number], positions[number + 1]
        if end < start or offset + (end - start) * width > stream_bytes:
            raise ValueError("a piece is outside the file")
        found.append(Piece(start, end, offset, width))
    return found


def paragraph_runs(table: bytes, stream: bytes) -> Runs:
    """Return the runs of paragraphs. Their properties are a style index and the paragraph's own ([MS-DOC] 2.8.6)."""
    runs = Runs()
    for page, starts in _pages(table, stream):
        for number in range(len(starts) - 1):
            place = 2 * page[4 * len(starts) + 13 * number]
            size = page[place] * 2 - 1 if page[place] else page[place + 1] * 2
            first = place + 1 if page[place] else place + 2
            _add(runs, starts[number], starts[number + 1], page[first : first + size])
    return runs


def invisible_runs(table: bytes, stream: bytes) -> Runs:
    """Return the runs of deleted or hidden characters ([MS-DOC] 2.8.5)."""
    runs = Runs()
    for page, starts in _pages(table, stream):
        for number in range(len(starts) - 1):
            place = 2 * page[4 * len(starts) + number]
            properties = page[place + 1 : place + 1 + page[place]] if place else b""
            if any(code in (DELETED, HIDDEN) and operand[:1] == b"\x01" for code, operand in _properties(properties)):
                _add(runs, starts[number], starts[number + 1], properties)
    return runs


def _pages(table: bytes, stream: bytes) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    """Yield the pages of properties that a table lists, each with the offsets at which its runs start and end."""
    count = (len(table) - 4) // 8
    if count <= 0:
        return
    for number in dict.fromkeys(struct.unpack_from(f"<{count}I", table, 4 * (count + 1))):
        start = (number & 0x3F_FFFF) * PAGE_BYTES
        page = stream[start : start + PAGE_BYTES]
        if len(page) == PAGE_BYTES and page[-1] <= MAX_RUNS:
            # Offsets in a damaged page may point past its end, where the padding is empty.
            yield page + bytes(PAGE_BYTES), struct.unpack_from(f"<{page[-1] + 1}I", page)


def _add(runs: Runs, start: int, end: int, properties: bytes) -> None:
    if start < end and (not runs.starts or start >= runs.ends[-1]):
        runs.starts.append(start)
        runs.ends.append(end)
        runs.properties.append(properties)


@lru_cache(maxsize=1024)
def paragraph_properties(stored: bytes) -> ParagraphProperties:
    """Decode the properties of a paragraph: the index of its style, then those that override the style."""
    if len(stored) < 2:
        return ParagraphProperties()
    found = {code: int.from_bytes(operand, "little") for code, operand in _properties(stored[2:])}
    return ParagraphProperties(
        style=int.from_bytes(stored[:2], "little"),
        in_table=bool(found.get(IN_TABLE)),
        ends_row=bool(found.get(ROW_END)),
        numbered=bool(found[LIST_FORMAT]) if LIST_FORMAT in found else None,
        outline_level=found.get(OUTLINE_LEVEL),
    )


def _properties(stored: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the code and the operand of each property ([MS-DOC] 2.2.5.1)."""
    place = 0
    while place + 2 < len(stored):
        code = stored[place] | stored[place + 1] << 8
        place += 2
        size = OPERAND_BYTES[code >> 13]
        if code == TABLE_DEFINITION:
            size = 1 + int.from_bytes(stored[place : place + 2], "little")
        elif size < 0:
            if code == TAB_CHANGES and stored[place] == 255:
                return
            size = 1 + stored[place]
        yield code, stored[place : place + size]
        place += size


class StyleSheet:
    """The styles of a document ([MS-DOC] 2.9.271): the name and the base of each."""

    def __init__(self, stored: bytes) -> None:
        self._names: list[str] = []
        self._bases: list[int] = []
        if len(stored) < 6:
            return
        head, count, base_bytes = struct.unpack_from("<HHH", stored)
        place = 2 + head
        for _ in range(count):
            size = int.from_bytes(stored[place : place + 2], "little")
            style = stored[place + 2 : place + 2 + size]
            length = int.from_bytes(style[base_bytes : base_bytes + 2], "little")
            name = style[base_bytes + 2 : base_bytes + 2 + 2 * length]
            self._names.append(name.decode("utf-16-le", "replace").lower())
            self._bases.append(int.from_bytes(style[2:4], "little") >> 4)
            place += 2 + size + size % 2
            if place >= len(stored):
                break

    def kind_of(self, style: int) -> ParagraphKind:
        """Return the kind of the paragraphs of a style, by its name or by the names of its base styles."""
        for _ in range(MAX_BASES):
            if style >= len(self._names):
                break
            found = kind_of_name(self._names[style])
            if found is not None:
                return found
            style = self._bases[style]
        return PARAGRAPH
