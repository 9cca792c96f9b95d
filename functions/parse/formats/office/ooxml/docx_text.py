"""The visible elements of a DOCX, and the text of its paragraphs."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.ooxml.docx_signs import FIELD_DATA, SYMBOL, write_sign
from functions.parse.formats.office.ooxml.docx_styles import VALUE
from functions.parse.formats.office.ooxml.namespaces import MC, M, W
from functions.parse.formats.office.ooxml.on_off import is_on

PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
TEXT, TAB, TAB_STOPS = f"{W}t", f"{W}tab", f"{W}tabs"
FOOTNOTE, ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"

# Elements that mean a character.
CHARACTERS = {TAB: "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
TEXT_TAGS = (TEXT, *CHARACTERS, f"{M}t", SYMBOL)

DELETED, MOVED_FROM, HIDDEN, PLACEHOLDER = f"{W}del", f"{W}moveFrom", f"{W}vanish", f"{W}showingPlcHdr"

# Properties of a paragraph, and elements between paragraphs that have no text.
PROPERTIES = f"{W}pPr"
BETWEEN = frozenset({f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}proofErr", f"{W}commentRangeEnd"})

# Elements that a reader doesn't see: deleted, moved and hidden text, the fallback form of content that occurs in two
# forms, ruby text (pronunciation above characters), and the placeholders of form fields that are not filled in.
INVISIBLE = (DELETED, MOVED_FROM, f"{MC}Fallback", f"{W}rt", HIDDEN, PLACEHOLDER)

# Elements that only wrap paragraphs, tables, rows or cells.
WRAPPERS = frozenset(
    {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}
    | {f"{MC}AlternateContent", f"{MC}Choice"}
)

# Maximum number of grid columns that a cell or a gap before a row may span.
MAX_SPAN = 1_000


def prepare(root: etree._Element) -> None:
    """Remove invisible elements from the tree, and give the elements that represent characters their text.

    A paragraph whose end is deleted or moved becomes the start of the next one.
    """
    elements = list(root.iter(INVISIBLE))
    open_ended = [element.getparent().getparent().getparent() for element in elements if _ends_paragraph(element)]
    for element in elements:
        invisible = _invisible(element)
        parent = invisible.getparent() if invisible is not None else None
        if parent is not None:
            parent.remove(invisible)
    for paragraph in reversed(open_ended):
        _join_with_next(paragraph)
    signs = []
    for element in root.iter(*CHARACTERS, SYMBOL, FIELD_DATA):
        character = CHARACTERS.get(element.tag)
        if character is None:
            signs.append(element)
        elif element.getparent().tag != TAB_STOPS:
            element.text = character
    for element in signs:
        write_sign(element)


def _ends_paragraph(element: etree._Element) -> bool:
    """Return whether an element marks the end of its paragraph as deleted or moved away."""
    if element.tag not in (DELETED, MOVED_FROM):
        return False
    tags = [ancestor.tag for ancestor, _ in zip(element.iterancestors(), range(3), strict=False)]
    return tags == [f"{W}rPr", PROPERTIES, PARAGRAPH]


def _join_with_next(paragraph: etree._Element) -> None:
    """Move the content of a paragraph to the start of the next one, whose properties the joined paragraph has."""
    parent, following = paragraph.getparent(), paragraph.getnext()
    while following is not None and following.tag in BETWEEN:
        following = following.getnext()
    content = [child for child in paragraph if child.tag != PROPERTIES]
    if parent is None or (content and (following is None or following.tag != PARAGRAPH)):
        return
    if content:
        place = 1 if len(following) and following[0].tag == PROPERTIES else 0
        following[place:place] = content
    parent.remove(paragraph)


def _invisible(element: etree._Element) -> etree._Element | None:
    """Return the element that is invisible because of this one: itself, a row, a run or the content of a field."""
    parent = element.getparent()
    grandparent = parent.getparent() if parent is not None else None
    if element.tag == DELETED and parent is not None and parent.tag == f"{W}trPr":
        return grandparent
    if element.tag == HIDDEN:
        in_run = grandparent is not None and grandparent.tag == f"{W}r"
        return grandparent if in_run and is_on(element.get(VALUE, "")) else None
    if element.tag == PLACEHOLDER:
        return grandparent.find(f"{W}sdtContent") if grandparent is not None else None
    return element


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
