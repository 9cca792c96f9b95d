"""The passages of a document that an attribution cannot cross: its blocks, the items in them, and its sentences."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.summarize.attributions.drafts import TextRange
from shared.documents.document import Block, BlockKind

# The start of a line that is an item of its own inside a block: `1.2 `, `(a) `, `• `.
ITEM = re.compile(r"\n[^\S\n]*(?=(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\(\w{1,3}\)|[a-z]\)|[•‣◦▪–—*-])[^\S\n])")

# Blocks whose words are nobody's statement.
UNSPOKEN = frozenset({BlockKind.HEADING, BlockKind.TABLE, BlockKind.CODE})


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, or an item of a list in it, at [start, end)."""

    start: int
    end: int
    kind: BlockKind
    notice: bool = False


class Layout:
    """The passages and sentences of a text, with a lookup by place. Both are in order and do not overlap."""

    def __init__(self, text: str, blocks: Sequence[Block], sentences: Sequence[TextRange]) -> None:
        self.passages = [passage for block in blocks for passage in _passages(text, block)]
        self._starts = [passage.start for passage in self.passages]
        self.sentences = sentences

    def at(self, place: int) -> int:
        """Return the number of the passage that contains the place, else of the last one before it, else -1."""
        return bisect_right(self._starts, place) - 1

    def sentence(self, place: int) -> int:
        """Return the number of the sentence that contains the place, else of the last one before it, else -1."""
        return sentence_at(self.sentences, place)

    def clipped(self, span: TextRange, passage: int) -> TextRange | None:
        """Return the part of the span in a passage, None if it has none."""
        if passage < 0:
            return span
        start, end = max(span[0], self.passages[passage].start), min(span[1], self.passages[passage].end)
        return (start, end) if start < end else None

    def is_spoken(self, passage: int) -> bool:
        """Whether the words of a passage can attribute something: not a heading, a table, code or a notice."""
        if passage < 0:
            return True
        found = self.passages[passage]
        return found.kind not in UNSPOKEN and not found.notice


def sentence_at(sentences: Sequence[TextRange], place: int) -> int:
    """Return the number of the sentence that contains the place, else of the last one before it, else -1."""
    return bisect_right(sentences, (place, math.inf)) - 1


def _passages(text: str, block: Block) -> list[Passage]:
    bounds = [block.start, *(item.end() for item in ITEM.finditer(text, block.start, block.end)), block.end]
    return [Passage(start, end, block.kind, bool(block.notice)) for start, end in pairwise(bounds) if start < end]
