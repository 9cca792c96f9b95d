"""Recognize statements that a text does not report as made: in a question, in a condition, after `nor did`."""

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


def is_asserted(text: str, source: TextRange, cue: TextRange) -> bool:
    """Whether a text states that the source said something, by the words directly before the source.

    It does not if it asks or supposes it (`Did Lee say that …?`, `if Lee said that …`, `Had Lee said …`), or denies it
    (`Nor did Lee say that …`).
    """
    if cue[0] < source[0]:
        return True
    before = text[max(0, text.rfind("\n", 0, source[0]) + 1, source[0] - BEFORE) : source[0]]
    return not any(pattern.search(before) for pattern in (_DENIAL, _INVERTED, _CONDITION))
