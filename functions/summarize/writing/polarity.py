"""The negated words and the other words of a sentence, as stems."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from functions.summarize.sentences.characters import LETTER

WORD = re.compile(rf"{LETTER}*n['’]t(?!{LETTER})|{LETTER}+")
NEGATION = re.compile(
    r"(?:not|never|no|nobody|none|nothing|neither|nor|without|cannot|hardly|barely|unable|unlikely"
    rf"|{LETTER}*n['’]t|fail\w*|refus\w+|declin\w+|den(?:y|ies|ied|ying)|lack\w*)",
    re.IGNORECASE,
)

# Words between a negation and the denied word.
PASSED_OVER = frozenset(
    "also been being even ever from have just longer many more much only quite really such than that this very"
    " with".split()
)

# Number of words after a negation in which the denied word is searched.
SCOPE = 5

# Minimum length of a compared word, in letters.
FEWEST_LETTERS = 4

# Number of first letters that all forms of a word have in common: approve, approved, approval.
STEM = 5


class Polarity(NamedTuple):
    """The stems of the words that a sentence denies, and of all other words."""

    denied: frozenset[str]
    stated: frozenset[str]


def polarity(sentence: str) -> Polarity:
    """Return what a sentence denies: the first content word after each negation. `not only` denies nothing."""
    denied: set[str] = set()
    stated: set[str] = set()
    left = 0
    words = WORD.findall(sentence)
    for word, following in pairwise([*words, ""]):
        left -= 1
        if NEGATION.fullmatch(word):
            left = 0 if following.lower() == "only" else SCOPE + 1
        elif left > 0 and following.lower() == "to":
            continue  # `did not agree to sell` denies the sale
        elif len(word) >= FEWEST_LETTERS and word.lower() not in PASSED_OVER:
            (denied if left > 0 else stated).add(word.lower()[:STEM])
            left = 0
    return Polarity(frozenset(denied), frozenset(stated - denied))


def contradicts(sentence: str, others: Iterable[str]) -> bool:
    """Return whether a sentence contradicts others.

    It does if it denies what others state and none of them denies, or if it states what the first one denies.
    """
    own, found = polarity(sentence), [polarity(other) for other in others]
    for stem in own.denied:
        if any(stem in other.stated for other in found) and not any(stem in other.denied for other in found):
            return True
    return bool(found) and any(
        stem in own.stated and not any(stem in other.stated for other in found) for stem in found[0].denied
    )
