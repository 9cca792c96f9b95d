"""Presentations (OOXML): slides in their order, the title of each as its heading, its speaker's notes behind it.

Slides that are hidden in the show are left out, counted in a warning. Dates, footers and slide numbers are furniture.
"""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.left_out import kept_and_warnings
from functions.parse.formats.office.ooxml.drawings import (
    CHART,
    DIAGRAM,
    PARAGRAPH,
    TABLE,
    R,
    drawn_blocks,
    paragraph_text,
    table_block,
)
from functions.parse.formats.office.ooxml.pptx_lists import PLACEHOLDER_OF, P, SlideLists
from functions.parse.formats.office.properties import core_properties
from shared.documents.document import BlockKind, BlockText

PARSER = f"lxml {etree.__version__}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

SHAPE, FRAME, GROUP = f"{P}sp", f"{P}graphicFrame", f"{P}grpSp"
AROUND_SHAPES = frozenset({GROUP, f"{COMPATIBILITY}AlternateContent", f"{COMPATIBILITY}Choice"})
TITLES = frozenset({"title", "ctrTitle"})
FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
FALSE = frozenset({"0", "false"})


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks and core properties of a presentation; its pictures as parts where no slide has text.

    Raises PermanentError: corrupt, encrypted, too_large.
    """
    package = Package(content, limits, "presentation")
    main = package.main_member("ppt/presentation.xml")
    relations = package.relations(main)
    slides = [
        relations.get(slide.get(f"{R}id", ""), ("", ""))[1]
        for slide in package.tree(main).iterfind(f"{P}sldIdLst/{P}sldId")
    ]
    shown, warnings = kept_and_warnings(
        [(page, _Slide(package, name)) for page, name in enumerate(slides[: limits.max_pages], 1) if name in package],
        lambda slide: slide[1].hidden,
        total=len(slides),
        limits=limits,
        what="slides",
    )
    lists = SlideLists(package)
    blocks = [block for page, slide in shown for block in slide.blocks(page, lists)]
    parts = () if blocks else package.images(main.rpartition("/")[0] + "/media/")
    return Extracted(
        blocks=blocks, parser=PARSER, metadata=core_properties(package, len(slides)), warnings=warnings, parts=parts
    )


class _Slide:
    """One slide."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name
        self._root = package.tree(name)
        self.hidden = self._root.get("show", "1") in FALSE

    def blocks(self, page: int, lists: SlideLists) -> list[BlockText]:
        """The title, what else stands on the slide, then the notes."""
        relations = self._package.relations(self._name)
        layout = _related(relations, "slideLayout")
        titles: list[BlockText] = []
        others: list[BlockText] = []
        for element in _shapes(self._root.find(f"{P}cSld/{P}spTree")):
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
        notes = self._notes(_related(relations, "notesSlide"), page)
        return [block for block in (*titles, *others, *notes) if block.text]

    def _framed(self, frame: etree._Element, relations: dict[str, tuple[str, str]], page: int) -> Iterator[BlockText]:
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


def _related(relations: dict[str, tuple[str, str]], wanted: str) -> str:
    return next((target for kind, target in relations.values() if kind == wanted), "")


def _shapes(parent: etree._Element | None) -> Iterator[etree._Element]:
    """The shapes and frames, those in groups too, in the order in which they were put on the slide."""
    for child in parent.iterchildren(SHAPE, FRAME, *AROUND_SHAPES) if parent is not None else ():
        if child.tag in AROUND_SHAPES:
            yield from _shapes(child)
        else:
            yield child
