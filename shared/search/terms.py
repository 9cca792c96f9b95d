"""Terms: the words of a text, folded so that two spellings of one word are equal.

Case, diacritics, apostrophes and the dots of abbreviations are removed as in keys of names (shared.names.names), digits
of all scripts become ASCII digits, and words of ASCII letters are reduced to their stem by the English stemmer of
Snowball (Porter 2001) in every language, because texts and questions are folded in one way. Scripts
without spaces between words have overlapping pairs of characters as terms, as in Lucene's CJKAnalyzer.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from shared.names.names import folded

# Maximum length of a term in code points; the rest of a longer word is cut. Longer runs are addresses and code.
LONGEST_TERM = 30

# Number of chunks between spaces whose terms are kept, about 300 bytes each, and the longest kept one in code points.
_KEPT_CHUNKS = 20_000
_LONGEST_KEPT = 40

_CHUNK = re.compile(r"\S+")
_APOSTROPHES = "'’‘ʼʻ`´＇"

# `U.S.`, `U.S`, `e.g.`: single letters with dots.
_ABBREVIATION = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")

# An invisible character, which folding removes, in place of such dots: the positions stay the same.
_WORD_JOINER = "\u2060"

# Articles and prepositions that French, Italian and Catalan elide before a vowel: `l'Ukraine`, `dell'arte`.
_ELISION = re.compile(
    rf"(?:all|c|d|dall|dell|j|jusqu|l|lorsqu|m|n|nell|puisqu|qu|quoiqu|s|sull|t|un)[{_APOSTROPHES}](?=\w{{2}})",
    re.IGNORECASE,
)

# Scripts that have no spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = re.compile(
    "[\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_TATWEEL = "\u0640"

_stemming = threading.Lock()


class Term(NamedTuple):
    """A folded word at [start, end) code points of a text."""

    term: str
    start: int
    end: int


def terms_of(text: str) -> list[Term]:
    """Return the terms of a text, in order. Pairs of characters of unspaced scripts overlap."""
    found: list[Term] = []
    for match in _CHUNK.finditer(text):
        chunk, offset = match.group(), match.start()
        inside = _kept_terms(chunk) if len(chunk) <= _LONGEST_KEPT else _terms_in(chunk)
        found += [Term(term, offset + start, offset + end) for term, start, end in inside]
    return found


def term_set(text: str) -> frozenset[str]:
    """Return the terms of a text without their positions: many times faster for words that are repeated."""
    return frozenset(
        term for chunk in text.split() for term in (_kept_set(chunk) if len(chunk) <= _LONGEST_KEPT else _set_in(chunk))
    )


def is_unspaced(term: str) -> bool:
    """Whether a term is of a script that has no spaces between words."""
    return _UNSPACED.match(term) is not None


def _terms_in(chunk: str) -> tuple[Term, ...]:
    """Return the terms of a text without white space."""
    chunk = _ABBREVIATION.sub(lambda match: match.group().replace(".", _WORD_JOINER), chunk)
    return tuple(term for start, end in _words(chunk) for term in _terms_of_word(chunk, start, end))


def _set_in(chunk: str) -> frozenset[str]:
    return frozenset(term.term for term in _terms_in(chunk))


_kept_terms = lru_cache(_KEPT_CHUNKS)(_terms_in)
_kept_set = lru_cache(_KEPT_CHUNKS)(_set_in)


def _words(chunk: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the words of a chunk, without elided articles. Scripts with and without spaces are apart."""
    for kind, places in groupby(range(len(chunk)), lambda place: _kind(chunk[place])):
        if kind:
            run = list(places)
            start, end = run[0], run[-1] + 1
            elided = _ELISION.match(chunk, start, end)
            yield elided.end() if elided else start, end


def _kind(character: str) -> int:
    """Return 0 for a character between words, 1 for one of a word, 2 for one of an unspaced script."""
    if _UNSPACED.match(character):
        return 2
    is_part = character.isalnum() or character in _APOSTROPHES or unicodedata.category(character) in _PARTS
    return 1 if is_part else 0


# Marks and invisible characters within a word.
_PARTS = frozenset({"Mn", "Mc", "Me", "Cf"})


def _terms_of_word(chunk: str, start: int, end: int) -> Iterator[Term]:
    word = chunk[start:end]
    if _UNSPACED.match(word):
        yield from _pairs(word, start)
        return
    for each in folded(word.replace(_TATWEEL, "")).split():
        yield Term(stem(_with_ascii_digits(each)[:LONGEST_TERM]), start, end)


def _pairs(word: str, start: int) -> Iterator[Term]:
    """Yield the overlapping pairs of characters of a word, and a single character as it is."""
    plain = [(place, each) for place, each in enumerate(map(folded, word)) if each and " " not in each]
    for number, (place, first) in enumerate(plain):
        if number + 1 < len(plain):
            following, second = plain[number + 1]
            yield Term(first + second, start + place, start + following + 1)
        elif number == 0:
            yield Term(first, start + place, start + place + 1)


def _with_ascii_digits(word: str) -> str:
    return word if word.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in word)


@lru_cache(_KEPT_CHUNKS)
def stem(word: str) -> str:
    """Return the stem of a folded word of ASCII letters; other words are returned as they are."""
    if not (word.isascii() and word.isalpha()):
        return word
    with _stemming:
        stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> Any:
    """Return Snowball's stemmer, whose state one thread at a time may use.

    It is loaded at first use: all functions import the table, but only two stem words and package it.
    """
    import snowballstemmer

    return snowballstemmer.stemmer("english")
