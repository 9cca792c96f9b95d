"""XML of any other vocabulary: the text of its elements in document order, uniform records as tables."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.encoded_data import is_encoded_data, left_out_warnings
from functions.parse.formats.common.markup import MAX_LEVEL, local_name
from functions.parse.formats.common.tables import table
from functions.parse.formats.common.xml_tree import PARSER, XML_LANG, read_tree, remove
from functions.parse.metadata import language_code
from shared.documents.document import BlockKind, BlockText, Metadata

SVG, XHTML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xhtml}"

# Elements without text for a reader: style sheets, scripts, and the licence and the program in an SVG.
UNSEEN = ("style", "script", "metadata")

# Elements that end a line within a text.
LINE_ENDS = ("br", "lb", "tab", "newline")

# Attributes with text for a reader, of elements that have none: entries of an outline, fields of a form.
SHOWN = ("text", "title", "label", "_note", "description", "summary", "caption", "value")

TITLES = frozenset({"title", "headline", "heading", "head", "subject", "h1", "h2", "h3"})

# Maximum length of a title, in characters. A longer text is a paragraph.
MAX_TITLE = 300

# Maximum length of a record's field, in characters. Records with longer fields are text, not rows of a table.
MAX_CELL = 200

# Minimum number of records, and of their fields, in a table.
MIN_RECORDS = 2
MIN_COLUMNS = 2

# Minimum share of the cells of a table that must have a value (0 to 1).
MIN_FILLED_SHARE = 0.25


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read each element with text as a block, titles as headings. An element with mixed content is one block."""
    tree = read_tree(content, hints)
    encoded = _remove_unseen(tree.root)
    blocks = list(_blocks_of(tree.root, limits.max_blocks)) or _attributes(tree.root)
    headings = [block.text for block in blocks[:1] if block.kind is BlockKind.HEADING]
    metadata = Metadata(title=headings[0] if headings else None, language=language_code(tree.root.get(XML_LANG)))
    return Extracted(blocks, PARSER, metadata, [*tree.warnings, *left_out_warnings(encoded)])


def _remove_unseen(root: etree._Element) -> list[int]:
    """Remove what is no text: style sheets and scripts of SVG and XHTML, binary data. Return the lengths of the data.

    Lines that elements divide, as in SVG, are divided by a space.
    """
    for element in list(root.iter(*(f"{space}{name}" for space in (SVG, XHTML, "") for name in UNSEEN))):
        if element.tag.startswith("{") or local_name(root) == "svg":
            remove(element)
    for span in root.iter(f"{SVG}tspan"):
        # A line of a text begins at a position of its own.
        if span.getprevious() is not None and any(place in span.attrib for place in ("x", "y", "dy")):
            span.text = f" {span.text or ''}"
    for line_end in root.iter(*(f"{{*}}{name}" for name in LINE_ENDS)):
        line_end.tail = f" {line_end.tail or ''}"
    encoded = [element for element in root.iter(etree.Element) if element.text and is_encoded_data(element.text)]
    lengths = [len(element.text or "") for element in encoded]
    for element in encoded:
        element.text = None
    return lengths


def _blocks_of(root: etree._Element, max_blocks: int) -> Iterator[BlockText]:
    """Yield the blocks of an element and its descendants in document order.

    After `max_blocks`, the remaining text is one block. The Document has no room for it, and building all its blocks
    takes time.
    """
    pending: list[etree._Element | str] = [root]
    made = 0
    while pending and made < max_blocks:
        element = pending.pop()
        if isinstance(element, str):
            text = " ".join(element.split())
            if text:
                made += 1
                yield BlockText(kind=BlockKind.PARAGRAPH, text=text)
        elif not len(element) or (_has_words(element) and not any(map(_is_container, element))):
            text = " ".join("".join(element.itertext()).split()) or _shown(element)
            if text:
                made += 1
                yield _block(element, text)
        elif rows := _records(element):
            made += 1
            yield table(rows)
        else:
            for child in reversed(element):
                if child.tail and not child.tail.isspace():
                    pending.append(child.tail)
                pending.append(child)
            pending.append(element.text or _shown(element))
    if pending:
        yield BlockText(kind=BlockKind.PARAGRAPH, text=" ".join(_words(pending)))


def _shown(element: etree._Element) -> str:
    """Return the attributes of an element without text that are text for a reader: an entry of an outline (OPML)."""
    if (element.text or "").strip() or element.tag.startswith(SVG):
        return ""
    values = (element.get(name, "") for name in SHOWN)
    return " ".join(" ".join(value.split()) for value in values if " " in value.strip())


def _words(pending: list[etree._Element | str]) -> Iterator[str]:
    for element in reversed(pending):
        pieces = [element] if isinstance(element, str) else element.itertext()
        yield from (word for piece in pieces for word in piece.split())


def _block(element: etree._Element, text: str) -> BlockText:
    if local_name(element) in TITLES and len(text) <= MAX_TITLE:
        level = min(MAX_LEVEL, max(1, sum(1 for _ in element.iterancestors())))
        return BlockText(kind=BlockKind.HEADING, text=text, level=level)
    return BlockText(kind=BlockKind.PARAGRAPH, text=text)


def _has_words(element: etree._Element) -> bool:
    """Whether an element has text of its own, not only text in child elements."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _is_container(element: etree._Element) -> bool:
    """Whether an element has child elements only, and so is not part of a sentence."""
    return len(element) > 0 and not _has_words(element)


def _records(element: etree._Element) -> list[list[str]]:
    """Return the children as rows below a row of field names if all are records of one kind, else an empty list."""
    records = list(element)
    if len(records) < MIN_RECORDS or len({record.tag for record in records}) != 1:
        return []
    columns: dict[str, int] = {}
    rows: list[dict[str, str]] = []
    for record in records:
        fields: dict[str, str] = {}
        for field in record:
            text = " ".join((field.text or "").split())
            name = local_name(field)
            if len(field) or name in fields or len(text) > MAX_CELL:
                return []
            fields[name] = text
            columns.setdefault(name, len(columns))
        if not fields or _has_words(record):
            return []
        rows.append(fields)
    if len(columns) < MIN_COLUMNS or MIN_FILLED_SHARE * len(columns) * len(rows) > sum(map(len, rows)):
        return []
    return [list(columns), *([fields.get(name, "") for name in columns] for fields in rows)]


def _attributes(root: etree._Element) -> list[BlockText]:
    """Return the attributes of each element as a block, for a file in which no element has text."""
    lines = [", ".join(f"{name.rpartition('}')[2]}: {value}" for name, value in e.attrib.items()) for e in root.iter()]
    return [BlockText(kind=BlockKind.PARAGRAPH, text=line) for line in lines if line]
