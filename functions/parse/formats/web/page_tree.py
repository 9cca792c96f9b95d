"""Checks and repairs on the parsed tree of a page, before trafilatura extracts the article from it."""

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

INLINE_TAGS = ("span", "font", "a", "b", "i", "u", "em", "strong", "small", "sub", "sup", "mark", "code")

# Maximum number of inline elements in a page. trafilatura's time grows with the square of this number.
MAX_INLINE_ELEMENTS = 20_000

# Maximum number of table cells that all spans of a page may cover. A page of a yearbook has some hundreds.
MAX_SPANNED_CELLS = 50_000

# Maximum number of digits in a span. The HTML standard limits `rowspan` to 65,534.
MAX_SPAN_DIGITS = 5

# Depth of the page's last elements, in levels, from which the page is too deep. libxml2 follows 256 levels and drops
# the elements below them.
TOO_DEEP = 240

# Maximum share of the visible characters that may be link text in a page that is a plain document (0 to 1).
MAX_PLAIN_LINK_SHARE = 0.01


def is_overgrown(tree: HtmlElement) -> bool:
    """Whether trafilatura cannot read the page.

    Either the page nests so deeply that libxml2 dropped the rest, or it has so many inline elements that trafilatura
    would take minutes.
    """
    depth, element = 0, tree
    while len(element):
        depth, element = depth + 1, element[-1]
    return depth >= TOO_DEEP or sum(1 for _ in tree.iter(*INLINE_TAGS)) > MAX_INLINE_ELEMENTS


def bound_spans(tree: HtmlElement) -> None:
    """Remove all spans of table cells if they cover too many cells: trafilatura fills each covered cell separately."""
    cells = tree.xpath("//td[@colspan or @rowspan]|//th[@colspan or @rowspan]")
    if sum(_span(cell, "colspan") * _span(cell, "rowspan") for cell in cells) > MAX_SPANNED_CELLS:
        for cell in cells:
            for name in ("colspan", "rowspan"):
                cell.attrib.pop(name, None)


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_SPAN_DIGITS else 1


def is_plain(tree: HtmlElement) -> bool:
    """Whether a page is a document in HTML rather than a page of a site: it has no navigation and almost no links."""
    if next(tree.iter("nav", "aside", "footer", "article", "main"), None) is not None:
        return False
    visible = sum(len(text) for text in tree.xpath("//body//text()[not(parent::script or parent::style)]"))
    linked = sum(len(link.text_content()) for link in tree.iter("a"))
    return linked <= MAX_PLAIN_LINK_SHARE * visible


def remove_elements(tree: HtmlElement, elements: Iterable[HtmlElement]) -> None:
    """Remove scripts, styles and the given elements from a page, and keep the text after them."""
    etree.strip_elements(tree, "script", "style", "template", "svg", with_tail=False)
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
