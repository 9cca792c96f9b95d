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
from functions.parse.formats.office.ooxml.docx_boxes import Boxes, take_boxes
from functions.parse.formats.office.ooxml.docx_chunks import chunk_blocks
from functions.parse.formats.office.ooxml.docx_left_out import Beside
from functions.parse.formats.office.ooxml.docx_numbering import Numbering
from functions.parse.formats.office.ooxml.docx_styles import Styles
from functions.parse.formats.office.ooxml.docx_text import (
    CELL,
    ENDNOTE,
    FOOTNOTE,
    PARAGRAPH,
    ROW,
    TABLE,
    children,
    prepare,
    span,
    text_of,
)
from functions.parse.formats.office.ooxml.drawings import CHART, DIAGRAM, drawn_blocks
from functions.parse.formats.office.ooxml.namespaces import R, W
from functions.parse.formats.office.ooxml.relations import target_of_id, target_of_kind
from functions.parse.formats.office.properties import core_properties
from functions.parse.formats.office.tables import padded_table
from shared.documents.document import BlockText

PROPERTIES, CELL_PROPERTIES, CHUNK = f"{W}pPr", f"{W}tcPr", f"{W}altChunk"

# Maximum depth of documents that documents take in.
MAX_CHUNK_DEPTH = 3

# For footnotes and endnotes: the element of a note, the kind of the relationship, and the element of a reference.
NOTES = ((f"{W}footnote", "footnotes", FOOTNOTE), (f"{W}endnote", "endnotes", ENDNOTE))


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks and core properties of a DOCX; its images as parts if it has no text.

    Raises PermanentError: corrupt, encrypted, too_large.
    """
    package = Package(content, limits, "Word document")
    document = _Document(package, limits)
    blocks = list(document.body_blocks()) or list(document.margin_blocks())
    parts = () if blocks else package.images(f"{document.folder}media/")
    warnings = document.beside.warnings(package) if blocks else []
    return Extracted(blocks=blocks, parser=PARSER, metadata=core_properties(package), warnings=warnings, parts=parts)


class _Document:
    """Reads one document."""

    def __init__(self, package: Package, limits: Limits, depth: int = 0) -> None:
        self._package = package
        self._limits = limits
        self._depth = depth
        self._main = package.main_member("word/document.xml")
        self.folder = self._main.rpartition("/")[0] + "/"
        self._relations = package.relations(self._main)
        self._has_drawings = any(kind in ("chart", "diagramData") for kind, _ in self._relations.values())
        styles = target_of_kind(self._relations, "styles")
        self._styles = Styles(package.read(styles) if styles in package else b"")
        self._has_numbers = any(kind == "numbering" for kind, _ in self._relations.values())
        self._numbering: Numbering | None = None
        self.beside = Beside(self._relations)

    def body_blocks(self) -> Iterator[BlockText]:
        """Yield the blocks of the body, then the notes in the order of their references."""
        body = self._package.tree(self._main).find(f"{W}body")
        if body is None:
            raise self._package.corrupt("it has no body")
        prepare(body)
        self.beside.count(body)
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
        for element in children(parent, PARAGRAPH, TABLE, CHUNK):
            if element.tag == TABLE:
                yield from self._table(element, boxes)
                continue
            if element.tag == CHUNK:
                yield from self._chunk(element)
                continue
            anchored = boxes.get(element, ()) if boxes else ()
            for box in anchored:
                if box.above:
                    yield from self._blocks(box.content, boxes)
            properties = element.find(PROPERTIES)
            label = self._label(properties) if properties is not None and self._has_numbers else ""
            text = text_of(element)
            if text and not text.isspace():
                found = self._styles.kind_of(properties)
                yield with_bullet_read(BlockText(kind=found.kind, text=label + text, level=found.level))
            for box in anchored:
                if not box.above:
                    yield from self._blocks(box.content, boxes)
            if self._has_drawings:
                for drawing in element.iter(CHART, DIAGRAM):
                    yield from drawn_blocks(self._package, self._relations, drawing)

    def _label(self, properties: etree._Element) -> str:
        """Return the automatic number of a paragraph with the blank after it."""
        number = self._styles.number_of(properties)
        if number is None:
            return ""
        if self._numbering is None:
            self._numbering = Numbering(self._package.optional_tree(target_of_kind(self._relations, "numbering")))
        return self._numbering.label(*number)

    def _chunk(self, element: etree._Element) -> list[BlockText]:
        """Return the blocks of a file that the document takes in."""
        name = target_of_id(self._relations, element.get(f"{R}id"))
        found = None
        if name in self._package and self._depth < MAX_CHUNK_DEPTH:
            found = chunk_blocks(self._package.read(name), name, self._limits, self._document_blocks)
        if found is None:
            self.beside.chunks += 1
        return found or []

    def _document_blocks(self, content: bytes) -> list[BlockText]:
        inner = _Document(Package(content, self._limits, "Word document"), self._limits, self._depth + 1)
        return list(inner.body_blocks())

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
