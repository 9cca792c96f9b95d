"""Names of people, organizations and places: folding, their parts, the keys they are filed under, their agreement."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from itertools import takewhile
from typing import Literal, NamedTuple

from shared.names.words import (
    CAPITAL_NUMERALS,
    CHINESE_FAMILY_NAMES,
    GENERATIONS,
    JOINED_PARTICLES,
    KOREAN_FAMILY_NAMES,
    KOREAN_SYLLABLES,
    LEGAL_FORMS,
    NICKNAMES,
    OFFICES,
    PARTICLES,
    POST_NOMINALS,
    TITLES,
    WORDS_OF_OFFICES,
)

EntityType = Literal["PERSON", "ORGANIZATION", "LOCATION"]

# Bytes in UTF-8. A longer key is cut and ends in `~` and a hash of the whole.
LONGEST_KEY = 200

# Letters of a word that may be a misspelling of another; comparing takes the square of it.
LONGEST_WORD = 40
_HASH_DIGITS = 16
_APOSTROPHES = "'’‘ʼʻʽʿʾʹ`´＇"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_TOKEN = re.compile(r"[^\s,،、，]+|[,،、，]")
_COMMAS = ",،、，"
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "e"}
)

# Footnote marks are no part of a name. Fractions and numbers in circles do not join the digits before them.
_NUMERALS = str.maketrans(
    dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹")
    | {mark: f" {unicodedata.normalize('NFKD', mark)} " for mark in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"}
)

# Combining classes that tell letters apart: vowel signs (0), viramas (9) and the voicing of kana (8).
_KEPT_MARKS = (0, 9, 8)
_TRANSLITERATIONS = (
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("q", "k")),
    *(("iy", "i"), ("ij", "i"), ("y", "i"), ("ii", "i"), ("ck", "k"), ("x", "ks")),
)

# ä, ö and ü written out (Koehler), which folding makes a, o and u; before a vowel or at the end it's mostly none.
_UMLAUT = re.compile(r"(?<![aeiou])([aou])e(?=[^aeiou])")

# Alexander and Aleksandr, Peter and Petr.
_SYLLABIC = re.compile(r"(?<=[dt])er$")


class Agreement(IntEnum):
    """How well two names of people agree, as far as one can tell from the names alone; higher is better."""

    # Other given names, another family name, or father and son.
    CONTRADICTS = 0
    # The same family name; one of the two has no given name.
    UNKNOWN = 1
    # A given name is an initial, a short form or a close spelling of the other's.
    CLOSE = 2
    # The same given name; one of the two has more of them.
    PARTLY = 3
    # The same words, whatever their capitals, diacritics, titles or order.
    SAME = 4


class PersonName(NamedTuple):
    """The parts of a person's name. All but `bare` and `titles` are folded words."""

    # The name as written, without titles in front.
    bare: str
    # The titles and offices in front as written, `""` where there are none.
    titles: str
    given: tuple[str, ...]
    # The family name without its particles; of a single name that one; `""` when no letter is left.
    family: str
    # `jr`, `sr`, `ii` …, or `""`.
    generation: str


def folded(text: str) -> str:
    """Words in lower case, one space between them: only letters, digits and the marks that tell letters apart.

    Diacritics, apostrophes, a possessive `'s` at the end and invisible characters go; what else is no letter divides
    words. Folding twice is folding once.
    """
    return " ".join(_words(_POSSESSIVE.sub("", text.strip())))


@lru_cache(maxsize=4096)
def parse_person(name: str) -> PersonName:
    """The parts of a person's name, written in any way: `Assad, Bashar al-`, `U.S. President Obama`, `Xi Jinping`."""
    tokens = _tokens(name)
    tokens, generation = _without_suffixes(name, tokens)
    tokens, titles = _without_titles(tokens)
    bare = name[tokens[0].start : tokens[-1].end].strip(_COMMAS) if tokens else name.strip()
    titled = name[titles[0].start : titles[-1].end] if titles else ""
    return PersonName(bare, titled, *_given_and_family(tokens), generation)


def key_of(name: str, kind: EntityType) -> str:
    """What a name is filed under: a person's family name, of all else the folded name without `the` and `Inc.`.

    At most LONGEST_KEY bytes, with no `#` in it; `""` when the name has no letter or digit.
    """
    key = parse_person(name).family if kind == "PERSON" else _full_key(name)
    encoded = key.encode()
    if len(encoded) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(encoded).hexdigest()[:_HASH_DIGITS]
    return encoded[: LONGEST_KEY - _HASH_DIGITS - 1].decode(errors="ignore") + "~" + digest


def agreement(one: str, other: str) -> Agreement:
    """How well two names of people agree. Symmetric. Their family names must be the same or a close spelling."""
    first, second = parse_person(one), parse_person(other)
    same_family = first.family == second.family != ""
    if not same_family and not close_spelling(first.family, second.family):
        return Agreement.CONTRADICTS
    if first.generation and second.generation and first.generation != second.generation:
        return Agreement.CONTRADICTS
    found = given_agreement(first.given, second.given)
    if not same_family:
        return min(found, Agreement.CLOSE)
    if found is Agreement.SAME and first.generation != second.generation:
        return Agreement.PARTLY
    return found


def best_agreement(asked: str, names: Iterable[str]) -> Agreement:
    """How well what was asked agrees with somebody of these names.

    A bare family name says nothing against a full name beside it: of the names that have given names the best counts.
    """
    found = [agreement(asked, name) for name in names if key_of(name, "PERSON") == key_of(asked, "PERSON")]
    if not found:
        found = [agreement(asked, name) for name in names]
    telling = [each for each in found if each is not Agreement.UNKNOWN]
    return max(telling, default=Agreement.UNKNOWN if found else Agreement.CONTRADICTS)


def given_agreement(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement:
    """How well two lists of folded given names agree. Symmetric."""
    if one == other:
        return Agreement.SAME
    if not one or not other:
        return Agreement.UNKNOWN
    short, long = sorted((one, other), key=len)
    if short in (long[: len(short)], long[-len(short) :]):
        return Agreement.PARTLY
    # One after the other, so that George W. and George H. W. stay two people.
    return Agreement.CLOSE if all(map(_close_given, short, long)) else Agreement.CONTRADICTS


def close_spelling(one: str, other: str) -> bool:
    """Whether two folded words may be one name, misspelled or transliterated in another way. Symmetric.

    One letter may differ from five letters on, two from eight on (letters that change places count as one). A last
    `a` that only one of them has tells a woman from a man (Paul, Paula).
    """
    first, second = sorted((_transliterated(one), _transliterated(other)), key=len)
    if first == second:
        return bool(first)
    if len(first) < 5 or len(second) > LONGEST_WORD or first.endswith("a") != second.endswith("a"):
        return False
    if second == first + "e":
        return False
    allowed = 1 if len(first) < 8 else 2
    return len(second) - len(first) <= allowed and edits(first, second) <= allowed


def same_transliteration(one: str, other: str) -> bool:
    """Whether two folded words are one name, its sounds written in two ways: Sergey and Sergei, Barack and Barrack."""
    return bool(one) and _transliterated(one) == _transliterated(other)


class _Token(NamedTuple):
    start: int
    end: int
    words: tuple[str, ...]
    comma: bool


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.translate(_NUMERALS).casefold().translate(_LETTERS))
    letters: list[str] = []
    for c in decomposed.casefold():
        category = unicodedata.category(c)
        if category[0] in "LN" or (category[0] == "M" and unicodedata.combining(c) in _KEPT_MARKS):
            letters.append(c)
        elif category[0] != "M" and category != "Cf" and c not in _APOSTROPHES:
            letters.append(" ")
    return unicodedata.normalize("NFC", "".join(letters).translate(_LETTERS)).split()


def _tokens(name: str) -> list[_Token]:
    """Written words and commas, with what they fold to; those that fold to nothing are left out."""
    tokens = []
    for match in _TOKEN.finditer(name):
        written = match.group()
        comma = written in _COMMAS
        words = tuple(_words(_POSSESSIVE.sub("", written)))
        if len(words) == 1 and _is_initials(written, name):
            words = tuple(words[0])
        if words or comma:
            tokens.append(_Token(match.start(), match.end(), words, comma))
    return tokens


def _is_initials(written: str, name: str) -> bool:
    """JK, JD, FW: two capitals in a name that has small letters too."""
    return len(written) == 2 and written.isascii() and written.isalpha() and written.isupper() and name != name.upper()


def _without_suffixes(name: str, tokens: list[_Token]) -> tuple[list[_Token], str]:
    """The tokens without `Jr.`, `III`, `MP` and commas at the end, and which generation they told."""
    generation = ""
    while len([token for token in tokens if not token.comma]) > 1:
        last = tokens[-1]
        word = "".join(last.words)
        if last.comma:
            tokens = tokens[:-1]
        elif word in GENERATIONS and (word not in CAPITAL_NUMERALS or name[last.start : last.end].isupper()):
            generation, tokens = GENERATIONS[word], tokens[:-1]
        elif word in POST_NOMINALS:
            tokens = tokens[:-1]
        else:
            break
    return [token for token in tokens if not token.comma] if len(tokens) == 1 else tokens, generation


def _without_titles(tokens: list[_Token]) -> tuple[list[_Token], list[_Token]]:
    """The tokens of the name, and those of the titles and offices before it. The last token is always of the name."""
    until = 0
    for place, token in enumerate(tokens[:-1]):
        if token.comma:
            break
        words = TITLES if not until else TITLES | WORDS_OF_OFFICES
        follows = place == until and all(word in words for word in token.words)
        if follows or token.words[-1] in OFFICES:
            until = place + 1
    if until < len(tokens) and tokens[until].comma:
        until = 0
    return tokens[until:], tokens[:until]


def _given_and_family(tokens: list[_Token]) -> tuple[tuple[str, ...], str]:
    commas = [place for place, token in enumerate(tokens) if token.comma]
    if commas and commas[0] > 0:
        before, after = tokens[: commas[0]], [token for token in tokens[commas[0] :] if not token.comma]
        return _unparticled([word for token in after for word in token.words]), _family(before)
    tokens = [token for token in tokens if not token.comma]
    if not tokens:
        return (), ""
    if _is_family_first(tokens):
        return tuple(word for token in tokens[1:] for word in token.words), " ".join(tokens[0].words)
    given = [word for token in tokens[:-1] for word in token.words]
    return _unparticled(given), _family(tokens[-1:])


def _family(tokens: list[_Token]) -> str:
    words = [word for token in tokens for word in token.words]
    joined = len(tokens) == 1
    particles = list(takewhile(lambda w: w in PARTICLES or (joined and w in JOINED_PARTICLES), words[:-1]))
    return " ".join(words[len(particles) :])


def _unparticled(given: list[str]) -> tuple[str, ...]:
    """Given names without the particles of the family name that end them."""
    while given and given[-1] in PARTICLES:
        given = given[:-1]
    return tuple(given)


def _is_family_first(tokens: list[_Token]) -> bool:
    """Whether a Chinese or Korean name has its family name first, as English text writes it."""
    first, rest = "".join(tokens[0].words), [word for token in tokens[1:] for word in token.words]
    if first in KOREAN_FAMILY_NAMES and len(rest) == 2:
        return all(word in KOREAN_SYLLABLES for word in rest)
    return first in CHINESE_FAMILY_NAMES and len(tokens) == 2 and rest[-1] not in CHINESE_FAMILY_NAMES


def _full_key(name: str) -> str:
    words = _words(_undotted(_POSSESSIVE.sub("", name.strip())))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words)


def _undotted(name: str) -> str:
    """`U.S.` and `U. N.` as `US` and `UN`: the dots of an abbreviation don't divide it."""
    return re.sub(r"\b(\w)\.(?:\s(?=\w\.))?", r"\1", name)


def _close_given(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    if NICKNAMES.get(one, one) == NICKNAMES.get(other, other):
        return True
    return (len(short) >= 3 and len(long) - len(short) >= 2 and long.startswith(short)) or close_spelling(one, other)


def _transliterated(word: str) -> str:
    """A word in one of the ways that other alphabets are written in ours: Sergey and Sergei, Mousavi and Moosavi."""
    word = _SYLLABIC.sub("r", _UMLAUT.sub(r"\1", _single(word)))
    for written, meant in _TRANSLITERATIONS:
        word = word.replace(written, meant)
    single = _single(word)
    return single[:-1] if len(single) > 3 and single[-1] == "h" and single[-2] in "aeiou" else single


def _single(word: str) -> str:
    """A word without doubled letters."""
    return "".join(c for place, c in enumerate(word) if not place or c != word[place - 1])


def edits(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row, above = [i], rows[-1]
        for j, b in enumerate(other, 1):
            best = min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows = [above, row]
    return rows[-1][-1]
