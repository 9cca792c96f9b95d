"""Bodies in HTML: all that the message shows. Nothing in them is navigation around an article."""

import re

from lxml import etree

from functions.parse.formats.common import markup
from shared.documents.document import BlockText

HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)

# Characters that senders fill the preview of a message with.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

TABLE_TAGS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")

# Characters. A table with such cells lays out a message; what it holds are paragraphs.
LONG_CELL = 300

# Share of the cells that hold text in a table that is meant as one.
MIN_FILLED = 0.5

REFERENCE = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)


def page_blocks(source: str) -> list[BlockText]:
    """The blocks of an HTML body in reading order; what it hides is left out, and tables that only lay it out."""
    root = markup.tree(source)
    if root is None:
        return markup.read_blocks(source)
    for element in root.iter(etree.Element):
        if HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            # Elements that markup passes over, with all that is within them.
            element.tag = "template"
    tabular = {element for table in root.iter("table") if _is_tabular(table) for element in table.iter(etree.Element)}
    for element in list(root.iter(*TABLE_TAGS)):
        if element not in tabular:
            element.tag = "div"
    return [block for block in markup.blocks(root) if block.text.strip().strip(INVISIBLE)]


def references(source: str) -> set[str]:
    """The Content-IDs of what an HTML body shows within it (RFC 2392)."""
    return {match.group(1).replace("%40", "@") for match in REFERENCE.finditer(source)}


def _is_tabular(table: etree._Element) -> bool:
    """Whether a table holds rows of short cells, most of them filled, and no other table."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    rows = [[len(" ".join(cell.itertext()).strip()) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    cells = [length for row in rows for length in row]
    filled = sum(1 for length in cells if length)
    return len(rows) > 1 and max(map(len, rows)) > 1 and filled > MIN_FILLED * len(cells) and max(cells) <= LONG_CELL
