"""DOC (Word 97-2003, [MS-DOC]): the text by its piece table, with all tracked changes accepted.

Styles give each paragraph its kind. Headers, footers and comments are skipped.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.parse.containers.compound_file import open_compound_file, stream
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.errors import damaged, encrypted
from functions.parse.formats.office.legacy.doc_structures import (
    ParagraphProperties,
    Piece,
    Runs,
    StyleSheet,
    invisible_runs,
    paragraph_properties,
    paragraph_runs,
    pieces,
)
from functions.parse.formats.office.legacy.summary_information import summary_information
from functions.parse.formats.office.paragraph_kinds import with_own_properties
from functions.parse.formats.office.tables import padded_table
from shared.documents.document import BlockText
from shared.errors import Code, PermanentError

PARSER = "[MS-DOC] reader"
NAME = "Word document"

# `wIdent`, the first field of the file information block ([MS-DOC] 2.5.2).
SIGNATURE = 0xA5EC

# `nFib`, the version, of Word 97. Files of Word 6 and 95 have a different structure.
WORD_97 = 0x00C1

# Flags in the base of the file information block ([MS-DOC] 2.5.2).
ENCRYPTED, TABLE_STREAM_1 = 0x0100, 0x0200

# Offsets in the file information block of the lengths of the subdocuments and of the table locations ([MS-DOC] 2.5.1).
COUNTS_OFFSET, TABLES_OFFSET = 0x4C, 0x9A

# Indexes of tables in the list of table locations ([MS-DOC] 2.5.6).
STYLES, CHARACTER_PAGES, PARAGRAPH_PAGES, CLX = 1, 12, 13, 33

# Indexes of the subdocuments that are read, in the order in which the text stores them ([MS-DOC] 2.4.1). The others are
# headers, macros, comments, and text boxes in headers.
MAIN, FOOTNOTES, ENDNOTES, TEXT_BOXES = 0, 1, 5, 6

# Marks that end a paragraph, a table cell or row, and a page or section ([MS-DOC] 2.4.1).
PARAGRAPH_MARKS = "\r\x07\x0c"
PARAGRAPH_END = re.compile(f"[{PARAGRAPH_MARKS}]")
CELL_END = "\x07"

FIELD_START, FIELD_SEPARATOR, FIELD_END = "\x13", "\x14", "\x15"
FIELD_MARKS = re.compile(f"([{FIELD_START}{FIELD_SEPARATOR}{FIELD_END}])")

# Translation of line breaks, column breaks and hyphens. The marks of pictures, notes and comments are removed
# ([MS-DOC] 2.4.1).
VISIBLE_FORMS = {0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None} | dict.fromkeys((0, 1, 2, 3, 4, 5, 8))

# Replaces each character that is deleted or hidden, so that character positions don't change.
INVISIBLE = "\x00"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks and properties of a Word document.

    Raises PermanentError: corrupt, encrypted, unsupported (Word 95 and earlier).
    """
    with open_compound_file(content) as file:
        main = stream(file, "WordDocument", NAME)
        try:
            signature, version = struct.unpack_from("<HH", main)
            (flags,) = struct.unpack_from("<H", main, 0x0A)
            if signature != SIGNATURE:
                raise ValueError("not a Word document")
            if flags & ENCRYPTED:
                raise encrypted(NAME)
            if version < WORD_97:
                raise PermanentError(Code.UNSUPPORTED, "Files of Word 95 and earlier versions are not supported.")
            tables = stream(file, "1Table" if flags & TABLE_STREAM_1 else "0Table", NAME)
            blocks = list(_Text(main, tables, limits).blocks())
        except (struct.error, ValueError, IndexError) as error:
            raise damaged(NAME) from error
        return Extracted(blocks=blocks, parser=PARSER, metadata=summary_information(file))


@dataclass(slots=True)
class _Rows:
    """The rows, cells and paragraphs of the table that is being read."""

    rows: list[list[str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    def take(self) -> Iterator[BlockText]:
        """Yield the table, if there is one, and start a new one."""
        if self.cell:
            self.cells.append("\n".join(self.cell))
        if self.cells:
            self.rows.append(self.cells)
        rows = self.rows
        self.rows, self.cells, self.cell = [], [], []
        if rows:
            yield padded_table(rows)


class _Text:
    """The text of a document: the main text, followed by its notes and text boxes."""

    def __init__(self, main: bytes, tables: bytes, limits: Limits) -> None:
        def table(index: int) -> bytes:
            offset, size = struct.unpack_from("<II", main, TABLES_OFFSET + 8 * index)
            return tables[offset : offset + size]

        self._main = main
        self._counts = struct.unpack_from("<8I", main, COUNTS_OFFSET)
        self._pieces = pieces(table(CLX), len(main))
        self._paragraphs = paragraph_runs(table(PARAGRAPH_PAGES), main)
        self._invisible = invisible_runs(table(CHARACTER_PAGES), main)
        self._styles = StyleSheet(table(STYLES))
        self._text = "".join(self._decoded(limits.max_characters))

    def _decoded(self, max_characters: int) -> Iterator[str]:
        """Yield the text of each piece, with as many characters as are stored. Invisible characters are U+0000."""
        total = 0
        for piece in self._pieces:
            # Pieces may share bytes: without this limit, a small file could produce text of any length.
            if total > 2 * max_characters:
                return
            stored = self._main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
            text = stored.decode("cp1252", "replace") if piece.width == 1 else _utf_16(stored)
            yield _overwritten(text, piece, self._invisible)
            total += len(text)

    def blocks(self) -> Iterator[BlockText]:
        """Yield the blocks of the main text, then of the text boxes, footnotes and endnotes."""
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
            text = _visible(self._text[place : mark if found else end], fields)
            properties = self._properties_at(mark)
            if not properties.in_table:
                yield from rows.take()
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
        yield from rows.take()

    def _paragraph(self, text: str, properties: ParagraphProperties) -> Iterator[BlockText]:
        if not text or text.isspace():
            return
        by_style = self._styles.kind_of(properties.style)
        found = with_own_properties(by_style, properties.outline_level, properties.numbered)
        yield with_bullet_read(BlockText(kind=found.kind, text=text.strip(), level=found.level))

    def _properties_at(self, position: int) -> ParagraphProperties:
        """Return the properties of the paragraph whose end mark is at a character position."""
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
    """Decode UTF-16 to as many characters as code units: U+0000 follows each character of two code units."""
    text = stored.decode("utf-16-le", "replace")
    if len(text) * 2 == len(stored):
        return text
    return "".join(character if character < "\U00010000" else character + INVISIBLE for character in text)


def _overwritten(text: str, piece: Piece, invisible: Runs) -> str:
    """Return the text of a piece with deleted and hidden characters overwritten."""
    if not invisible.starts:
        return text
    parts, done = [], 0
    for start, end in invisible.within(piece.offset, piece.offset + len(text) * piece.width):
        first = max((start - piece.offset) // piece.width, done)
        last = min((end - piece.offset) // piece.width, len(text))
        parts.append(text[done:first])
        # Keep paragraph marks: the properties of a paragraph belong to its mark.
        parts.append("".join(letter if letter in PARAGRAPH_MARKS else INVISIBLE for letter in text[first:last]))
        done = max(done, last)
    return "".join(parts) + text[done:]


def _visible(text: str, fields: list[str]) -> str:
    """Return the text without control characters and field instructions. The results of fields remain.

    `fields` has the last mark of each open field, from the outermost to the innermost. It is updated.
    """
    if fields or FIELD_START in text:
        visible = []
        for piece in FIELD_MARKS.split(text):
            if piece == FIELD_START:
                fields.append(piece)
            elif piece == FIELD_SEPARATOR and fields:
                fields[-1] = piece
            elif piece == FIELD_END and fields:
                fields.pop()
            elif FIELD_START not in fields:
                visible.append(piece)
        text = "".join(visible)
    return text.translate(VISIBLE_FORMS)
