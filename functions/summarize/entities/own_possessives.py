"""Names that end in a possessive of their own: `St Bride's`, `Tatlock's`."""

import re
from collections import defaultdict
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention

_POSSESSIVE = re.compile(r"['’]s\b")

# What follows a possessive that no noun follows.
_NO_NOUN = re.compile(
    r"['’]s(?:[”\"]|\s*(?:[.,;:!?)\]\n]|\Z)|"
    r"\s+(?:and|are|as|at|but|by|for|from|had|has|have|in|is|on|or|said|says|since|to|was|were|when|where|which|"
    r"who|will|with|would)\b)"
)
_SAINT = re.compile(r"(?:St\.?|Saint) ")


def with_own_possessives(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with the possessive of organizations and saints' places of which it is a part.

    It is one if all mentions of the name have it, and no noun can follow one of them.
    """
    ends: defaultdict[str, list[int]] = defaultdict(list)
    for span in spans:
        ends[text[span.start : span.end]].append(span.end)
    names = {
        name
        for name, places in ends.items()
        if all(_POSSESSIVE.match(text, end) for end in places) and any(_NO_NOUN.match(text, end) for end in places)
    }
    return [_extended(text, span, names) for span in spans]


def _extended(text: str, span: Mention, names: set[str]) -> Mention:
    written = text[span.start : span.end]
    if written not in names or span.type == "PERSON" or not (span.type == "ORGANIZATION" or _SAINT.match(written)):
        return span
    return Mention(span.start, span.end + 2, span.type, span.score)
