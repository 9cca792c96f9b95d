"""The elements of a Word document that a reader sees, and the text of its paragraphs."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.office.ooxml.docx_styles import VALUE, W

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
TEXT, TAB, TAB_STOPS, TEXT_BOX = f"{W}t", f"{W}tab", f"{W}tabs", f"{W}txbxContent"
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"
CHARACTERS = {TAB: "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
SPOKEN = (TEXT, *CHARACTERS, MATH_TEXT)

DELETED, HIDDEN, PLACEHOLDER = f"{W}del", f"{W}vanish", f"{W}showingPlcHdr"

# What a reader doesn't see: deleted, moved and hidden text, the second form of what is there twice, the small letters
# above characters that say how they are pronounced, and what a form shows where nothing was filled in.
LEFT_OUT = (DELETED, f"{W}moveFrom", f"{COMPATIBILITY}Fallback", f"{W}rt", HIDDEN, PLACEHOLDER)

OFF = frozenset({"0", "false", "off"})

# Elements around paragraphs, tables, rows or cells that are none themselves.
TRANSPARENT = frozenset(
    {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}
    | {f"{COMPATIBILITY}AlternateContent", f"{COMPATIBILITY}Choice"}
)

# The contents of text boxes, by the paragraph that they are anchored to.
Boxes = dict[etree._Element, list[etree._Element]]


def prepare(root: etree._Element) -> None:
    """Take out of the tree what a reader doesn't see, and make text of the elements that stand for characters."""
    for element in list(root.iter(LEFT_OUT)):
        unseen = _unseen(element)
        parent = unseen.getparent() if unseen is not None else None
        if parent is not None:
            parent.remove(unseen)
    for element in root.iter(*CHARACTERS):
        if element.getparent().tag != TAB_STOPS:
            element.text = CHARACTERS[element.tag]


def _unseen(element: etree._Element) -> etree._Element | None:
    """What is not seen because this element is there."""
    parent = element.getparent()
    around = parent.getparent() if parent is not None else None
    if element.tag == DELETED and parent is not None and parent.tag == f"{W}trPr":
        return around
    if element.tag == HIDDEN:
        of_run = around is not None and around.tag == f"{W}r"
        return around if of_run and element.get(VALUE, "").lower() not in OFF else None
    if element.tag == PLACEHOLDER:
        return around.find(f"{W}sdtContent") if around is not None else None
    return element


def take_boxes(root: etree._Element) -> Boxes:
    """Take the text boxes out of the tree, so that no paragraph has the text of those that stand in it."""
    boxes: Boxes = {}
    for box in list(root.iter(TEXT_BOX)):
        anchor = next(box.iterancestors(PARAGRAPH), None)
        if anchor is not None:
            boxes.setdefault(anchor, []).append(box)
            box.getparent().remove(box)
    return boxes


def children(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The children of these tags, and those in elements that only stand around them."""
    for child in parent.iterchildren(*tags, *TRANSPARENT):
        if child.tag in TRANSPARENT:
            yield from children(child, *tags)
        else:
            yield child


def text_of(paragraph: etree._Element) -> str:
    """The text of a paragraph, tabs and line breaks kept."""
    return "".join(paragraph.itertext(*SPOKEN, with_tail=False))


def number(element: etree._Element | None, attribute: str = VALUE, most: int = 1_000) -> int:
    """A count in an attribute, 0 where there is none."""
    said = element.get(attribute, "") if element is not None else ""
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 10 else 0
