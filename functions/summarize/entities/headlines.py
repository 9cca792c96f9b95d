"""Discard false names in title-case headlines, where capitals do not mark names."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from shared.documents.document import Block, BlockKind
from shared.names.names import folded

# Minimum number of words of FEWEST_LETTERS letters in a line for its capitals to show that it is in title case.
FEWEST_WORDS = 3

# Minimum letters of the words that are checked. Most title-case headlines keep shorter words in lower case.
FEWEST_LETTERS = 4

WORD = re.compile(r"[^\W\d_]+")


def without_headline_artifacts(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without false names in title-case headlines, such as `Rebel Groups Out`.

    Headlines are the headings and the first block, which is the headline of many plain texts. A name in a headline is
    kept if all its words occur in names outside headlines. For a person the last word is enough: `Barack Obama` above a
    text about Obama. If no name occurs outside headlines, all mentions are kept. The cost is linear in the mentions,
    with a binary search among the headlines for each.
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
    """Whether all longer words of a line begin with a capital letter, as in a headline in title case."""
    words = [word for word in WORD.findall(line) if len(word) >= FEWEST_LETTERS]
    return len(words) >= FEWEST_WORDS and all(word[0].isupper() for word in words)


def _words(text: str, mention: Mention) -> list[str]:
    return [folded(word) for word in WORD.findall(text[mention.start : mention.end])]
