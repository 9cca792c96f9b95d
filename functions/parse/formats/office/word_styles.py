"""What the styles and the numbering of a Word document make of its paragraphs: headings, list items, quotations …"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from functions.parse.containers.safe_xml import xml_parser
from shared.documents.document import BlockKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"

# The outline level of what is no heading (ECMA-376-1, 17.3.1.20); 0 is the highest heading.
BODY_TEXT_LEVEL = 9

# Styles that one can be based on, in a chain: as many as Word allows.
MAX_BASES = 11

HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop) ?([1-9])")
KINDS_BY_NAME = (
    (re.compile(r"list (?:bullet|number|continue)|list(?: \d)?$|(?:numbering|list) \d"), BlockKind.LIST_ITEM),
    (re.compile(r"(?:intense )?quote|quotations?$|block ?text|block quotation"), BlockKind.QUOTATION),
    (re.compile(r"caption"), BlockKind.CAPTION),
    (re.compile(r"(?:source )?code|html (?:code|preformatted)|preformatted|macro|verbatim"), BlockKind.CODE),
)
STYLES_START, STYLE_START, STYLE_END, STYLES_END = b"<w:styles", b"<w:style ", b"</w:style>", b"</w:styles>"
STYLE_ID = re.compile(rb'[^>]*?\bw:styleId="([^">]*)"')
TITLE_NAMES = frozenset({"title", "book title"})


@dataclass(frozen=True, slots=True)
class ParagraphKind:
    """What a paragraph is, and how high a heading stands."""

    kind: BlockKind
    level: int | None = None


PARAGRAPH = ParagraphKind(BlockKind.PARAGRAPH)
LIST_ITEM = ParagraphKind(BlockKind.LIST_ITEM)


class Styles:
    """The styles of a document. Only those that are asked for are parsed: programs store hundreds that nothing uses."""

    def __init__(self, content: bytes) -> None:
        """`content` is that of word/styles.xml, empty where there is none."""
        self._kinds: dict[str, ParagraphKind] = {}
        root = content.find(STYLES_START)
        self._opening = content[root : content.find(b">", root) + 1] if root >= 0 else b""
        self._sources = dict(_sources(content))

    def _style(self, style_id: str) -> etree._Element | None:
        source = self._sources.get(style_id.encode("utf-8"))
        if source is None:
            return None
        try:
            return etree.fromstring(self._opening + source + STYLES_END, xml_parser()).find(f"{W}style")
        except etree.XMLSyntaxError:
            return None

    def kind_of(self, properties: etree._Element | None) -> ParagraphKind:
        """What a paragraph with these properties (`w:pPr`) is. What it says itself goes before its style."""
        if properties is None:
            return PARAGRAPH
        style_id, own_level, numbered = _said_by(properties)
        by_style = self._style_kind(style_id) if style_id else PARAGRAPH
        if own_level is not None and by_style.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            if own_level < BODY_TEXT_LEVEL:
                return ParagraphKind(BlockKind.HEADING, own_level + 1)
            by_style = PARAGRAPH
        if numbered and by_style.kind is BlockKind.PARAGRAPH:
            return LIST_ITEM
        if numbered is False and by_style.kind is BlockKind.LIST_ITEM:
            return PARAGRAPH
        return by_style

    def _style_kind(self, style_id: str) -> ParagraphKind:
        """The kind of a style, by its name, its outline level or its numbering, or by those of its bases."""
        known = self._kinds.get(style_id)
        if known is None:
            known = self._kinds[style_id] = self._kind_of_chain(style_id)
        return known

    def _kind_of_chain(self, style_id: str) -> ParagraphKind:
        current: str | None = style_id
        unnumbered = False
        for _ in range(MAX_BASES):
            style = self._style(current or "")
            if style is None:
                # A style that the document lacks still has its name as id in most programs.
                return kind_of_name(current.lower().replace("-", " ")) or PARAGRAPH if current else PARAGRAPH
            name = style.find(f"{W}name")
            kind = kind_of_name((name.get(VALUE, "") if name is not None else "").lower())
            if kind is not None:
                return PARAGRAPH if unnumbered and kind is LIST_ITEM else kind
            properties = style.find(f"{W}pPr")
            if properties is not None:
                _, level, numbered = _said_by(properties)
                if level is not None:
                    return ParagraphKind(BlockKind.HEADING, level + 1) if level < BODY_TEXT_LEVEL else PARAGRAPH
                if numbered and not unnumbered:
                    return LIST_ITEM
                unnumbered = unnumbered or numbered is False
            base = style.find(f"{W}basedOn")
            current = base.get(VALUE) if base is not None else None
        return PARAGRAPH


def _sources(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The ids of the styles and the XML of each. All programs write it in UTF-8 and with the prefix `w`."""
    *closed, _ = content.split(STYLE_END)
    for piece in closed:
        start = piece.rfind(STYLE_START)
        found = STYLE_ID.match(piece, start) if start >= 0 else None
        if found:
            yield found.group(1), piece[start:] + STYLE_END


def _said_by(properties: etree._Element) -> tuple[str | None, int | None, bool | None]:
    """The style, the outline level and whether there is numbering, each None where the properties don't say."""
    style_id, level, numbered = None, None, None
    for said in properties:
        if said.tag == f"{W}pStyle":
            style_id = said.get(VALUE)
        elif said.tag == f"{W}numPr":
            number = said.find(f"{W}numId")
            numbered = number is not None and number.get(VALUE) != "0"
        elif said.tag == f"{W}outlineLvl":
            value = said.get(VALUE, "")
            level = min(int(value), BODY_TEXT_LEVEL) if value.isascii() and value.isdigit() and len(value) < 3 else None
    return style_id, level, numbered


def kind_of_name(name: str) -> ParagraphKind | None:
    """What paragraphs with a style of this name (in small letters) are, None where the name says nothing."""
    heading = HEADING_NAME.match(name)
    if heading:
        return ParagraphKind(BlockKind.HEADING, int(heading.group(1)))
    if name in TITLE_NAMES:
        return ParagraphKind(BlockKind.HEADING, 1)
    return next((ParagraphKind(kind) for names, kind in KINDS_BY_NAME if names.match(name)), None)
