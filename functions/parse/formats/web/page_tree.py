"""Checks and repairs on the parsed tree of a page, before trafilatura extracts the article from it."""

import re

from lxml.html import HtmlElement

# Class names that publishing systems give to the element around an article's paragraphs.
ARTICLE_BODY = re.compile(r"(?:article|story|post|entry)[-_]*(?:body|content|text)", re.IGNORECASE)

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


def join_split_bodies(tree: HtmlElement) -> None:
    """Join the article bodies of one class into the first of them.

    Advertisements split an article's body into several elements of the same class, and trafilatura reads only one.
    """
    for article in tree.xpath("//article|//main"):
        by_class: dict[str, list[HtmlElement]] = {}
        for element in article.xpath(".//div[@class]|.//section[@class]"):
            if ARTICLE_BODY.search(element.get("class")):
                by_class.setdefault(element.get("class"), []).append(element)
        for first, *others in by_class.values():
            for other in others:
                if first not in other.iterancestors() and other.xpath(".//p|self::*/text()"):
                    first.extend(list(other))
