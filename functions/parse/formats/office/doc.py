"""Word 97-2003 ([MS-DOC]): the text by its piece table, changes accepted, each paragraph what its style says.

Headers, footers and comments are left out.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.parse.containers.compound_file import open_compound_file, stream
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.tables import table
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.doc_structures import (
    ParagraphProperties,
    Piece,
    Runs,
    StyleSheet,
    paragraph_properties,
    paragraph_runs,
    pieces,
    unseen_runs,
)
from functions.parse.formats.office.summary_information import summary_information
from functions.parse.formats.office.word_styles import BODY_TEXT_LEVEL
from shared.documents.document import BlockKind, BlockText
from shared.errors import Code, PermanentError

PARSER = "[MS-DOC] reader"
WHAT = "Word document"
SIGNATURE = 0xA5EC

# The `nFib` of Word 97. Files of Word 6 and 95 are built in another way.
WORD_97 = 0x00C1

ENCRYPTED, TABLE_STREAM_1 = 0x0100, 0x0200

# Of the lengths of the texts, and of the places of the tables, in the file information block ([MS-DOC] 2.5.1).
COUNTS_OFFSET, TABLES_OFFSET = 0x4C, 0x9A

# Positions of tables in the block (2.5.6).
STYLES, CHARACTER_PAGES, PARAGRAPH_PAGES, CLX = 1, 12, 13, 33

# Of the texts that follow one another (2.4.1): the others are headers, macros, comments and boxes in headers.
MAIN, FOOTNOTES, ENDNOTES, TEXT_BOXES = 0, 1, 5, 6

PARAGRAPH_END = re.compile("[\r\x07\x0c]")
CELL_END = "\x07"
FIELD_START, FIELD_SEPARATOR, FIELD_END = "\x13", "\x14", "\x15"
FIELD_MARKS = re.compile(f"([{FIELD_START}{FIELD_SEPARATOR}{FIELD_END}])")

# Line and column breaks, hyphens, and the marks of pictures, notes and comments ([MS-DOC] 2.4.1).
SHOWN = {0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None} | dict.fromkeys((0, 1, 2, 3, 4, 5, 8))

UNSEEN = "\x00"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks and properties of a Word document.

    Raises PermanentError: corrupt, encrypted, unsupported (Word 95 and before).
    """
    with open_compound_file(content) as file:
        main = stream(file, "WordDocument", WHAT)
        try:
            signature, version = struct.unpack_from("<HH", main)
            (flags,) = struct.unpack_from("<H", main, 0x0A)
            if signature != SIGNATURE:
                raise ValueError("no Word document")
            if flags & ENCRYPTED:
                raise PermanentError(Code.ENCRYPTED, f"The {WHAT} is protected by a password.")
            if version < WORD_97:
                raise PermanentError(Code.UNSUPPORTED, "The file is of Word 95 or before, which is not read.")
            tables = stream(file, "1Table" if flags & TABLE_STREAM_1 else "0Table", WHAT)
            blocks = list(_Text(main, tables, limits).blocks())
        except (struct.error, ValueError, IndexError) as error:
            raise PermanentError(Code.CORRUPT, f"The {WHAT} is damaged or cut short.") from error
        return Extracted(blocks=blocks, parser=PARSER, metadata=summary_information(file))


@dataclass(slots=True)
class _Rows:
    """The table that is being read."""

    rows: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    def taken(self) -> Iterator[BlockText]:
        """The table, which begins anew."""
        if self.cell:
            self.cells.append("\n".join(self.cell))
        if self.cells:
            self.rows.append(self.cells)
        rows = self.rows
        self.rows, self.cells, self.cell = [], [], []
        width = max(map(len, rows), default=0)
        if rows:
            yield table([row + [""] * (width - len(row)) for row in rows])


class _Text:
    """The texts of a document: the main one, and those of its notes and boxes behind it."""

    def __init__(self, main: bytes, tables: bytes, limits: Limits) -> None:
        def of(position: int) -> bytes:
            offset, size = struct.unpack_from("<II", main, TABLES_OFFSET + 8 * position)
            return tables[offset : offset + size]

        self._main = main
        self._counts = struct.unpack_from("<8I", main, COUNTS_OFFSET)
        self._pieces = pieces(of(CLX), len(main))
        self._paragraphs = paragraph_runs(of(PARAGRAPH_PAGES), main)
        self._unseen = unseen_runs(of(CHARACTER_PAGES), main)
        self._styles = StyleSheet(of(STYLES))
        self._text = "".join(self._decoded(limits.max_characters))

    def _decoded(self, max_characters: int) -> Iterator[str]:
        """The text of each piece as long as it is stored, so that positions hold. What is unseen is U+0000."""
        total = 0
        for piece in self._pieces:
            # Pieces may share their bytes: without an end, a small file could give any length of text.
            if total > 2 * max_characters:
                return
            stored = self._main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
            text = stored.decode("cp1252", "replace") if piece.width == 1 else _utf_16(stored)
            yield _without(text, piece, self._unseen)
            total += len(text)

    def blocks(self) -> Iterator[BlockText]:
        """The main text, then text boxes, footnotes and endnotes."""
        starts = [sum(self._counts[:place]) for place in range(len(self._counts))]
        for part in (MAIN, TEXT_BOXES, FOOTNOTES, ENDNOTES):
            yield from self._part_blocks(starts[part], min(starts[part] + self._counts[part], len(self._text)))

    def _part_blocks(self, start: int, end: int) -> Iterator[BlockText]:
        rows = _Rows()
        fields: list[str] = []
        place = start
        while place < end:
            found = PARAGRAPH_END.search(self._text, place, end)
            mark = found.start() if found else end - 1
            text = _shown(self._text[place : mark if found else end], fields)
            properties = self._properties_at(mark)
            if not properties.in_table:
                yield from rows.taken()
                yield from self._paragraph(text, properties)
            elif properties.ends_row:
                rows.rows.append(rows.cells)
                rows.cells, rows.cell = [], []
            else:
                rows.cell.append(text)
                if found and found.group() == CELL_END:
                    rows.cells.append("\n".join(rows.cell))
                    rows.cell = []
            place = mark + 1
        yield from rows.taken()

    def _paragraph(self, text: str, properties: ParagraphProperties) -> Iterator[BlockText]:
        if not text or text.isspace():
            return
        found = self._styles.kind_of(properties.style)
        kind, level = found.kind, found.level
        if properties.outline_level is not None and kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            heading = properties.outline_level < BODY_TEXT_LEVEL
            kind, level = (BlockKind.HEADING, properties.outline_level + 1) if heading else (BlockKind.PARAGRAPH, None)
        if properties.list_format and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.LIST_ITEM
        elif properties.list_format == 0 and kind is BlockKind.LIST_ITEM:
            kind = BlockKind.PARAGRAPH
        yield with_bullet_read(BlockText(kind=kind, text=text.strip(), level=level))

    def _properties_at(self, position: int) -> ParagraphProperties:
        """The properties of the paragraph whose mark is at a position of the text."""
        low, high = 0, len(self._pieces)
        while low < high:
            middle = (low + high) // 2
            if self._pieces[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        if low == len(self._pieces):
            return ParagraphProperties()
        piece = self._pieces[low]
        return paragraph_properties(self._paragraphs.at(piece.offset + (position - piece.start) * piece.width))


def _utf_16(stored: bytes) -> str:
    """UTF-16 of as many characters as it has units: one outside the first 65,536 leaves a U+0000 behind it."""
    text = stored.decode("utf-16-le", "replace")
    if len(text) * 2 == len(stored):
        return text
    return "".join(character if character < "\U00010000" else character + UNSEEN for character in text)


def _without(text: str, piece: Piece, unseen: Runs) -> str:
    """The text of a piece with what is deleted or hidden overwritten."""
    if not unseen.starts:
        return text
    parts, done = [], 0
    for start, end in unseen.within(piece.offset, piece.offset + len(text) * piece.width):
        first = max((start - piece.offset) // piece.width, done)
        last = min((end - piece.offset) // piece.width, len(text))
        parts.append(text[done:first])
        # The mark that ends a paragraph stays: it is there for its properties.
        parts.append("".join(letter if letter in "\r\x07\x0c" else UNSEEN for letter in text[first:last]))
        done = max(done, last)
    return "".join(parts) + text[done:]


def _shown(text: str, fields: list[str]) -> str:
    """The text without control characters and without the instructions of fields, of which only the results are read.

    `fields` are those that are open, each by the mark that came last.
    """
    if fields or FIELD_START in text:
        shown = []
        for piece in FIELD_MARKS.split(text):
            if piece == FIELD_START:
                fields.append(piece)
            elif piece == FIELD_SEPARATOR and fields:
                fields[-1] = piece
            elif piece == FIELD_END and fields:
                fields.pop()
            elif FIELD_START not in fields:
                shown.append(piece)
        text = "".join(shown)
    return text.translate(SHOWN)
