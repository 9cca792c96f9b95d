"""Styles of a DOCX: the kind of each paragraph (heading, list item, quotation and so on) by its style and numbering."""

import re
from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.ooxml.namespaces import W
from functions.parse.formats.office.paragraph_kinds import (
    BODY_TEXT_LEVEL,
    LIST_ITEM,
    MAX_BASES,
    PARAGRAPH,
    ParagraphKind,
    kind_of_name,
    with_own_properties,
)
from functions.parse.safe_xml import xml_parser
from shared.documents.document import BlockKind

VALUE, STYLE, NUMBERING = f"{W}val", f"{W}pStyle", f"{W}numPr"

# Start and end tags in word/styles.xml. All programs use the prefix `w`.
STYLES_START, STYLE_START, STYLE_END, STYLES_END = b"<w:styles", b"<w:style ", b"</w:style>", b"</w:styles>"
STYLE_ID = re.compile(rb'[^>]*?\bw:styleId="([^">]*)"')


class Styles:
    """The styles of a document. Parse a style only when a paragraph uses it: programs store hundreds of unused ones."""

    def __init__(self, content: bytes) -> None:
        """`content` is the content of word/styles.xml; empty if the document has none."""
        self._kinds: dict[str, ParagraphKind] = {}
        self._numbers: dict[str, tuple[str | None, int | None]] = {}
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
        """Return the kind of a paragraph with these properties (`w:pPr`), which override those of its style."""
        if properties is None:
            return PARAGRAPH
        style_id, outline_level, numbered = _values(properties)
        by_style = self._style_kind(style_id) if style_id else PARAGRAPH
        return with_own_properties(by_style, outline_level, numbered)

    def number_of(self, properties: etree._Element) -> tuple[str, int | None, str | None] | None:
        """Return the list of a paragraph with these properties, its level if it is set, and its style; None if none."""
        style, own = properties.find(STYLE), properties.find(NUMBERING)
        style_id = style.get(VALUE) if style is not None else None
        if own is None and (style_id is None or self._style_number(style_id)[0] is None):
            return None
        number, level = _number(own)
        if number is None and style_id:
            found = self._style_number(style_id)
            number, level = found[0], found[1] if level is None else level
        return None if number in (None, "0") else (number or "", level, style_id)

    def _style_number(self, style_id: str) -> tuple[str | None, int | None]:
        """Return the list and the level of a style or of its base styles."""
        known = self._numbers.get(style_id)
        if known is None:
            number: str | None = None
            level: int | None = None
            current: str | None = style_id
            for _ in range(MAX_BASES):
                style = self._style(current or "")
                if style is None or number is not None:
                    break
                found = style.find(f"{W}pPr/{W}numPr")
                number, own_level = _number(found)
                level = own_level if level is None else level
                base = style.find(f"{W}basedOn")
                current = base.get(VALUE) if base is not None else None
            known = self._numbers[style_id] = (number, level)
        return known

    def _style_kind(self, style_id: str) -> ParagraphKind:
        """Return the kind of a style by its name, outline level or numbering, or by those of its base styles."""
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
                # The document doesn't define the style. Most programs derive the id from the name.
                return kind_of_name(current.lower().replace("-", " ")) or PARAGRAPH if current else PARAGRAPH
            name = style.find(f"{W}name")
            kind = kind_of_name((name.get(VALUE, "") if name is not None else "").lower())
            if kind is not None:
                return PARAGRAPH if unnumbered and kind is LIST_ITEM else kind
            properties = style.find(f"{W}pPr")
            if properties is not None:
                _, level, numbered = _values(properties)
                if level is not None:
                    return ParagraphKind(BlockKind.HEADING, level + 1) if level < BODY_TEXT_LEVEL else PARAGRAPH
                if numbered and not unnumbered:
                    return LIST_ITEM
                unnumbered = unnumbered or numbered is False
            base = style.find(f"{W}basedOn")
            current = base.get(VALUE) if base is not None else None
        return PARAGRAPH


def _sources(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the id and the XML of each style. All programs write word/styles.xml in UTF-8."""
    *closed, _ = content.split(STYLE_END)
    for piece in closed:
        start = piece.rfind(STYLE_START)
        found = STYLE_ID.match(piece, start) if start >= 0 else None
        if found:
            yield found.group(1), piece[start:] + STYLE_END


def _values(properties: etree._Element) -> tuple[str | None, int | None, bool | None]:
    """Return the style id, the outline level, and whether there is numbering; None for each that is not set."""
    style_id, level, numbered = None, None, None
    for element in properties:
        if element.tag == f"{W}pStyle":
            style_id = element.get(VALUE)
        elif element.tag == f"{W}numPr":
            number = element.find(f"{W}numId")
            numbered = number is not None and number.get(VALUE) != "0"
        elif element.tag == f"{W}outlineLvl":
            value = element.get(VALUE, "")
            level = min(int(value), BODY_TEXT_LEVEL) if value.isascii() and value.isdigit() and len(value) < 3 else None
    return style_id, level, numbered


def _number(element: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level of numbering properties (`w:numPr`); None for each that is not set."""
    if element is None:
        return None, None
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        number.get(VALUE, "") if number is not None else None,
        whole_number(level.get(VALUE, ""), default=0, most=BODY_TEXT_LEVEL - 1) if level is not None else None,
    )
