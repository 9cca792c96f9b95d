"""The blocks of an article: the leaves of its region that belong to it, in the order of the DOM."""

from collections.abc import Sequence
from itertools import accumulate

from functions.parse.formats.web.page_furniture import has_names
from functions.parse.formats.web.page_outline import Leaf, Outline
from shared.documents.document import BlockKind, BlockText

ASIDE = frozenset(
    {"caption", "credit", "credits", "gallery", "slideshow", "carousel", "player", "byline", "author", "bio", "meta"}
    | {"embed", "widget", "rating", "collapse", "banner", "subscribe", "image", "photo", "video", "timestamp"}
)
MAX_CAPTION = 2


def article(outline: Outline, place: int, found: Sequence[bool], left_out: Sequence[bool]) -> list[BlockText]:
    node = outline.nodes[place]
    leaves = outline.leaves
    counts = [0, *accumulate(found)]
    keys = {(each.tag, each.names) for each in outline.nodes if each.names.strip() and counts[each.after] > counts[each.first]}
    held = {outline.nodes[leaves[n].node].parent for n in range(node.first, node.after) if found[n]}
    inside = [
        not left_out[n] and (found[n] or _belongs(outline, n, place, counts, keys, held))
        for n in range(node.first, node.after)
    ]
    kept = [n for n, keep in enumerate(inside, node.first) if keep]
    solid = [n for n in kept if leaves[n].is_prose or (found[n] and leaves[n].kind is not BlockKind.HEADING)]
    while kept and not found[kept[0]] and kept[0] < solid[0]:
        del kept[0]
    while kept and solid and not found[kept[-1]] and kept[-1] > solid[-1]:
        kept.pop()
    while kept and leaves[kept[-1]].kind is BlockKind.HEADING:
        kept.pop()
    return [block(leaves[n]) for n in kept]


def _belongs(outline: Outline, n: int, place: int, counts: list[int], keys, held: set[int]) -> bool:
    leaf = outline.leaves[n]
    nodes = outline.nodes
    if leaf.kind is BlockKind.CAPTION:
        return False
    for each in outline.ancestors(leaf.node):
        node = nodes[each]
        if each == place or counts[node.after] > counts[node.first] or (node.tag, node.names) in keys:
            break
        if has_names(node, ASIDE) or (node.pictures and node.after - node.first <= MAX_CAPTION):
            return False
    if leaf.is_prose or leaf.kind is not BlockKind.PARAGRAPH:
        return True
    return nodes[leaf.node].tag == "p" and nodes[leaf.node].parent in held


def block(leaf: Leaf) -> BlockText:
    return BlockText(kind=leaf.kind, text=leaf.text, level=leaf.level, rows=leaf.rows)
