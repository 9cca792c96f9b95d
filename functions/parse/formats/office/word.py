"""Word documents (OOXML): the text as it reads when all changes are accepted, each paragraph what its style says.

Comments are left out: they speak about the text. Headers and footers are read only where a document has nothing else.
"""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.tables import table
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.drawings import CHART, DIAGRAM, drawn_blocks
from functions.parse.formats.office.properties import core_properties
from functions.parse.formats.office.word_styles import Styles, W
from functions.parse.formats.office.word_text import (
    CELL,
    ENDNOTE,
    FOOTNOTE,
    PARAGRAPH,
    ROW,
    TABLE,
    Boxes,
    children,
    number,
    prepare,
    take_boxes,
    text_of,
)
from shared.documents.document import BlockText

PARSER = f"lxml {etree.__version__}"
PROPERTIES, CELL_PROPERTIES = f"{W}pPr", f"{W}tcPr"
NOTES = ((f"{W}footnote", "footnotes", FOOTNOTE), (f"{W}endnote", "endnotes", ENDNOTE))


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks and core properties of a Word document; its pictures as parts where it has no text.

    Raises PermanentError: corrupt, encrypted, too_large.
    """
    package = Package(content, limits, "Word document")
    document = _Document(package)
    blocks = list(document.body_blocks()) or list(document.margin_blocks())
    parts = () if blocks else package.images(f"{document.folder}media/")
    return Extracted(blocks=blocks, parser=PARSER, metadata=core_properties(package), parts=parts)


class _Document:
    """One document while it is read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_member("word/document.xml")
        self.folder = self._main.rpartition("/")[0] + "/"
        self._relations = package.relations(self._main)
        self._drawn = any(kind in ("chart", "diagramData") for kind, _ in self._relations.values())
        styles = self._target("styles")
        self._styles = Styles(package.read(styles) if styles in package else b"")

    def _target(self, wanted: str) -> str:
        return next((target for kind, target in self._relations.values() if kind == wanted), "")

    def body_blocks(self) -> Iterator[BlockText]:
        """The body, then the notes in the order of their references."""
        body = self._package.tree(self._main).find(f"{W}body")
        if body is None:
            raise self._package.corrupt("it has no body")
        prepare(body)
        references = {tag: [found.get(f"{W}id") for found in body.iter(tag)] for _, _, tag in NOTES}
        yield from self._blocks(body, take_boxes(body))
        for tag, kind, reference in NOTES:
            root = self._package.optional_tree(self._target(kind)) if references[reference] else None
            if root is None:
                continue
            prepare(root)
            boxes = take_boxes(root)
            notes = {note.get(f"{W}id"): note for note in root.iterchildren(tag)}
            for name in dict.fromkeys(references[reference]):
                if name in notes:
                    yield from self._blocks(notes[name], boxes)

    def margin_blocks(self) -> Iterator[BlockText]:
        """The headers and footers."""
        for kind, target in self._relations.values():
            root = self._package.optional_tree(target) if kind in ("header", "footer") else None
            if root is not None:
                prepare(root)
                yield from self._blocks(root, take_boxes(root))

    def _blocks(self, parent: etree._Element, boxes: Boxes) -> Iterator[BlockText]:
        """The blocks of a body, a cell, a note or a text box."""
        for element in children(parent, PARAGRAPH, TABLE):
            if element.tag == TABLE:
                yield from self._table(element, boxes)
                continue
            text = text_of(element)
            if text and not text.isspace():
                found = self._styles.kind_of(element.find(PROPERTIES))
                yield with_bullet_read(BlockText(kind=found.kind, text=text, level=found.level))
            for box in boxes.get(element, ()):
                yield from self._blocks(box, boxes)
            if self._drawn:
                for drawing in element.iter(CHART, DIAGRAM):
                    yield from drawn_blocks(self._package, self._relations, drawing)

    def _table(self, element: etree._Element, boxes: Boxes) -> Iterator[BlockText]:
        """A table as one block, or what stands in its only cell: that is a frame around text, no table."""
        rows = [self._row(row, boxes) for row in children(element, ROW)]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from rows[0][0]
            return
        width = max(map(len, rows), default=0)
        # The text of a table within a cell becomes the cell's.
        cells = [["\n".join(block.text for block in cell) for cell in row] for row in rows]
        yield table([row + [""] * (width - len(row)) for row in cells])

    def _row(self, row: etree._Element, boxes: Boxes) -> list[list[BlockText]]:
        """The blocks of each cell of a row. Of merged cells the first has the text, the others are empty."""
        cells: list[list[BlockText]] = [[] for _ in range(number(row.find(f"{W}trPr/{W}gridBefore")))]
        for cell in children(row, CELL):
            properties = cell.find(CELL_PROPERTIES)
            cells.append(list(self._blocks(cell, boxes)))
            if properties is not None:
                cells.extend([] for _ in range(number(properties.find(f"{W}gridSpan")) - 1))
        return cells
