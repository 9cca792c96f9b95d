"""Names in headlines: where every word has a capital, a name is believed only if the text below has it too."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from shared.documents.document import Block, BlockKind
from shared.names.names import folded

# Of a headline that tells by its capitals how it is written.
FEWEST_WORDS = 3

# Of a word that has a capital only where all have one; shorter ones are small in most headlines.
FEWEST_LETTERS = 4

WORD = re.compile(r"[^\W\d_]+")


def believed(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without those that only the capitals of a headline have made: `Rebel Groups Out`.

    Headlines are headings, and the first block, which is one in many a plain text. All words of a name there must be in
    names elsewhere, of a person the last one: `Barack Obama` over a text about Obama. Where nothing else has names, all
    are believed. The cost is linear in the mentions, but for the place of each among the headlines.
    """
    headlines = [
        block
        for block in blocks
        if (block.kind is BlockKind.HEADING or block is blocks[0])
        and capitalized_throughout(text[block.start : block.end])
    ]
    starts = [block.start for block in headlines]

    def in_headline(mention: Mention) -> bool:
        number = bisect_right(starts, mention.start) - 1
        return number >= 0 and mention.start < headlines[number].end

    known = {word for mention in mentions if not in_headline(mention) for word in _words(text, mention)}
    if not known:
        return list(mentions)
    return [mention for mention in mentions if not in_headline(mention) or _is_known(text, mention, known)]


def _is_known(text: str, mention: Mention, known: set[str]) -> bool:
    words = _words(text, mention)
    return known.issuperset(words[-1:] if mention.type == "PERSON" else words)


def capitalized_throughout(line: str) -> bool:
    """Whether a line is written as headlines in title case are."""
    words = [word for word in WORD.findall(line) if len(word) >= FEWEST_LETTERS]
    return len(words) >= FEWEST_WORDS and all(word[0].isupper() for word in words)


def _words(text: str, mention: Mention) -> list[str]:
    return [folded(word) for word in WORD.findall(text[mention.start : mention.end])]
