"""The words of sentences, and the keys that make inflected forms of a word equal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from functions.summarize.sentences.sentences import Sentence

# Maximum length of a word in code points. Longer runs are addresses and code.
LONGEST_WORD = 40

# Minimum number of spaces between the columns of a table.
COLUMN_GAP = 3

# Vowel signs and points, and the joiner of Persian: parts of words that `\\w` does not match.
_MARKS = "\u0300-\u036f\u05b0-\u05c7\u064b-\u0652\u0670\u0900-\u0903\u093a-\u094f\u200c"

# A word, with a possessive ending in the second group. Parts of words are joined by hyphens, dots and apostrophes.
_PART = rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*"
WORD = re.compile(rf"({_PART}(?:(?:[-.&]|['’](?!s\b)){_PART})*)(\s?['’]s\b)?")

# The algorithm of Snowball for each language. The languages without one keep their inflected forms apart.
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "hi": "hindi", "hr": "serbian",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip

# Words that French, Italian and Catalan elide before a vowel: `l’eau`, `dell’arte`.
_ELIDED = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|all|d?all|dell|nell|sull|un|quest)['’](?=\w{2})", re.IGNORECASE
)
_ELIDING = frozenset({"ca", "fr", "it"})

# Particles that Korean writes at the end of a noun, and the endings of a name after an apostrophe in Turkish.
_ENDINGS = {
    "ko": re.compile(
        r"(?<=[가-힣]{2})(?:에서는|에서도|으로는|에서|에게|으로|까지|부터|보다|이라|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
    ),
    "tr": re.compile(r"['’]\w+$"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) code points. `joined`: only a space or a wrapped line separates it from the last word."""

    key: str
    start: int
    end: int
    joined: bool
    possessive: bool
    sentence: int


def tokens_of(text: str, sentences: Iterable[Sentence], language: str = "en") -> list[Token]:
    """Return the words of the sentences, in order, without possessive endings, elided articles and particles."""
    tokens: list[Token] = []
    for number, sentence in enumerate(sentences):
        end = -1
        for match in WORD.finditer(text, sentence.start, sentence.end):
            first, last = match.start(), match.end(1)
            if last - first > LONGEST_WORD:
                end = -1
                continue
            elided = _ELIDED.match(text, first, last) if language in _ELIDING else None
            if elided:
                tokens.append(Token(_folded(text[first : elided.end()]), first, elided.end(), False, False, number))
                first = end = elided.end()
            ending = _ENDINGS.get(language)
            particle = ending.search(text[first:last]) if ending else None
            last = first + particle.start() if particle else last
            joined = end >= 0 and not tokens[-1].possessive and (_is_space(text, end, first) or bool(elided))
            tokens.append(Token(_folded(text[first:last]), first, last, joined, match[2] is not None, number))
            end = match.end()
    return tokens


def _is_space(text: str, start: int, end: int) -> bool:
    """Return whether a range is a space in a phrase: no gap of columns, and no end of a line before a capital."""
    space = text[start:end]
    return space.isspace() and len(space) < COLUMN_GAP and not ("\n" in space and text[end].isupper())


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")


def root_of(language: str) -> Callable[[str], str]:
    """Return the function that makes inflected forms of a folded word equal."""
    if language == "en":
        return singular
    algorithm = _STEMMERS.get(language)
    if algorithm is None:
        return str
    # Imported only here: most texts are English.
    import snowballstemmer

    stem: Callable[[str], str] = lru_cache(10_000)(snowballstemmer.stemmer(algorithm).stemWord)
    return stem


def singular(word: str) -> str:
    """Return an English word without its plural ending, so that `farm` and `farms` are one keyword."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word
