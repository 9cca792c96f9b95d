"""Names in headlines: where every word has a capital, a name is believed only if the text below has it too."""

import re
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from shared.document import Block, BlockKind
from shared.names import folded

FEWEST_WORDS = 3
"""Of a headline that tells by its capitals how it is written."""
FEWEST_LETTERS = 4
"""Of a word that has a capital only where all have one; shorter ones are small in most headlines."""

WORD = re.compile(r"[^\W\d_]+")


def believed(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without those that only the capitals of a headline have made: `Rebel Groups Out`.

    Headlines are headings, and the first block, which is one in many a plain text. All words of a name there must be in
    names elsewhere.
    """
    headlines = [
        block
        for block in blocks
        if (block.kind is BlockKind.HEADING or block is blocks[0])
        and capitalized_throughout(text[block.start : block.end])
    ]
    inside = {mention for mention in mentions if any(h.start <= mention.start < h.end for h in headlines)}
    known = {word for mention in mentions if mention not in inside for word in _words(text, mention)}
    return [mention for mention in mentions if mention not in inside or _words(text, mention) <= known]


def capitalized_throughout(line: str) -> bool:
    """Whether a line is written as headlines in title case are."""
    words = [word for word in WORD.findall(line) if len(word) >= FEWEST_LETTERS]
    return len(words) >= FEWEST_WORDS and all(word[0].isupper() for word in words)


def _words(text: str, mention: Mention) -> set[str]:
    return {folded(word) for word in WORD.findall(text[mention.start : mention.end])}
