"""Recognize statements that nobody makes: in a question, in a condition, after `nor did`, or about their subject."""

import re

from functions.summarize.attributions.drafts import TextRange

# Code points before a source that are searched.
BEFORE = 40

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


def is_asserted(text: str, source: TextRange, cue: TextRange) -> bool:
    """Whether a text states that the source said something, by the words directly before the source.

    It does not if it asks or supposes it (`Did Lee say that …?`, `if Lee said that …`, `Had Lee said …`), denies it
    (`Nor did Lee say that …`), or if somebody else says it (`Lee was told that …`).
    """
    if cue[0] < source[0]:
        return True
    if any(match.end() > cue[0] for match in _PASSIVE.finditer(text, source[1], cue[1])):
        return False
    before = text[max(0, source[0] - BEFORE) : source[0]].rpartition("\n")[2]
    return not any(pattern.search(before) for pattern in (_DENIAL, _INVERTED, _CONDITION))
