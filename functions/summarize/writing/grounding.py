"""Grounding: checks each written sentence against the document and describes the first fault."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from functions.summarize.sentences.characters import LETTER, WORD_END
from functions.summarize.writing.clauses import clause_of, clauses_of, nearest
from functions.summarize.writing.numbers import ROMAN as ROMAN_NUMERAL
from functions.summarize.writing.numbers import numbers_of, roman_value, values_in
from functions.summarize.writing.opposites import oppositions
from functions.summarize.writing.parties import other_subject, reversed_around, swapped
from functions.summarize.writing.polarity import contradicts
from functions.summarize.writing.quantities import changed_unit, is_unit, moved_number, other_number, quantities_of
from shared.names.names import folded
from shared.names.spelling import edits

# Minimum cosine between a written sentence and the nearest sentence of the document. Sentences about other subjects
# are well below it.
NEAR_ENOUGH = 0.5

# Number of the nearest sentences of the document that a written sentence is checked against.
NEAREST = 5

# Number of the nearest sentences that are compared for negation. The others are only searched for dates and numbers.
NEAREST_COMPARED = 2

# Minimum share of the words of a sentence, without its speaker, that the text must attribute to somebody else.
MOST_ALIKE = 0.7

# Minimum length of a name that may be misspelled, in letters. One letter may differ, or two from LONG letters on.
FEWEST_LETTERS = 4
LONG = 8

WORD = re.compile(rf"{LETTER}+(?:['’-]{LETTER}+)*")

# A word with a capital that is not at the start of a sentence or a quotation.
CAPITALIZED = re.compile(
    rf"(?<![.!?…:;“\"‘'(\[«„°]\s)(?<!^)(?<![“\"‘'(\[«„°])\b(?![a-zß-öø-ÿ]){LETTER}+(?:['’-]{LETTER}+)*"
)

# A Roman numeral, folded. It has no misspellings: VIII and VII are different numbers.
ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")

# Days of the week and months. `march` and `may` are dates only before a number.
DATE = re.compile(
    r"\b(?:(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october"
    rf"|november|december)|March|May|(?:march|may)(?=\s\d)){WORD_END}"
)


class Reason(StrEnum):
    """Why a written sentence is dropped. The row has these values."""

    NAME = "name"
    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    UNLIKE = "unlike"
    DENIAL = "denial"
    OPPOSITE = "opposite"
    PARTIES = "parties"
    SPEAKER = "speaker"
    INSTRUCTION = "instruction"
    ROOM = "room"


class Fault(NamedTuple):
    """A fault of a written sentence. `message`: a clause that describes it."""

    reason: Reason
    message: str


class SourceSentence(NamedTuple):
    """A sentence of the document, the names in it, and those to which it attributes something."""

    text: str
    names: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


class Written(NamedTuple):
    """A written sentence: its names, the speakers among them, and its cosine to the nearest sentence of the text."""

    text: str
    names: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    likeness: float = 1.0


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

    def fault(self, written: Written, near: Sequence[SourceSentence]) -> Fault | None:
        """Return the first fault of a written sentence, None if it is grounded.

        `near`: the sentences of the document that are nearest in meaning, the nearest first.
        """
        sentence, texts = written.text, [source.text for source in near]
        names = list(dict.fromkeys((*written.names, *CAPITALIZED.findall(sentence))))
        if unknown := next((name for name in names if not all(map(self._occurs, WORD.findall(name)))), None):
            return Fault(Reason.NAME, f"the name {unknown!r} is not in the text")
        if number := self._unknown_number(sentence, texts):
            return Fault(Reason.NUMBER, f"the number {number!r} is not in the text")
        if written.likeness < NEAR_ENOUGH:
            return Fault(Reason.UNLIKE, "no sentence of the text is similar")
        if unknown := next((date for date in DATE.findall(sentence) if not _named_in(date, texts)), None):
            return Fault(Reason.DATE, f"the date {unknown!r} is not in the similar sentences of the text")
        if contradicts(sentence, texts[:NEAREST_COMPARED]):
            return Fault(Reason.DENIAL, "it denies what the text states, or states what the text denies")
        return _quantity_fault(sentence, texts) or _sense_fault(written, near)

    def _unknown_number(self, sentence: str, nearest: Sequence[str]) -> str | None:
        """Return the first number of the sentence that is not in the text, None if there is none.

        A sentence of the text is also searched on its own: in the whole text, a number at its edge can join another.
        """
        for number in numbers_of(sentence):
            known = number.values & self._numbers or any(number.values & values_in(other) for other in nearest)
            if not known:
                return number.written
        return None

    def _occurs(self, word: str) -> bool:
        """Return whether a word, or a longer part of a compound, is in the text, allowing for a misspelled name."""
        if ROMAN_NUMERAL.fullmatch(word) and Decimal(roman_value(word)) in self._numbers:
            return True
        if is_unit(word):
            return True  # held against the units of the text
        forms, parts = _forms(word), _parts(word)
        if not self._words.isdisjoint(forms) or (len(forms) == 1 and self._words.issuperset(parts)):
            return True
        return any(
            abs(len(form) - len(known)) <= 2 and edits(form, known) <= (2 if len(form) >= LONG else 1)
            for form in forms
            if len(form) >= FEWEST_LETTERS and not ROMAN.fullmatch(form)
            for known in self._capitalized.get(form[:1], ())
        )


def _quantity_fault(sentence: str, near: Sequence[str]) -> Fault | None:
    own, known = quantities_of(sentence), [each for text in near for each in quantities_of(text)]
    if quantity := changed_unit(own, known):
        return Fault(Reason.UNIT, f"the text has {quantity!r} with another unit")
    compared = [each for text in near[:NEAREST_COMPARED] for each in quantities_of(text)]
    number = moved_number(own, compared) or other_number(own, known)
    return Fault(Reason.NUMBER, f"the number {number!r} belongs to something else in the text") if number else None


def _sense_fault(written: Written, near: Sequence[SourceSentence]) -> Fault | None:
    """Return the fault of a sentence with known names and numbers that says something else of them."""
    names = (*written.names, *CAPITALIZED.findall(written.text))
    clauses = [clause for source in near for clause in clauses_of(source.text)]
    compared = [clause for source in near[:NEAREST_COMPARED] for clause in clauses_of(source.text)]
    for clause in clauses_of(written.text):
        for word, opposite, other, converse in oppositions(clause, compared, clauses):
            if not (converse and reversed_around(word, clause.text, names, other)):
                return Fault(Reason.OPPOSITE, f"it says {word!r} where the text says {opposite!r}")
    others = [*(source.text for source in near), *(clause.text for clause in clauses)]
    if parties := swapped(written.text, names, others):
        return Fault(Reason.PARTIES, f"the text has {parties[0]!r} and {parties[1]!r} the other way round")
    known = [name for source in near for name in source.names]
    if subjects := other_subject(written.text, names, [clause.text for clause in clauses], known):
        return Fault(Reason.PARTIES, f"it says of {subjects[0]!r} what the text says of {subjects[1]!r}")
    if speaker := _other_speaker(written, near):
        return Fault(Reason.SPEAKER, f"the text attributes this to somebody else than {speaker!r}")
    return None


def _other_speaker(written: Written, near: Sequence[SourceSentence]) -> str | None:
    """Return the first speaker of a sentence if what is most like it is attributed to another, None otherwise."""
    clause = clause_of(written.text)
    clauses = [(clause_of(source.text), source) for source in near]
    for speaker in written.speakers:
        words = _name_words(speaker)
        elsewhere = [each for each, source in clauses if source.speakers and not words & _words_of(source.names)]
        others = nearest(clause, elsewhere)
        rest = nearest(clause, (each for each, _ in clauses if each not in elsewhere))
        said = len(clause.stems - clause_of(speaker).stems)
        if words and others > rest and others >= MOST_ALIKE * said:
            return speaker
    return None


def _words_of(names: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*map(_name_words, names))


def _name_words(speaker: str) -> frozenset[str]:
    return frozenset(_whole(word) for word in WORD.findall(speaker) if word[0].isupper())


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
