"""PPTX (OOXML): slides in order, each with its title as a heading, then its other text, then its speaker notes.

Hidden slides are skipped and counted in a warning. Dates, footers and slide numbers are skipped without a warning.
"""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits, content_left_out
from functions.parse.formats.common.xml_tree import PARSER
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.large_pictures import is_large
from functions.parse.formats.office.left_out import workbook_and_slide_warnings
from functions.parse.formats.office.ooxml.drawings import (
    CHART,
    DIAGRAM,
    PARAGRAPH,
    TABLE,
    drawn_blocks,
    paragraph_text,
    table_block,
)
from functions.parse.formats.office.ooxml.namespaces import A, P, R
from functions.parse.formats.office.ooxml.pptx_lists import SlideLists
from functions.parse.formats.office.ooxml.pptx_shapes import FRAME, PICTURE, PLACEHOLDER_OF, SHAPE, shapes_in_order
from functions.parse.formats.office.ooxml.relations import Relations, target_of_id, target_of_kind
from functions.parse.formats.office.properties import core_properties
from functions.parse.formats.office.visible_pages import visible_pages
from shared.documents.document import BlockKind, BlockText

# Types of placeholders (ECMA-376-1, 19.7.10). Furniture: date, footer, header, slide number, image of the slide.
TITLES = frozenset({"title", "ctrTitle"})
FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})

# Values of an attribute that turn it off.
FALSE = frozenset({"0", "false"})


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks and core properties of a presentation; its images as parts if no slide has text.

    Raises PermanentError: corrupt, encrypted, too_large.
    """
    package = Package(content, limits, "presentation")
    main = package.main_member("ppt/presentation.xml")
    relations = package.relations(main)
    slides = [
        target_of_id(relations, slide.get(f"{R}id")) for slide in package.tree(main).iterfind(f"{P}sldIdLst/{P}sldId")
    ]
    shown, warnings = visible_pages(
        [(page, _Slide(package, name)) for page, name in enumerate(slides[: limits.max_pages], 1) if name in package],
        lambda slide: slide[1].hidden,
        total=len(slides),
        limits=limits,
        noun="slides",
    )
    lists = SlideLists(package)
    blocks = [block for page, slide in shown for block in slide.blocks(page, lists)]
    parts = () if blocks else package.images(main.rpartition("/")[0] + "/media/")
    pictures = sum(slide.large_pictures() for _, slide in shown) if blocks else 0
    if pictures:
        reason = "pictures are read only if no slide has text"
        warnings.append(content_left_out(pictures, "large pictures", reason))
    if blocks:
        warnings += workbook_and_slide_warnings(package)
    return Extracted(
        blocks=blocks, parser=PARSER, metadata=core_properties(package, len(slides)), warnings=warnings, parts=parts
    )


class _Slide:
    """A slide: its root element, and whether it is hidden."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self._root = package.tree(name)
        self.hidden = self._root.get("show", "1") in FALSE

    def large_pictures(self) -> int:
        """Return the number of large pictures."""
        return sum(1 for picture in self._root.iter(PICTURE) if is_large(picture.find(f"{P}spPr/{A}xfrm/{A}ext")))

    def blocks(self, page: int, lists: SlideLists) -> list[BlockText]:
        """Return the blocks of the title, of the other text, then of the notes."""
        relations = self._package.relations(self._name)
        layout = target_of_kind(relations, "slideLayout")
        titles: list[BlockText] = []
        others: list[BlockText] = []
        tree = self._root.find(f"{P}cSld/{P}spTree")
        for element in shapes_in_order(tree, lambda shape: lists.edges_of(shape, layout)):
            if element.tag == FRAME:
                others.extend(self._framed(element, relations, page))
                continue
            placeholder = element.find(PLACEHOLDER_OF)
            role = placeholder.get("type", "obj") if placeholder is not None else ""
            if role in FURNITURE:
                continue
            paragraphs = list(element.iterfind(f"{P}txBody/{PARAGRAPH}"))
            if role in TITLES:
                text = " ".join(" ".join(map(paragraph_text, paragraphs)).split())
                titles.append(BlockText(kind=BlockKind.HEADING, text=text, level=1, page=page))
                continue
            for paragraph in paragraphs:
                text = paragraph_text(paragraph)
                if text and not text.isspace():
                    listed = lists.is_item(paragraph, element, placeholder, layout)
                    kind = BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
                    others.append(with_bullet_read(BlockText(kind=kind, text=text, page=page)))
        notes = self._notes(target_of_kind(relations, "notesSlide"), page)
        return [block for block in (*titles, *others, *notes) if block.text]

    def _framed(self, frame: etree._Element, relations: Relations, page: int) -> Iterator[BlockText]:
        """Yield the blocks of the tables, charts and diagrams in a frame."""
        for element in frame.iter(TABLE, CHART, DIAGRAM):
            if element.tag == TABLE:
                yield table_block(element, page)
            else:
                yield from drawn_blocks(self._package, relations, element, page)

    def _notes(self, name: str, page: int) -> Iterator[BlockText]:
        root = self._package.optional_tree(name)
        for shape in root.iter(SHAPE) if root is not None else ():
            placeholder = shape.find(PLACEHOLDER_OF)
            if placeholder is not None and placeholder.get("type") in FURNITURE:
                continue
            for paragraph in shape.iterfind(f"{P}txBody/{PARAGRAPH}"):
                yield BlockText(kind=BlockKind.PARAGRAPH, text=paragraph_text(paragraph).strip(), page=page)
