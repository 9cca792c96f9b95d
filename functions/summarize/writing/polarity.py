"""What a sentence denies and what it states, by the stems of its words."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]*n['’]t\b|[^\W\d_]+")
NEGATION = re.compile(
    r"(?:not|never|no|nobody|none|nothing|neither|nor|without|cannot|hardly|barely|unable|unlikely"
    r"|[^\W\d_]*n['’]t|fail\w*|refus\w+|declin\w+|den(?:y|ies|ied|ying)|lack\w*)",
    re.IGNORECASE,
)

# Words between a negation and what it denies.
PASSED_OVER = frozenset(
    "also been being even ever from have just longer many more much only quite really such than that this very"
    " with".split()
)

# Words after a negation among which the one that it denies is.
SCOPE = 5
FEWEST_LETTERS = 4

# Letters that forms of one word share: approve, approved, approval.
STEM = 5


class Polarity(NamedTuple):
    """Stems of the words that a sentence denies, and of those that it does not."""

    denied: frozenset[str]
    stated: frozenset[str]


def polarity(sentence: str) -> Polarity:
    """Of each negation the first telling word after it is what is denied; `not only` denies nothing."""
    denied: set[str] = set()
    stated: set[str] = set()
    left = 0
    words = WORD.findall(sentence)
    for word, following in pairwise([*words, ""]):
        left -= 1
        if NEGATION.fullmatch(word):
            left = 0 if following.lower() == "only" else SCOPE + 1
        elif left > 0 and following.lower() == "to":
            continue  # not agreed to sell: what is denied is the sale
        elif len(word) >= FEWEST_LETTERS and word.lower() not in PASSED_OVER:
            (denied if left > 0 else stated).add(word.lower()[:STEM])
            left = 0
    return Polarity(frozenset(denied), frozenset(stated - denied))


def contradicts(sentence: str, others: Iterable[str]) -> bool:
    """Whether a sentence denies what others state and none of them denies, or states what the first one denies."""
    own, told = polarity(sentence), [polarity(other) for other in others]
    for stem in own.denied:
        if any(stem in other.stated for other in told) and not any(stem in other.denied for other in told):
            return True
    return bool(told) and any(
        stem in own.stated and not any(stem in other.stated for other in told) for stem in told[0].denied
    )
