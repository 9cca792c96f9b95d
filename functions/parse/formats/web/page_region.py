"""The region of a page that holds its article: chosen from what an extractor found and where the page's prose is."""

import re
from collections.abc import Iterable, Sequence

from functions.parse.formats.web.page_outline import Leaf, Outline

# Number of letters from which a text is found within the extracted text. A shorter one must be a whole block of it.
MIN_CONTAINED = 30

# Share of the found text (0 to 1) that the innermost element around it must hold. The rest may be a stray block.
MIN_HELD = 0.9

# Share of an element's prose (0 to 1) that its siblings must have for all of them to be one article.
MIN_SIBLING_SHARE = 0.3

NOT_LETTERS = re.compile(r"\W+")


def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return NOT_LETTERS.sub("", text).casefold()


def found_leaves(leaves: Sequence[Leaf], extracted: Iterable[str]) -> list[bool]:
    """Return for each leaf whether its text is among the extracted texts."""
    each = [letters(text) for text in extracted]
    whole, joined = set(each), " ".join(each)
    own = (letters(leaf.text) for leaf in leaves)
    return [text in whole or (len(text) >= MIN_CONTAINED and text in joined) for text in own]


def region(outline: Outline, found: Sequence[bool], left_out: Sequence[bool]) -> int:
    """Return the node that holds the article.

    It is the innermost node with almost all text that was found. It grows while its siblings have prose of the same
    article: the other posts of a live blog, or the bodies between advertisements.
    """
    leaves, nodes = outline.leaves, outline.nodes
    weights = [
        len(leaf.text) if hit and not out else 0 for leaf, hit, out in zip(leaves, found, left_out, strict=True)
    ]
    prose = [len(leaf.text) if leaf.is_prose and not out else 0 for leaf, out in zip(leaves, left_out, strict=True)]
    if not any(weights):
        weights = prose
    place = _innermost(outline, weights)
    while (parent := nodes[place].parent) >= 0:
        inner, outer = nodes[place], nodes[parent]
        own = sum(prose[inner.first : inner.after])
        if sum(prose[outer.first : outer.after]) - own >= MIN_SIBLING_SHARE * own:
            place = parent
        elif outer.tag in ("body", "html"):
            break
        else:
            place = parent if outer.after - outer.first == inner.after - inner.first else place
            if place != parent:
                break
    return place


def _innermost(outline: Outline, weights: Sequence[int]) -> int:
    """Return the innermost node that holds almost all of the weight."""
    needed = MIN_HELD * sum(weights)
    best = 0
    for place, node in enumerate(outline.nodes):
        if sum(weights[node.first : node.after]) >= needed:
            best = place
    return best
