"""The blocks of the article that trafilatura extracts, converted from trafilatura's tree."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from functions.parse.formats.common.tables import table
from shared.documents.document import BlockKind, BlockText

# Minimum share of a list item's characters that must be link text for the item to count as a link (0 to 1). Dates and
# punctuation may surround the link.
MIN_LINK_SHARE = 0.8

# Length of a table cell, in characters, above which the table is page layout and its cells are paragraphs.
MAX_CELL_LENGTH = 200

# Elements of trafilatura's tree whose text is separated from the text of their neighbours.
SEPARATED_TAGS = frozenset({"p", "head", "quote", "list", "item", "table", "row", "cell", "code"})


def article_blocks(body: Any) -> list[BlockText]:
    """Return the blocks of trafilatura's tree, without lists of links. Such lists are removed from the tree."""
    _remove_lists_of_links(body)
    return list(_blocks(body))


def _remove_lists_of_links(body: Any) -> None:
    """Remove the lists in which every item is a link: they point to other articles."""
    for links in list(body.iter("list")):
        items = list(links.iter("item"))
        if items and all(_link_share(item) >= MIN_LINK_SHARE for item in items):
            links.getparent().remove(links)


def _link_share(element: Any) -> float:
    """Return the share of an element's characters that are link text (0 to 1)."""
    length = len("".join(element.itertext()).strip())
    return sum(len("".join(link.itertext()).strip()) for link in element.iter("ref")) / length if length else 0.0


def _blocks(element: Any) -> Iterator[BlockText]:
    """Yield the blocks of the elements `p`, `head`, `list` with `item`, `quote`, `table` and `code`."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "head":
            yield BlockText(kind=BlockKind.HEADING, text=_text(child), level=_level(child))
        elif child.tag == "list":
            for item in child.iter("item"):
                yield BlockText(kind=BlockKind.LIST_ITEM, text=_text(item, without="list"))
        elif child.tag == "quote":
            yield from (BlockText(kind=BlockKind.QUOTATION, text=text) for text in _paragraphs(child))
        elif child.tag == "table":
            yield from _table(child)
        elif child.tag == "code":
            yield BlockText(kind=BlockKind.CODE, text="".join(child.itertext()))
        elif child.tag in ("div", "section", "body"):
            yield from _blocks(child)
        else:
            yield BlockText(kind=BlockKind.PARAGRAPH, text=_text(child))
        if child.tail and child.tail.strip():
            yield BlockText(kind=BlockKind.PARAGRAPH, text=child.tail)


def _table(element: Any) -> Iterator[BlockText]:
    rows = [[_text(cell) for cell in row.iter("cell")] for row in element.iter("row")]
    is_layout = all(len(row) < 2 for row in rows) or any(len(cell) > MAX_CELL_LENGTH for row in rows for cell in row)
    if not is_layout:
        yield table(rows)
        return
    for cell in element.iter("cell"):
        yield from (BlockText(kind=BlockKind.PARAGRAPH, text=text) for text in _paragraphs(cell))


def _paragraphs(element: Any) -> Iterator[str]:
    """Yield the text of each paragraph in an element, and the text before, between and after the paragraphs."""
    between = [element.text or ""]
    for child in element:
        if child.tag == "p":
            yield _joined(between)
            yield _text(child)
            between = []
        elif isinstance(child.tag, str):
            between.append(_text(child))
        between.append(child.tail or "")
    yield _joined(between)


def _joined(pieces: list[str]) -> str:
    return " ".join(" ".join(pieces).split())


def _text(element: Any, without: str | None = None) -> str:
    """Return the text of an element, with `lb` as a line break. Skip elements named `without`: they have own blocks."""
    lines = ("".join(_words(element, without))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _words(element: Any, without: str | None) -> Iterator[str]:
    yield _on_one_line(element.text)
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag != without:
            edge = "\n" if child.tag in SEPARATED_TAGS else ""
            yield edge
            yield from _words(child, without)
            yield edge
        yield _on_one_line(child.tail)


def _on_one_line(text: str | None) -> str:
    """Replace line breaks with spaces, which is what they mean in HTML."""
    return (text or "").replace("\n", " ")


def _level(head: etree._Element) -> int:
    rend = head.get("rend") or ""
    return int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2
