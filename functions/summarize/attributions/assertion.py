"""Recognize statements that nobody makes: in a question, in a condition, after `nor did`, or about their subject."""

import re

from functions.summarize.attributions.drafts import TextRange

# A source that says that nobody speaks. `No Labels`, `No 10` and `Nobody’s Child` are names, and `no fewer than 40` and
# `none other than Lee` speak.
NOBODY = re.compile(
    r"(?:[Nn]either|[Nn]one(?!\s+other\b)|[Nn]obody|[Ff]ew|[Nn]o-one"
    r"|[Nn]o(?=\s+[a-z])(?!\s+(?:fewer|less)\b))\b(?![’'])"
)

# Code points before a source that are searched.
BEFORE = 40

# Code points of a reflexive pronoun after a cue, with the space before it.
LONGEST_PRONOUN = 12

# An auxiliary before its subject, and what it begins there: a denial, a question or a condition.
_AUXILIARY = r"(?:do(?:es)?|did|ha(?:s|ve|d)|would|will|could|can|should|might|may|must)(?:n[’']t)?"
_DENIAL = re.compile(rf"\b(?:nor|neither|never(?:\s+once)?|nowhere)\s+{_AUXILIARY}\s+$", re.IGNORECASE)
_INVERTED = re.compile(
    rf"(?:^|[.,;:—–(\"“'‘]\s*|\b(?:and|or|but|not|why|how|when|where)\s+){_AUXILIARY}\s+$", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if|whether|unless|suppos(?:e|ing)|imagine)\s+(?:that\s+)?$", re.IGNORECASE)

# A passive whose subject is not who speaks: `is said to have`, `was told that`. `Is quoted as saying` is none.
_PASSIVE = re.compile(
    r"(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|also\s+|once\s+)?(?:advised|alleged|asked|assured|believed|"
    r"informed|notified|promised|reminded|reported|rumou?red|said|supposed|thought|told|understood|warned)\b"
    r"(?!\s+as\b)",
    re.IGNORECASE,
)

# A participle after a comma, whose subject hears the question: `Lee, asked whether …, declined`. It has no object.
_REDUCED_PASSIVE = re.compile(
    r"(?:asked|told|informed|reminded|warned|quizzed|pressed)\s+(?:if|whether|about|why|how|what|when|where|who|by|of|"
    r"that|on)\b"
)

# Words that nobody else hears: `Lee asked himself why …`. `Lee called himself a friend` is a statement.
_TO_ONESELF = re.compile(
    r"\b(?:tell|told|ask|remind|promis|assur|convinc|persuad|warn)\w*\s+(?:(?:him|her|my|your|it|one)self|"
    r"(?:them|our|your)selves)\b",
    re.IGNORECASE,
)


def is_asserted(text: str, source: TextRange, cue: TextRange) -> bool:
    """Whether a text states that the source said something, by the words directly before the source.

    It does not if it asks or supposes it (`Did Lee say that …?`, `if Lee said that …`, `Had Lee said …`), denies it
    (`Nor did Lee say that …`, `Nobody said that …`), or if somebody else says it (`Lee was told that …`).
    """
    if NOBODY.match(text, *source) or _TO_ONESELF.search(text, cue[0], cue[1] + LONGEST_PRONOUN):
        return False
    if cue[0] < source[0]:
        return True
    if any(match.end() > cue[0] for match in _PASSIVE.finditer(text, source[1], cue[1])):
        return False
    if _is_participle(text, source, cue):
        return False
    before = text[max(0, source[0] - BEFORE) : source[0]].rpartition("\n")[2]
    return not any(pattern.search(before) for pattern in (_DENIAL, _INVERTED, _CONDITION))


def _is_participle(text: str, source: TextRange, cue: TextRange) -> bool:
    """Whether a comma, which closes no aside before it, is between the source and a passive participle."""
    is_parted = text[source[1] : cue[0]].strip() == "," and _REDUCED_PASSIVE.match(text, cue[0]) is not None
    return (
        is_parted
        and "," not in text[slice(*source)]
        and not text[max(0, source[0] - 2) : source[0]].rstrip().endswith(",")
    )
