"""DOCX (OOXML): the text with all tracked changes accepted; styles give each paragraph its kind.

Comments are skipped because they are not part of the text. Headers and footers are read only if the document has no
other text.
"""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.xml_tree import PARSER
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.ooxml.docx_styles import Styles
from functions.parse.formats.office.ooxml.docx_text import (
    CELL,
    ENDNOTE,
    FOOTNOTE,
    PARAGRAPH,
    ROW,
    TABLE,
    Boxes,
    children,
    prepare,
    span,
    take_boxes,
    text_of,
)
from functions.parse.formats.office.ooxml.drawings import CHART, DIAGRAM, drawn_blocks
from functions.parse.formats.office.ooxml.namespaces import W
from functions.parse.formats.office.ooxml.relations import target_of_kind
from functions.parse.formats.office.properties import core_properties
from functions.parse.formats.office.tables import padded_table
from shared.documents.document import BlockText

PROPERTIES, CELL_PROPERTIES = f"{W}pPr", f"{W}tcPr"

# For footnotes and endnotes: the element of a note, the kind of the relationship, and the element of a reference.
NOTES = ((f"{W}footnote", "footnotes", FOOTNOTE), (f"{W}endnote", "endnotes", ENDNOTE))


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks and core properties of a DOCX; its images as parts if it has no text.

    Raises PermanentError: corrupt, encrypted, too_large.
    """
    package = Package(content, limits, "Word document")
    document = _Document(package)
    blocks = list(document.body_blocks()) or list(document.margin_blocks())
    parts = () if blocks else package.images(f"{document.folder}media/")
    return Extracted(blocks=blocks, parser=PARSER, metadata=core_properties(package), parts=parts)


class _Document:
    """Reads one document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_member("word/document.xml")
        self.folder = self._main.rpartition("/")[0] + "/"
        self._relations = package.relations(self._main)
        self._has_drawings = any(kind in ("chart", "diagramData") for kind, _ in self._relations.values())
        styles = target_of_kind(self._relations, "styles")
        self._styles = Styles(package.read(styles) if styles in package else b"")

    def body_blocks(self) -> Iterator[BlockText]:
        """Yield the blocks of the body, then the notes in the order of their references."""
        body = self._package.tree(self._main).find(f"{W}body")
        if body is None:
            raise self._package.corrupt("it has no body")
        prepare(body)
        references = {tag: [found.get(f"{W}id") for found in body.iter(tag)] for _, _, tag in NOTES}
        yield from self._blocks(body, take_boxes(body))
        for tag, kind, reference in NOTES:
            target = target_of_kind(self._relations, kind)
            root = self._package.optional_tree(target) if references[reference] else None
            if root is None:
                continue
            prepare(root)
            boxes = take_boxes(root)
            notes = {note.get(f"{W}id"): note for note in root.iterchildren(tag)}
            for name in dict.fromkeys(references[reference]):
                if name in notes:
                    yield from self._blocks(notes[name], boxes)

    def margin_blocks(self) -> Iterator[BlockText]:
        """Yield the blocks of the headers and footers."""
        for kind, target in self._relations.values():
            root = self._package.optional_tree(target) if kind in ("header", "footer") else None
            if root is not None:
                prepare(root)
                yield from self._blocks(root, take_boxes(root))

    def _blocks(self, parent: etree._Element, boxes: Boxes) -> Iterator[BlockText]:
        """Yield the blocks of a body, cell, note or text box."""
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
            if self._has_drawings:
                for drawing in element.iter(CHART, DIAGRAM):
                    yield from drawn_blocks(self._package, self._relations, drawing)

    def _table(self, element: etree._Element, boxes: Boxes) -> Iterator[BlockText]:
        """Yield a table as one block. A table of one cell is a frame around text: yield the blocks of the cell."""
        rows = [self._row(row, boxes) for row in children(element, ROW)]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from rows[0][0]
            return
        # The text of a nested table becomes part of the text of its cell.
        yield padded_table([["\n".join(block.text for block in cell) for cell in row] for row in rows])

    def _row(self, row: etree._Element, boxes: Boxes) -> list[list[BlockText]]:
        """Return the blocks of each cell of a row. The first of merged cells has the text; the others are empty."""
        cells: list[list[BlockText]] = [[] for _ in range(span(row.find(f"{W}trPr/{W}gridBefore")))]
        for cell in children(row, CELL):
            properties = cell.find(CELL_PROPERTIES)
            cells.append(list(self._blocks(cell, boxes)))
            if properties is not None:
                cells.extend([] for _ in range(span(properties.find(f"{W}gridSpan")) - 1))
        return cells
