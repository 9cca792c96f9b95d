"""Page furniture: blocks of a page that are not part of its article, recognized by structure and not by wording."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from functions.parse.formats.web.page_outline import Leaf, Node, Outline
from shared.documents.document import BlockKind

# Words in names of classes and ids by which publishing systems mark the parts of a page. The names are in English on
# pages in all languages.
NAMES = frozenset(
    {"nav", "navigation", "navbar", "menu", "footer", "sidebar", "breadcrumb", "breadcrumbs", "pagination", "pager"}
    | {"share", "sharing", "social", "newsletter", "newsletters", "cookie", "consent"}
    | {"advert", "advertisement", "ads", "sponsored", "promo", "promoted", "outbrain", "taboola", "modal", "popup"}
    | {"overlay", "related", "recommended", "recommendations", "recirc", "toc", "tags", "reprint"}
    | {"trending", "login", "signup", "paywall", "editsection", "noprint", "hatnote", "respond", "toolbar"}
)
COMMENT_NAMES = frozenset({"comment", "comments", "disqus"})
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Maximum share of a page's prose (0 to 1) in an element that is furniture by its tag, role or name. Some systems put a
# whole page into a form, or its article into an element with a misleading name.
MAX_PROSE_SHARE = 0.4

# Minimum share of a page's prose (0 to 1) outside its furniture. Below it, the furniture is the content.
MIN_REST_SHARE = 0.2

# Share of the characters that are links (0 to 1) from which a block or a list consists of links.
MIN_LINK_SHARE = 0.7

# Maximum length of a rights notice with the sign for copyright, in words. A longer one has the terms of use.
MAX_NOTICE_WORDS = 12

RIGHTS = re.compile(r"^\W{0,3}\w{0,12}\s*(©|ⓒ|\(c\)\s)|(©|ⓒ)", re.IGNORECASE)

# A label before a link, such as the words for "read also" in any language.
LABEL = re.compile(r"^[^:|»]{1,30}[:|»]\s*")

# Minimum number of linked characters after a label for the link to be the title of another page. Below a label, shorter
# links are values: an address, a name.
MIN_TITLE = 20

ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")

# Elements of which several in a row may present other pages, and the maximum number of blocks in each: a heading, the
# beginning of the text, a byline, a date.
CARD_TAGS = frozenset({"div", "li", "article", "section"})
MAX_CARD_LEAVES = 5


def furniture(outline: Outline) -> tuple[list[bool], list[int]]:
    """Return for each leaf of the page whether it is furniture by the elements around it or by its links, and the
    outermost elements that are furniture."""
    leaves = outline.leaves
    found = [_is_furniture(leaf) for leaf in leaves]
    cards = _cards(outline)
    elements = _without_content(outline, list(_marked(outline, cards)))
    for place in cards - set(elements):
        # Posts, whose headings are links to themselves.
        for n in range(outline.nodes[place].first, outline.nodes[place].after):
            found[n] = found[n] and leaves[n].kind is not BlockKind.HEADING
    for place in elements:
        node = outline.nodes[place]
        found[node.first : node.after] = [True] * (node.after - node.first)
    return found, elements


def _marked(outline: Outline, cards: set[int]) -> Iterator[int]:
    """Yield the outermost elements that may be furniture."""
    before = outline.prose_before()
    end = 0
    for place, node in enumerate(outline.nodes):
        if node.first < end or node.after == node.first or node.tag in ("html", "body"):
            continue
        around = node.marked or place in cards or has_names(node, NAMES) or has_names(node, COMMENT_NAMES)
        links = node.tag in ("ul", "ol") and _is_list_of_links(outline.leaves[node.first : node.after])
        if links or (around and before[node.after] - before[node.first] <= MAX_PROSE_SHARE * before[-1]):
            end = node.after
            yield place


def _without_content(outline: Outline, places: list[int]) -> list[int]:
    """Return the elements without those that hold the content of the page.

    Elements of one kind are content if they have more prose than the page has outside all furniture. Comments,
    navigation and hidden elements may have more.
    """
    before = outline.prose_before()
    nodes = outline.nodes
    prose = {place: before[nodes[place].after] - before[nodes[place].first] for place in places}
    by_kind: Counter[str] = Counter()
    for place in places:
        by_kind[nodes[place].kind] += prose[place]
    rest = before[-1] - sum(prose.values())
    certain = {place for place in places if _is_certain(nodes[place])}
    content = {place for place in places if place not in certain and by_kind[nodes[place].kind] > rest}
    rest += sum(prose[place] for place in content)
    if rest < MIN_REST_SHARE * before[-1]:
        content |= {place for place in certain if by_kind[nodes[place].kind] > rest}
    return [place for place in places if place not in content]


def _is_certain(node: Node) -> bool:
    """Whether an element is furniture however much prose it has."""
    return (node.marked and node.tag not in ("form", "aside")) or has_names(node, COMMENT_NAMES)


def _cards(outline: Outline) -> set[int]:
    """Return the elements that present other pages: siblings of one kind, each with a linked heading and few lines."""
    alike: dict[tuple[int, str], list[int]] = {}
    leaves = outline.leaves
    for place, node in enumerate(outline.nodes):
        if 0 < node.after - node.first <= MAX_CARD_LEAVES and node.tag in CARD_TAGS:
            inner = leaves[node.first : node.after]
            if any(leaf.kind is BlockKind.HEADING and leaf.link_share >= MIN_LINK_SHARE for leaf in inner):
                alike.setdefault((node.parent, node.kind), []).append(place)
    return {place for places in alike.values() if len(places) > 1 for place in places}


def has_names(node: Node, names: frozenset[str]) -> bool:
    """Whether one of the words is in the class of an element, or in its id if that has one or two words."""
    return bool(node.names) and not names.isdisjoint(_words(node.names))


@lru_cache(maxsize=4096)
def _words(names: str) -> frozenset[str]:
    """Return the words of names, in small letters: `relatedStories` has `related` and `stories`."""
    return frozenset(map(str.lower, WORD.findall(names)))


def _is_list_of_links(items: list[Leaf]) -> bool:
    """Whether most items of a list are links to other pages."""
    links = sum(1 for item in items if item.link_share >= MIN_LINK_SHARE)
    return 2 * links > len(items)


def _is_furniture(leaf: Leaf) -> bool:
    """Whether a block is a link to another page, perhaps with a label, or an address, or a short notice of rights."""
    if leaf.link_share >= MIN_LINK_SHARE or ADDRESS.match(leaf.text):
        return True
    label = LABEL.match(leaf.text) if leaf.linked >= MIN_TITLE else None
    if label is not None and label.end() + leaf.linked >= len(leaf.text.rstrip(" .»›>")):
        return True
    return len(leaf.text.split()) <= MAX_NOTICE_WORDS and RIGHTS.search(leaf.text) is not None
