"""Grounding: checks each written sentence against the document and describes the first fault."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from functions.summarize.sentences.characters import LETTER, WORD_END
from functions.summarize.writing.numbers import numbers_in, values_in
from functions.summarize.writing.polarity import contradicts
from shared.names.names import folded
from shared.names.spelling import edits

# Minimum cosine between a written sentence and the nearest sentence of the document. Sentences about other subjects
# are well below it.
NEAR_ENOUGH = 0.5

# Number of the nearest sentences of the document that a written sentence is checked against.
NEAREST = 5

# Number of the nearest sentences that are compared for negation. The others are only searched for dates and numbers.
TELLING = 2

# Minimum length of a name that may be misspelled, in letters. One letter may differ, or two from LONG letters on.
FEWEST_LETTERS = 4
LONG = 8

WORD = re.compile(rf"{LETTER}+(?:['’-]{LETTER}+)*")

# A word with a capital that is not at the start of a sentence or a quotation.
CAPITALIZED = re.compile(
    rf"(?<![.!?…:;“\"‘'(\[«„]\s)(?<!^)(?<![“\"‘'(\[«„])\b(?![a-zß-öø-ÿ]){LETTER}+(?:['’-]{LETTER}+)*"
)

# A Roman numeral, folded. It has no misspellings: VIII and VII are different numbers.
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

# Days of the week and months. `march` and `may` are dates only before a number.
DATE = re.compile(
    r"\b(?:(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october"
    rf"|november|december)|March|May|(?:march|may)(?=\s\d)){WORD_END}"
)


class Grounding:
    """The words, names and numbers of one document, which written sentences are checked against."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        """All words, folded, with the parts of compounds."""
        return frozenset(form for word in WORD.findall(self._text) for form in (_whole(word), *_parts(word)))

    @cached_property
    def _capitalized(self) -> dict[str, list[str]]:
        """The words with a capital and their longer parts, by first letter."""
        by_letter: dict[str, list[str]] = {}
        names = (word for word in WORD.findall(self._text) if word[0].isupper())
        for form in dict.fromkeys(form for name in names for form in _forms(name)):
            by_letter.setdefault(form[:1], []).append(form)
        return by_letter

    @cached_property
    def _numbers(self) -> set[Decimal]:
        return values_in(self._text)

    def fault(self, sentence: str, names: Iterable[str], nearest: Sequence[str], likeness: float) -> str | None:
        """Return a clause that describes the fault of a written sentence, None if the sentence is grounded.

        `names`: names in the sentence, besides those that have capitals. `nearest`: the sentences of the document that
        are nearest in meaning, the nearest first. `likeness`: the cosine to the first of them.
        """
        for name in (*names, *CAPITALIZED.findall(sentence)):
            if not all(map(self._occurs, WORD.findall(name))):
                return f"the name {name!r} is not in the text"
        if number := self._unknown_number(sentence, nearest):
            return f"the number {number!r} is not in the text"
        if likeness < NEAR_ENOUGH:
            return "no sentence of the text is similar"
        if unknown := next((date for date in DATE.findall(sentence) if not _named_in(date, nearest)), None):
            return f"the date {unknown!r} is not in the similar sentences of the text"
        if contradicts(sentence, nearest[:TELLING]):
            return "it denies what the text states, or states what the text denies"
        return None

    def _unknown_number(self, sentence: str, nearest: Sequence[str]) -> str | None:
        """Return the first number of the sentence that is not in the text, None if there is none.

        A sentence of the text is also searched on its own: in the whole text, a number at its edge can join another.
        """
        for written, value in numbers_in(sentence):
            if value not in self._numbers and not any(value in values_in(other) for other in nearest):
                return written
        return None

    def _occurs(self, word: str) -> bool:
        """Return whether a word, or a longer part of a compound, is in the text, allowing for a misspelled name."""
        forms, parts = _forms(word), _parts(word)
        if not self._words.isdisjoint(forms) or (len(forms) == 1 and self._words.issuperset(parts)):
            return True
        return any(
            abs(len(form) - len(known)) <= 2 and edits(form, known) <= (2 if len(form) >= LONG else 1)
            for form in forms
            if len(form) >= FEWEST_LETTERS and not ROMAN.fullmatch(form)
            for known in self._capitalized.get(form[:1], ())
        )


def _whole(word: str) -> str:
    """Return a folded word without its possessive ending."""
    return folded(word.removesuffix("'s").removesuffix("’s"))


def _parts(word: str) -> tuple[str, ...]:
    """Return the folded parts of a compound. A simple word is its only part."""
    return tuple(map(folded, re.split(r"['’-]", word)))


def _forms(word: str) -> tuple[str, ...]:
    """Return the forms of a word that are compared: the whole and the parts of more than two letters."""
    return (_whole(word), *(folded(part) for part in re.split(r"['’-]", word) if len(part) > 2))


def _named_in(date: str, sentences: Sequence[str]) -> bool:
    return any(date.lower() in sentence.lower() for sentence in sentences)
