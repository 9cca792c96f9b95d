"""The region of a page that holds its article: chosen from what an extractor found and where the page's prose is."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import mul

from functions.parse.formats.web.page_outline import Leaf, Outline
from functions.parse.formats.web.page_title import letters
from shared.documents.document import BlockKind

# Number of letters from which a text is found within the extracted text. A shorter one must be a whole block of it.
MIN_CONTAINED = 30

# Maximum number of letters that are compared to find parts of extracted texts, so that the time of a large page is
# linear in its size. A page of news needs 2 million.
MAX_SCANNED = 1_000_000_000

# Share of the found text (0 to 1) that the innermost element around it must hold. The rest may be a stray block.
MIN_HELD = 0.9

# Prose in elements like those of the extracted text, as a share of the prose of the region, from which it grows.
MIN_ALIKE_SHARE = 0.3

# Other prose, as a share of the prose of the region, from which the region grows: the extractor found less than half.
MIN_OTHER_SHARE = 1.0

# Elements that contain paragraphs. A region is one of them, because text may occur beside its paragraphs.
CONTAINERS = frozenset(
    {"article", "main", "section", "div", "td", "center", "form", "body", "html", "aside", "details"}
)

# Elements that divide a page into parts, also without a class.
PARTS = frozenset({"article", "section", "li"})

# Number of linked characters from which a list item may present another page by its title.
MIN_TITLE = 15


def extracted_leaves(leaves: Sequence[Leaf], extracted: Iterable[str]) -> list[bool]:
    """Return for each leaf whether its text is one of the extracted texts, or a long part of one."""
    pieces = [letters(text) for text in extracted]
    whole, joined = set(pieces), " ".join(pieces)
    left = MAX_SCANNED
    found = []
    for leaf in leaves:
        text = letters(leaf.text)
        hit = text in whole
        if not hit and len(text) >= MIN_CONTAINED and left > 0:
            left -= len(joined)
            hit = text in joined
        found.append(hit)
    return found


def region(outline: Outline, extracted: Sequence[bool], left_out: Sequence[bool]) -> int:
    """Return the node that holds the article.

    It is the innermost node with almost all text of the leaves that are `extracted`. It grows to an outer node if that
    has enough prose in elements like those of the extracted text, such as the other posts of a live blog or the bodies
    between advertisements, or if it has more other prose than the extracted text.
    """
    leaves, nodes = outline.leaves, outline.nodes
    shown = [0 if out else len(leaf.text) for leaf, out in zip(leaves, left_out, strict=True)]
    lengths = [length if is_article_prose(leaf) else 0 for leaf, length in zip(leaves, shown, strict=True)]
    prose = [0, *accumulate(lengths)]
    weights = [0, *accumulate(length if hit else 0 for length, hit in zip(shown, extracted, strict=True))]
    place = _innermost(outline, weights if weights[-1] else prose)
    while nodes[place].tag not in CONTAINERS and nodes[place].parent >= 0:
        place = nodes[place].parent
    inner = nodes[place]
    alike = [0, *accumulate(map(mul, lengths, _in_alike(outline, extracted)))]
    for around in list(outline.ancestors(place))[1:]:
        outer = nodes[around]
        own = prose[inner.after] - prose[inner.first]
        more = prose[outer.after] - prose[outer.first] - own
        same = alike[outer.after] - alike[outer.first] - (alike[inner.after] - alike[inner.first])
        if same >= MIN_ALIKE_SHARE * own or more >= MIN_OTHER_SHARE * own:
            place, inner = around, outer
    return place


def _in_alike(outline: Outline, extracted: Sequence[bool]) -> list[bool]:
    """Return for each leaf whether it is in an element like one with extracted text: of the same tag and class, or a
    sibling with the same tag that divides a page into parts."""
    before = [0, *accumulate(extracted)]
    nodes = outline.nodes
    held = [node for node in nodes if before[node.after] > before[node.first]]
    kinds = {node.kind for node in held if node.kind != node.tag}
    siblings = {(node.parent, node.kind) for node in held if node.tag in PARTS}
    alike = [False] * len(outline.leaves)
    for node in nodes:
        if node.after > node.first and (node.kind in kinds or (node.parent, node.kind) in siblings):
            alike[node.first : node.after] = [True] * (node.after - node.first)
    return alike


def is_article_prose(leaf: Leaf) -> bool:
    """Whether a leaf is prose of an article. A list item with the title of another page and its beginning is not."""
    return leaf.is_prose and (leaf.kind is not BlockKind.LIST_ITEM or leaf.linked < MIN_TITLE)


def _innermost(outline: Outline, before: Sequence[int]) -> int:
    """Return the innermost node that holds almost all of the text. `before` has the text before each leaf."""
    needed = MIN_HELD * before[-1]
    best = 0
    for place, node in enumerate(outline.nodes):
        if before[node.after] - before[node.first] >= needed:
            best = place
    return best
