"""The blocks of OpenDocument text, wherever it stands: in a text document, on a slide, in a cell of a table."""

import re
from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.common.tables import table
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.open_document import DRAW, OFFICE, TABLE, TEXT, Styles
from shared.documents.document import BlockKind, BlockText

HEADING, PARAGRAPH, LIST = f"{TEXT}h", f"{TEXT}p", f"{TEXT}list"
TABLE_OF_CELLS, TEXT_BOX, NOTE = f"{TABLE}table", f"{DRAW}text-box", f"{TEXT}note"
ROW, CELL, COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
ROW_GROUPS = frozenset({f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"})

# What is deleted, remarked, or the machinery of fields. Notes come at the end.
LEFT_OUT = frozenset(
    {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}ruby-text"}
    | {f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{TEXT}note", f"{DRAW}image", f"{DRAW}object"}
    | {"{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc"}
    | {f"{{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}}{name}" for name in ("title", "desc")}
)

WHITE_SPACE = re.compile(r"[ \t\r\n]+")
SPACES, LINE_BREAK, TAB = f"{TEXT}s", f"{TEXT}line-break", f"{TEXT}tab"

# Of spaces, and of columns that say how often they are repeated.
MAX_REPEATS = 1_000


class TextReader:
    """Reads blocks, and keeps the notes that it meets for the end."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._notes: list[etree._Element] = []

    def blocks(self, parent: etree._Element, page: int | None = None, in_list: bool = False) -> Iterator[BlockText]:
        """The blocks below an element, in reading order. A text box follows the paragraph it is anchored to."""
        for element in parent:
            tag = element.tag
            if tag in (PARAGRAPH, HEADING):
                yield from self._paragraph(element, page, in_list)
            elif tag == TABLE_OF_CELLS:
                yield from self._table(element, page)
            elif tag not in LEFT_OUT and isinstance(tag, str):
                yield from self.blocks(element, page, in_list or tag == LIST)

    def note_blocks(self) -> Iterator[BlockText]:
        """Footnotes and endnotes, in the order of their references."""
        notes, self._notes = self._notes, []
        for note in notes:
            for body in note.iterchildren(f"{TEXT}note-body"):
                yield from self.blocks(body)

    def _paragraph(self, element: etree._Element, page: int | None, in_list: bool) -> Iterator[BlockText]:
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        self._collect(element, pieces, boxes)
        text = "".join(pieces).strip()
        if text:
            yield with_bullet_read(self._block(element, text, page, in_list))
        for box in boxes:
            yield from self.blocks(box, page)

    def _block(self, element: etree._Element, text: str, page: int | None, in_list: bool) -> BlockText:
        kind = self._styles.kind_of(element.get(f"{TEXT}style-name", ""))
        if element.tag == HEADING:
            said = element.get(f"{TEXT}outline-level", "1")
            level = int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 3 else 1
            return BlockText(kind=BlockKind.HEADING, text=text, level=max(level, 1), page=page)
        if kind is BlockKind.HEADING:
            return BlockText(kind=kind, text=text, level=1, page=page)
        found = kind or (BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH)
        return BlockText(kind=found, text=text, page=page)

    def _collect(self, element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        """The text of a paragraph with that of its spans, white space as ODF collapses it (1.3 part 3, 6.1.2)."""
        pieces.append(_collapsed(element.text, pieces))
        for child in element:
            tag = child.tag
            if tag == SPACES:
                pieces.append(" " * _repeats(child, f"{TEXT}c"))
            elif tag == TAB:
                pieces.append("\t")
            elif tag == LINE_BREAK:
                pieces.append("\n")
            elif tag == NOTE:
                self._notes.append(child)
            elif tag in (TEXT_BOX, TABLE_OF_CELLS):
                boxes.append(child)
            elif tag not in LEFT_OUT and isinstance(tag, str):
                self._collect(child, pieces, boxes)
            pieces.append(_collapsed(child.tail, pieces))

    def _table(self, element: etree._Element, page: int | None) -> Iterator[BlockText]:
        """A table as one block, or what stands in its only cell. A table within a cell becomes the cell's text."""
        rows = [self._cells(row, page) for row in _rows(element)]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from rows[0][0]
            return
        cells = [["\n".join(block.text for block in cell) for cell in row] for row in rows]
        width = max((_filled(row) for row in cells), default=0)
        yield table([(row + [""] * width)[:width] for row in cells], page)

    def _cells(self, row: etree._Element, page: int | None) -> list[list[BlockText]]:
        cells: list[list[BlockText]] = []
        for cell in row.iterchildren(CELL, COVERED):
            cells.append(list(self.blocks(cell, page)))
            cells.extend([] for _ in range(_repeats(cell, f"{TABLE}number-columns-repeated") - 1))
        return cells


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element.iterchildren(ROW, *ROW_GROUPS):
        if child.tag == ROW:
            yield child
        else:
            yield from _rows(child)


def _filled(row: list[str]) -> int:
    return max((place for place, cell in enumerate(row, 1) if cell), default=0)


def _repeats(element: etree._Element, attribute: str) -> int:
    said = element.get(attribute, "1")
    return min(int(said), MAX_REPEATS) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _collapsed(text: str | None, before: list[str]) -> str:
    if not text:
        return ""
    words = WHITE_SPACE.sub(" ", text)
    last = next((piece for piece in reversed(before) if piece), "")
    return words[1:] if words[0] == " " and last.endswith((" ", "\n", "\t")) else words
