"""The clauses of a sentence, and how much two clauses have in common.

A sentence can say opposite things of two parties. What a written sentence follows from is the clause that shares most
words with it.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from functions.summarize.sentences.characters import LETTER
from shared.names.names import folded

# Minimum length of a compared word, and the number of first letters that its forms have in common.
FEWEST_LETTERS, STEM = 3, 5

# Frequent words that two clauses have in common by chance.
_EMPTY = frozenset(
    "about after all also and any are because been before being between but can could did does during each for from "
    "had has have her him his how into its may more most not off one other our out over than that the their them then "
    "there these they this those through under until was were what when where which while who whom whose will with "
    "would you your".split()
)

# What divides clauses.
BOUNDARY = re.compile(r"\s*[;:]\s+|,?\s+(?:and|but|while|whereas|although|though)\s+", re.IGNORECASE)
_WORD = re.compile(rf"{LETTER}+|\d+")


class Clause(NamedTuple):
    """A clause and the stems of its words."""

    text: str
    stems: frozenset[str]


def clause_of(text: str) -> Clause:
    """Return a text as one clause."""
    words = (folded(word) for word in _WORD.findall(text))
    stems = {word[:STEM] for word in words if word.isdigit() or (len(word) >= FEWEST_LETTERS and word not in _EMPTY)}
    return Clause(text, frozenset(stems))


def clauses_of(text: str) -> list[Clause]:
    """Return the clauses of a sentence, divided at conjunctions, semicolons and colons."""
    return [clause_of(part) for part in BOUNDARY.split(text) if part.strip()]


def likeness(one: Clause, other: Clause) -> int:
    """Return the number of stems that two clauses have in common."""
    return len(one.stems & other.stems)


def nearest(clause: Clause, others: Iterable[Clause]) -> int:
    """Return the highest likeness of a clause to others, -1 without others."""
    return max((likeness(clause, other) for other in others), default=-1)
