"""The blocks of OpenDocument text: in a text document, on a slide, or in a table cell."""

import re
from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.common.tables import table
from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.open_document.namespaces import DRAW, OFFICE, SVG, TABLE, TEXT
from functions.parse.formats.office.open_document.styles import Styles
from shared.documents.document import BlockKind, BlockText

HEADING, PARAGRAPH, LIST = f"{TEXT}h", f"{TEXT}p", f"{TEXT}list"
TABLE_OF_CELLS, TEXT_BOX, NOTE = f"{TABLE}table", f"{DRAW}text-box", f"{TEXT}note"
ROW, CELL, COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
ROW_GROUPS = frozenset({f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"})

# Elements that are not part of the text: deleted text, comments, field declarations, ruby text, alternative texts and
# embedded objects. Notes are here because they are read at the end.
SKIPPED = frozenset(
    {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}ruby-text"}
    | {f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{TEXT}note", f"{DRAW}image", f"{DRAW}object"}
    | {"{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc"}
    | {f"{SVG}title", f"{SVG}desc"}
)

WHITE_SPACE = re.compile(r"[ \t\r\n]+")
SPACES, LINE_BREAK, TAB = f"{TEXT}s", f"{TEXT}line-break", f"{TEXT}tab"

# Maximum number of times that a space or a table column is repeated.
MAX_REPEATS = 1_000


class TextReader:
    """Reads blocks, and collects the notes to return them at the end."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._notes: list[etree._Element] = []

    def blocks(self, parent: etree._Element, page: int | None = None, in_list: bool = False) -> Iterator[BlockText]:
        """Yield the blocks below an element in reading order. A text box follows the paragraph that anchors it."""
        for element in parent:
            tag = element.tag
            if tag in (PARAGRAPH, HEADING):
                yield from self._paragraph(element, page, in_list)
            elif tag == TABLE_OF_CELLS:
                yield from self._table(element, page)
            elif tag not in SKIPPED and isinstance(tag, str):
                yield from self.blocks(element, page, in_list or tag == LIST)

    def note_blocks(self) -> Iterator[BlockText]:
        """Yield the blocks of the footnotes and endnotes, in the order of their references."""
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
            value = element.get(f"{TEXT}outline-level", "1")
            level = int(value) if value.isascii() and value.isdigit() and 0 < len(value) < 3 else 1
            return BlockText(kind=BlockKind.HEADING, text=text, level=max(level, 1), page=page)
        if kind is BlockKind.HEADING:
            return BlockText(kind=kind, text=text, level=1, page=page)
        found = kind or (BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH)
        return BlockText(kind=found, text=text, page=page)

    def _collect(self, element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        """Collect the text of a paragraph and its spans, with white space collapsed (ODF 1.3 part 3, 6.1.2)."""
        pieces.append(_collapsed(element.text, pieces))
        for child in element:
            tag = child.tag
            if tag == SPACES:
                pieces.append(" " * repeats(child, f"{TEXT}c"))
            elif tag == TAB:
                pieces.append("\t")
            elif tag == LINE_BREAK:
                pieces.append("\n")
            elif tag == NOTE:
                self._notes.append(child)
            elif tag in (TEXT_BOX, TABLE_OF_CELLS):
                boxes.append(child)
            elif tag not in SKIPPED and isinstance(tag, str):
                self._collect(child, pieces, boxes)
            pieces.append(_collapsed(child.tail, pieces))

    def _table(self, element: etree._Element, page: int | None) -> Iterator[BlockText]:
        """Yield a table as one block. If it has one cell, yield the blocks of the cell.

        A nested table becomes part of the text of its cell.
        """
        rows = [self._cells(row, page) for row in _rows(element)]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from rows[0][0]
            return
        cells = [["\n".join(block.text for block in cell) for cell in row] for row in rows]
        width = max((_filled_width(row) for row in cells), default=0)
        yield table([(row + [""] * width)[:width] for row in cells], page)

    def _cells(self, row: etree._Element, page: int | None) -> list[list[BlockText]]:
        cells: list[list[BlockText]] = []
        for cell in row.iterchildren(CELL, COVERED):
            cells.append(list(self.blocks(cell, page)))
            cells.extend([] for _ in range(repeats(cell, f"{TABLE}number-columns-repeated") - 1))
        return cells


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element.iterchildren(ROW, *ROW_GROUPS):
        if child.tag == ROW:
            yield child
        else:
            yield from _rows(child)


def _filled_width(row: list[str]) -> int:
    """Return the number of cells up to the last filled one."""
    return max((place for place, cell in enumerate(row, 1) if cell), default=0)


def repeats(element: etree._Element, attribute: str, most: int = MAX_REPEATS) -> int:
    """Return how many times an element is repeated, by an attribute; 1 if it isn't set."""
    return whole_number(element.get(attribute, "1"), default=1, most=most)


def _collapsed(text: str | None, before: list[str]) -> str:
    """Return the text with white space collapsed, given the pieces of text before it."""
    if not text:
        return ""
    words = WHITE_SPACE.sub(" ", text)
    last = next((piece for piece in reversed(before) if piece), "")
    return words[1:] if words[0] == " " and last.endswith((" ", "\n", "\t")) else words
