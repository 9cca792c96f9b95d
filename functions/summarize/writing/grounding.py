"""Grounding: holds each written sentence against the document, and says what is wrong with one that doesn't stand."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from functions.summarize.writing.numbers import numbers_in
from functions.summarize.writing.polarity import contradicts
from shared.names.names import folded
from shared.names.spelling import edits

# Cosine between a written sentence and the nearest one of the document. Sentences on other matters stay well below.
NEAR_ENOUGH = 0.5

# Sentences of the document that a written one is held against, the nearest in meaning.
NEAREST = 5

# Of the nearest sentences, as many may state or deny the same thing; the others only name dates.
TELLING = 2

# Of a word that may be misspelt: one letter may differ, two in a word of LONG letters.
FEWEST_LETTERS = 4
LONG = 8

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

# A word with a capital that does not begin a sentence or a quotation.
CAPITALIZED = re.compile(
    r"(?<![.!?…:;“\"‘'(\[«„]\s)(?<!^)(?<![“\"‘'(\[«„])\b[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
)

# Days of the week and months. `march` and `may` are other words too, unless a number follows.
DATE = re.compile(
    r"\b(?:(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october"
    r"|november|december)|March|May|(?:march|may)(?=\s\d))\b"
)


class Grounding:
    """What one document says, as far as sentences about it are held against it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(part for word in WORD.findall(self._text) for part in _forms(word))

    @cached_property
    def _capitalized(self) -> dict[str, list[str]]:
        """The words that names of the document are made of, by their first letter."""
        by_letter: dict[str, list[str]] = {}
        names = (word for word in WORD.findall(self._text) if word[0].isupper())
        for form in dict.fromkeys(form for name in names for form in _forms(name)):
            by_letter.setdefault(form[:1], []).append(form)
        return by_letter

    @cached_property
    def _numbers(self) -> frozenset[object]:
        return frozenset(value for _, value in numbers_in(self._text))

    def fault(self, sentence: str, names: Iterable[str], nearest: Sequence[str], likeness: float) -> str | None:
        """What is wrong with a written sentence, as a phrase; None if it stands.

        `names`: what is known to be a name in it, besides what its capitals show. `nearest`: the document's sentences
        that are nearest in meaning, the nearest first, and `likeness` the cosine to that one.
        """
        for name in (*names, *CAPITALIZED.findall(sentence)):
            for word in WORD.findall(name):
                if not self._occurs(word):
                    return f"the name {name!r} is not in the text"
        for written, value in numbers_in(sentence):
            if value not in self._numbers:
                return f"the number {written!r} is not in the text"
        if likeness < NEAR_ENOUGH:
            return "nothing in the text is near to it"
        if unknown := next((date for date in DATE.findall(sentence) if not _named_in(date, nearest)), None):
            return f"the date {unknown!r} is not where the text speaks of it"
        if contradicts(sentence, nearest[:TELLING]):
            return "it denies what the text states, or states what it denies"
        return None

    def _occurs(self, word: str) -> bool:
        forms = _forms(word)
        if any(form in self._words for form in forms):
            return True
        return any(
            abs(len(form) - len(known)) <= 2 and edits(form, known) <= (2 if len(form) >= LONG else 1)
            for form in forms
            if len(form) >= FEWEST_LETTERS
            for known in self._capitalized.get(form[:1], ())
        )


def _forms(word: str) -> tuple[str, ...]:
    """A word as it is compared: folded, also without a possessive ending, and the parts of a compound."""
    whole = folded(word.removesuffix("'s").removesuffix("’s"))
    parts = tuple(folded(part) for part in re.split(r"['’-]", word) if len(part) > 2)
    return (whole, *parts)


def _named_in(date: str, sentences: Sequence[str]) -> bool:
    return any(date.lower() in sentence.lower() for sentence in sentences)
