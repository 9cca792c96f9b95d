"""How prominent an entity is in its text."""

import re
from collections.abc import Sequence
from math import log2

from functions.summarize.annotator.annotations import Mention

# Code points, about three paragraphs of a news story. A first mention so far down has half the lead of one on top.
LEAD = 1000

_SENTENCE_BEFORE = re.compile(r"(?:\n|[.!?…][\"”’»)\]]*\s)\s*[\"“‘«(\[]*(?:[Tt]he\s)?(?:[\w.]+\s)?$")
_BEFORE = 30

# Code points. A longer first line is no title.
_TITLE_LENGTH = 200


def prominence(text: str, spans: Sequence[Mention]) -> float:
    """A positive number, higher for what the text is about; `spans` are the mentions, in the order of the text.

    log2(1 + mentions) * (1 + lead + title + opening / 2). `lead` goes from 1 for a first mention at the top of the text
    to 0 with the distance from it, `title` is 1 for an entity in the title, `opening` is the share of mentions that
    open a sentence, a sign of its subject. The features are those that told salient entities best in Dunietz and
    Gillick, A New Entity Salience Task with Millions of Training Examples (2014): number of mentions, place of the
    first, and the headline. The logarithm keeps a name that is repeated in every line from hiding all others.
    """
    first = spans[0].start
    line = text.find("\n")
    in_title = 0 < line <= _TITLE_LENGTH and first < line
    lead = LEAD / (LEAD + first)
    opening = sum(_opens_sentence(text, span.start) for span in spans) / len(spans)
    return log2(1 + len(spans)) * (1 + lead + in_title + opening / 2)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[start - _BEFORE : start] if start > _BEFORE else "\n" + text[:start]
    return _SENTENCE_BEFORE.search(before) is not None
