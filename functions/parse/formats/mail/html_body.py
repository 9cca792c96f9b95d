"""HTML bodies of messages: all visible text. Unlike a web page, a message has no navigation around an article."""

import re

from lxml import etree

from functions.parse.formats.common import markup
from shared.documents.document import BlockText

HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)

# Invisible characters with which senders fill the preview line of a message.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

TABLE_TAGS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")

# Length of a table cell, in characters, above which the table is page layout and its cells are paragraphs.
MAX_CELL_LENGTH = 300

# Share of cells with text (0 to 1) that a table must exceed to be more than page layout.
MIN_FILLED_SHARE = 0.5

REFERENCE = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)


def html_blocks(source: str) -> list[BlockText]:
    """Return the blocks of an HTML body in reading order, without hidden elements and layout tables."""
    root = markup.tree(source)
    if root is None:
        return markup.read_blocks(source)
    for element in root.iter(etree.Element):
        if HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            # `markup.blocks` skips `template` elements with all their content.
            element.tag = "template"
    tabular = {element for table in root.iter("table") if _is_tabular(table) for element in table.iter(etree.Element)}
    for element in list(root.iter(*TABLE_TAGS)):
        if element not in tabular:
            element.tag = "div"
    return [block for block in markup.blocks(root) if block.text.strip().strip(INVISIBLE)]


def references(source: str) -> set[str]:
    """Return the Content-IDs that an HTML body refers to (RFC 2392)."""
    return {match.group(1).replace("%40", "@") for match in REFERENCE.finditer(source)}


def _is_tabular(table: etree._Element) -> bool:
    """Whether a table has rows of short cells, most of them with text, and contains no other table."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    rows = [[len(" ".join(cell.itertext()).strip()) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    lengths = [length for row in rows for length in row]
    filled = sum(1 for length in lengths if length)
    if len(rows) <= 1 or max(map(len, rows)) <= 1:
        return False
    return filled > MIN_FILLED_SHARE * len(lengths) and max(lengths) <= MAX_CELL_LENGTH
