"""Names that end in a possessive of their own: `St Bride's`, `Tatlock's`."""

import re
from collections import defaultdict
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention

_POSSESSIVE = re.compile(r"['’]s(?![-\w])")

# What follows a possessive that no noun follows: a mark or a verb. Of a saint's church also another word of grammar.
_NO_NOUN = re.compile(
    r"['’]s(?:[”\"]|\s*(?:[.,;:!?)\]\n]|\Z)|\s+(?:are|had|has|have|is|said|says|was|were|will|would)\b)"
)
_NO_NOUN_OF_SAINT = re.compile(r"['’]s\s+(?:and|as|at|by|for|from|in|on|or|since|to|when|where|which|who|with)\b")
_SAINT = re.compile(r"(?:St\.?|Saint) ")

# A preposition of place before the name of a shop or a restaurant. Elsewhere a noun is left out: `It was Merrow's.`
_AT = re.compile(r"\b(?:at|inside|into|near|outside)\s+\Z", re.IGNORECASE)

# Maximum number of code points from the preposition to the name.
_BEFORE = 12


def with_own_possessives(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with the possessive of organizations and saints' places of which it is a part.

    It is one if all mentions of the name have it, and one of them shows that no noun follows.
    """
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for span in spans:
        mentions[text[span.start : span.end]].append(span)
    names = {
        name
        for name, named in mentions.items()
        if all(_POSSESSIVE.match(text, span.end) for span in named) and any(_is_whole(text, span) for span in named)
    }
    return [
        Mention(span.start, span.end + 2, span.type, span.score) if text[span.start : span.end] in names else span
        for span in spans
    ]


def _is_whole(text: str, span: Mention) -> bool:
    """Whether no noun follows the possessive after a mention of an organization or a saint's place."""
    no_noun = _NO_NOUN.match(text, span.end) is not None
    if span.type != "PERSON" and _SAINT.match(text, span.start, span.end):
        return no_noun or _NO_NOUN_OF_SAINT.match(text, span.end) is not None
    before = text[max(0, span.start - _BEFORE) : span.start]
    return span.type == "ORGANIZATION" and no_noun and _AT.search(before) is not None
