"""The blocks of OpenDocument text: in a text document, on a slide, or in a table cell."""

import re
from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.common.tables import table
from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.open_document.namespaces import DRAW, OFFICE, SVG, TABLE, TEXT
from functions.parse.formats.office.open_document.numbering import LEVELS, Numbering
from functions.parse.formats.office.open_document.styles import Styles
from shared.documents.document import BlockKind, BlockText

HEADING, PARAGRAPH, LIST, LIST_ITEM = f"{TEXT}h", f"{TEXT}p", f"{TEXT}list", f"{TEXT}list-item"
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

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        # The style and the level of the list that is being read, and the label of its current item.
        self._list = ("", 0)
        self._label = ""
        self._notes: list[etree._Element] = []

    def blocks(self, parent: etree._Element, page: int | None = None, in_list: bool = False) -> Iterator[BlockText]:
        """Yield the blocks below an element in reading order. A text box follows the paragraph that anchors it."""
        for element in parent:
            tag = element.tag
            if tag in (PARAGRAPH, HEADING):
                yield from self._paragraph(element, page, in_list)
            elif tag == TABLE_OF_CELLS:
                yield from self._table(element, page)
            elif tag == LIST:
                yield from self._list_blocks(element, page)
            elif tag not in SKIPPED and isinstance(tag, str):
                yield from self.blocks(element, page, in_list)

    def _list_blocks(self, element: etree._Element, page: int | None) -> Iterator[BlockText]:
        """Yield the blocks of a list. Its items have numbers by its style, or by that of the list around it."""
        outer = self._list
        style = element.get(f"{TEXT}style-name") or outer[0]
        continues = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if not outer[1] and not continues:
            self._numbering.restart(style)
        self._list = (style, outer[1] + 1)
        for item in element:
            if item.tag == LIST_ITEM:
                self._label = self._item_label(item)
            if isinstance(item.tag, str):
                yield from self.blocks(item, page, in_list=True)
            self._label = ""
        self._list = outer

    def _item_label(self, item: etree._Element) -> str:
        """Return the number of an item; none for an item that only contains another list."""
        if next(item.iterchildren(PARAGRAPH, HEADING), None) is None:
            return ""
        return self._numbering.label(*self._list, item.get(f"{TEXT}start-value"))

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
        label, self._label = self._label, ""
        if element.tag == HEADING and not in_list and element.get(f"{TEXT}is-list-header") != "true":
            level = whole_number(element.get(f"{TEXT}outline-level", ""), default=1, most=LEVELS)
            label = self._numbering.label("", max(level, 1), element.get(f"{TEXT}start-value"))
        if text:
            text = label + text
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
