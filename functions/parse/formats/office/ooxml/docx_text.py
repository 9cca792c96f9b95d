"""The visible elements of a DOCX, and the text of its paragraphs."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.ooxml.docx_styles import VALUE
from functions.parse.formats.office.ooxml.namespaces import MC, M, W

PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
TEXT, TAB, TAB_STOPS, TEXT_BOX = f"{W}t", f"{W}tab", f"{W}tabs", f"{W}txbxContent"
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"

# Elements that stand for a character.
CHARACTERS = {TAB: "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
TEXT_TAGS = (TEXT, *CHARACTERS, f"{M}t")

DELETED, HIDDEN, PLACEHOLDER = f"{W}del", f"{W}vanish", f"{W}showingPlcHdr"

# Elements that a reader doesn't see: deleted, moved and hidden text, the fallback form of content that occurs in two
# forms, ruby text (pronunciation above characters), and the placeholders of form fields that are not filled in.
INVISIBLE = (DELETED, f"{W}moveFrom", f"{MC}Fallback", f"{W}rt", HIDDEN, PLACEHOLDER)

# Values of a property that turn it off (ECMA-376-1, 22.9.2.7).
OFF = frozenset({"0", "false", "off"})

# Elements that only wrap paragraphs, tables, rows or cells.
WRAPPERS = frozenset(
    {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}
    | {f"{MC}AlternateContent", f"{MC}Choice"}
)

# Maximum number of grid columns that a cell or a gap before a row may span.
MAX_SPAN = 1_000

# Contents of text boxes, by the paragraph that anchors them.
Boxes = dict[etree._Element, list[etree._Element]]


def prepare(root: etree._Element) -> None:
    """Remove invisible elements from the tree, and give the elements that stand for characters their text."""
    for element in list(root.iter(INVISIBLE)):
        invisible = _invisible(element)
        parent = invisible.getparent() if invisible is not None else None
        if parent is not None:
            parent.remove(invisible)
    for element in root.iter(*CHARACTERS):
        if element.getparent().tag != TAB_STOPS:
            element.text = CHARACTERS[element.tag]


def _invisible(element: etree._Element) -> etree._Element | None:
    """Return the element that is invisible because of this one: itself, a row, a run or the content of a field."""
    parent = element.getparent()
    grandparent = parent.getparent() if parent is not None else None
    if element.tag == DELETED and parent is not None and parent.tag == f"{W}trPr":
        return grandparent
    if element.tag == HIDDEN:
        in_run = grandparent is not None and grandparent.tag == f"{W}r"
        return grandparent if in_run and element.get(VALUE, "").lower() not in OFF else None
    if element.tag == PLACEHOLDER:
        return grandparent.find(f"{W}sdtContent") if grandparent is not None else None
    return element


def take_boxes(root: etree._Element) -> Boxes:
    """Remove the text boxes from the tree and return them. The text of a paragraph must not include its boxes."""
    boxes: Boxes = {}
    for box in list(root.iter(TEXT_BOX)):
        anchor = next(box.iterancestors(PARAGRAPH), None)
        if anchor is not None:
            boxes.setdefault(anchor, []).append(box)
            box.getparent().remove(box)
    return boxes


def children(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the children with these tags, including those inside wrappers."""
    for child in parent.iterchildren(*tags, *WRAPPERS):
        if child.tag in WRAPPERS:
            yield from children(child, *tags)
        else:
            yield child


def text_of(paragraph: etree._Element) -> str:
    """Return the text of a paragraph with its tabs and line breaks."""
    return "".join(paragraph.itertext(*TEXT_TAGS, with_tail=False))


def span(element: etree._Element | None) -> int:
    """Return the number of grid columns in the value of an element; 0 if there is none."""
    return whole_number(element.get(VALUE, ""), default=0, most=MAX_SPAN) if element is not None else 0
