"""The prominence of an entity in its text."""

import re
from collections.abc import Sequence
from math import log2

from functions.summarize.annotator.annotations import Mention

# Distance in code points from the top of the text at which `lead` is one half: about three paragraphs of a news story.
LEAD = 1000

_SENTENCE_BEFORE = re.compile(r"(?:\n|[.!?…][\"”’»)\]]*\s)\s*[\"“‘«(\[]*(?:[Tt]he\s)?(?:[\w.]+\s)?$")

# Code points before a mention that are searched for the start of its sentence.
_BEFORE = 30

# Maximum length in code points of a first line that counts as a title.
_TITLE_LENGTH = 200


def prominence(text: str, spans: Sequence[Mention]) -> float:
    """Return a positive number, higher for more prominent entities. `spans` are the mentions in text order.

    The formula is log2(1 + mentions) * (1 + lead + title + opening / 2). `lead` decreases from 1 to 0 with the distance
    of the first mention from the top of the text. `title` is 1 for an entity in the title. `opening` is the share of
    mentions at the start of a sentence, where its subject is. The number of mentions, the place of the first one and
    the headline predict salience best in Dunietz and Gillick, A New Entity Salience Task with Millions of Training
    Examples (2014). The logarithm limits the effect of a name that is repeated in every line.
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
