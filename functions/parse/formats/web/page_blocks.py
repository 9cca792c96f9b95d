"""The blocks of an article: the leaves of its region that belong to it, in the order of the DOM."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest

from functions.parse.formats.web.page_furniture import has_names
from functions.parse.formats.web.page_outline import SENTENCE_END, Leaf, Node, Outline
from functions.parse.formats.web.page_region import MIN_TITLE
from functions.parse.formats.web.page_title import MIN_STANDFIRST_WORDS
from shared.documents.document import BlockKind, BlockText

# Words in names of classes and ids of what accompanies an article: pictures and their captions, authors, players.
# They are also in names around articles, so they only decide about text in which the extractor found nothing.
ASIDE_NAMES = frozenset(
    {"caption", "credit", "credits", "gallery", "slideshow", "carousel", "player", "byline", "author", "bio", "meta"}
    | {"embed", "widget", "rating", "collapse", "banner", "subscribe", "image", "photo", "video", "timestamp"}
    | {"teaser", "teasers", "hide", "hidden", "print"}
)

# Minimum share of the characters of a block (0 to 1) that are in `time` elements for the block to be a time.
MIN_TIME_SHARE = 0.8

# Maximum number of blocks in an element with a picture for which they are its caption and its credit.
MAX_CAPTION_LEAVES = 2

# Maximum length of a caption with its credit, in characters.
MAX_CAPTION = 400


@dataclass(slots=True)
class Selection:
    """Which leaves of a page make its article.

    `region` is the node that holds the article, `extracted` has the leaves in which the extractor found text, and
    `left_out` those that are furniture.
    """

    outline: Outline
    region: int
    extracted: Sequence[bool]
    left_out: Sequence[bool]
    # The number of found leaves before each leaf.
    before: list[int] = field(init=False)
    # The kinds of the elements with found leaves, and the parents of the elements of found leaves.
    kinds: set[str] = field(init=False)
    parents: set[int] = field(init=False)

    def __post_init__(self) -> None:
        nodes, leaves = self.outline.nodes, self.outline.leaves
        self.before = [0, *accumulate(self.extracted)]
        self.kinds = {node.kind for node in nodes if self._has_found(node)}
        self.parents = {nodes[leaf.node].parent for leaf, hit in zip(leaves, self.extracted, strict=True) if hit}

    def leaves(self) -> tuple[list[int], list[int]]:
        """Return the places of the introduction above the region, and of the article's leaves: what was found, and what
        belongs to the same text. The introduction of a page of posts is part of the article."""
        region = self.outline.nodes[self.region]
        places = range(region.first, region.after)
        times = self._times()
        leaves = self.outline.leaves
        kept = [
            n
            for n, leaf in enumerate(leaves)
            if not self.left_out[n]
            and (
                (self.extracted[n] and (n in places or leaf.is_prose))
                or (n in places and (n in times or self._belongs(n, self.region)))
            )
        ]
        kept = self._without_labels(kept)
        kept = self._trimmed(kept, times)
        lead = self._lead(kept[0]) if kept else []
        return ([], lead + kept) if times else (lead, kept)

    def _lead(self, end: int) -> list[int]:
        """Return the prose in the same `article` or `main` element above the first leaf of the article."""
        nodes, leaves = self.outline.nodes, self.outline.leaves
        around = next((n for n in self.outline.ancestors(self.region) if nodes[n].tag in ("article", "main")), None)
        if around is None:
            return []
        places = range(nodes[around].first, end)
        return [
            n
            for n in places
            if (leaves[n].is_prose or _may_be_standfirst(leaves[n]))
            and not self.left_out[n]
            and self._belongs(n, around)
        ]

    def _belongs(self, n: int, around: int) -> bool:
        """Whether a leaf that was not found belongs to the article in the node `around`."""
        leaf, nodes = self.outline.leaves[n], self.outline.nodes
        if leaf.kind is BlockKind.CAPTION:
            return False
        for place in self.outline.ancestors(leaf.node):
            node = nodes[place]
            # An element like those in which text was found is another post, or another part of the article.
            alike = node.kind in self.kinds and node.kind != node.tag
            if place == around or alike or self._has_found(node):
                break
            if has_names(node, ASIDE_NAMES) or self._is_caption(node):
                return False
        if leaf.is_prose or leaf.kind is not BlockKind.PARAGRAPH:
            is_title = leaf.kind is BlockKind.LIST_ITEM and leaf.linked >= MIN_TITLE
            return not is_title or nodes[leaf.node].parent in self.parents
        # A short paragraph belongs to the paragraphs around it. Short text in other elements is a label.
        return nodes[leaf.node].tag == "p" and nodes[leaf.node].parent in self.parents

    def _is_caption(self, node: Node) -> bool:
        """Whether an element has a picture and only a caption and a credit."""
        inside = self.outline.leaves[node.first : min(node.after, node.first + MAX_CAPTION_LEAVES)]
        few = node.after - node.first <= MAX_CAPTION_LEAVES and sum(len(leaf.text) for leaf in inside) <= MAX_CAPTION
        return bool(node.pictures) and few

    def _has_found(self, node: Node) -> bool:
        return self.before[node.after] > self.before[node.first]

    def _trimmed(self, kept: list[int], times: set[int]) -> list[int]:
        """Return the leaves without short ones that were not found at the beginning and the end, and without headings
        at the end."""
        leaves, nodes = self.outline.leaves, self.outline.nodes
        lists = {nodes[leaves[n].node].parent for n in kept if self.extracted[n] or leaves[n].is_prose}

        def is_edge(n: int) -> bool:
            leaf, node = leaves[n], nodes[leaves[n].node]
            beside = node.parent in lists or nodes[node.parent].parent in self.parents
            is_item = leaf.kind is BlockKind.LIST_ITEM and beside
            is_sentence = node.tag == "p" and node.parent in self.parents and SENTENCE_END.search(leaf.text)
            is_text = leaf.is_prose or is_item or is_sentence or leaf.kind is BlockKind.TABLE
            return not (self.extracted[n] or n in times or is_text)

        first = next((place for place, n in enumerate(kept) if not is_edge(n)), len(kept))
        while first and leaves[kept[first - 1]].kind is BlockKind.HEADING:
            first -= 1
        kept = kept[first:]
        while kept and (is_edge(kept[-1]) or leaves[kept[-1]].kind is BlockKind.HEADING):
            kept.pop()
        return kept

    def _without_labels(self, kept: list[int]) -> list[int]:
        """Return the leaves without headings of furniture: the heading of an element with nothing else that is kept,
        and a heading before furniture that no text follows up to the next heading."""
        leaves, nodes = self.outline.leaves, self.outline.nodes
        counts = [0, *accumulate(map(set(kept).__contains__, range(len(leaves))))]
        result = []
        for n, following in zip_longest(kept, kept[1:]):
            if leaves[n].kind is BlockKind.HEADING and n + 1 < len(leaves) and self.left_out[n + 1]:
                around = nodes[nodes[leaves[n].node].parent]
                alone = counts[around.after] - counts[around.first] == 1
                if alone or following is None or leaves[following].kind is BlockKind.HEADING:
                    continue
            result.append(n)
        return result

    def _times(self) -> set[int]:
        """Return the leaves with the time of a post, where several elements of one kind have a time and prose each."""
        outline, times = self.outline, set()
        prose = outline.prose_before()
        posts: dict[tuple[int, str], dict[int, int]] = {}
        for n, leaf in enumerate(outline.leaves):
            if leaf.timed < MIN_TIME_SHARE * len(leaf.text):
                continue
            for place in outline.ancestors(leaf.node):
                node = outline.nodes[place]
                if prose[node.after] > prose[node.first]:
                    posts.setdefault((node.parent, node.kind), {}).setdefault(place, n)
                    break
        for leaf_by_post in posts.values():
            if len(leaf_by_post) > 1:
                times |= {n for n in leaf_by_post.values() if not self.left_out[n]}
        return times


def _may_be_standfirst(leaf: Leaf) -> bool:
    """Whether a leaf is a heading that may summarize the article. `h1` is the title."""
    return leaf.kind is BlockKind.HEADING and leaf.level != 1 and len(leaf.text.split()) >= MIN_STANDFIRST_WORDS


def block(leaf: Leaf) -> BlockText:
    """Return a leaf as a block."""
    return BlockText(kind=leaf.kind, text=leaf.text, level=leaf.level, rows=leaf.rows)
