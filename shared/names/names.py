"""Fold names of people, organizations and places, parse names of people, and make the keys of the index."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import takewhile
from typing import Literal, NamedTuple, get_args

from shared.names.usual_names import usual_key
from shared.names.words import (
    CAPITAL_NUMERALS,
    CHINESE_FAMILY_NAMES,
    GENERATIONS,
    JOINED_PARTICLES,
    KOREAN_FAMILY_NAMES,
    KOREAN_SYLLABLES,
    LEGAL_FORMS,
    OFFICES,
    PARTICLES,
    POST_NOMINALS,
    TITLES,
    WORDS_OF_OFFICES,
)

EntityType = Literal["PERSON", "ORGANIZATION", "LOCATION"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

# Maximum length of a key in UTF-8 bytes. A longer key is truncated and ends in `~` and a hash of the whole.
LONGEST_KEY = 200
_HASH_DIGITS = 16

APOSTROPHES = "'’‘ʼʻʽʿʾʹ`´＇"
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_ARTICLE = re.compile(r"\A\W*the\s+", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,،、，]+|[,،、，]")
_COMMAS = ",،、，"

# The mark between the words of a foreign name in Chinese and Japanese letters: 安德烈·科瓦奇.
_MIDDLE_DOT = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])[·・‧•](?=[\u3040-\u30ff\u3400-\u9fff])")

# The ending of a patronymic in Cyrillic letters: Владимирович, Ильинична, Миколаївна. It follows the given name, so a
# name that ends with one begins with the family name.
_PATRONYMIC = re.compile(r"(?:вич|ич|вна|чна)\Z")

# The article before a family name in Arabic letters, and the minimum letters of the name after it.
_ARABIC_ARTICLE = re.compile(r"\Aال(?=\w{3})")
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "e"}
)

# Footnote marks are no part of a name. Fractions and numbers in circles do not join the digits before them.
_NUMERALS = str.maketrans(
    dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹")
    | {mark: f" {unicodedata.normalize('NFKD', mark)} " for mark in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"}
)

# What folding makes of each ASCII character.
_ASCII_FOLDS = str.maketrans(
    {
        character: None if character in APOSTROPHES else character.lower() if character.isalnum() else " "
        for character in map(chr, range(128))
    }
)

# Combining classes of marks that distinguish letters: vowel signs (0; 84 and 91 Telugu, 103 Thai, 118 Lao, 129 to 132
# Tibetan), viramas (9) and the voicing of kana (8). The marks of the other classes are accents, points and tones.
# Source: Unicode Standard, chapter 4.3, and the property Canonical_Combining_Class.
KEPT_MARKS = (0, 8, 9, 84, 91, 103, 118, 129, 130, 132)


class PersonName(NamedTuple):
    """The parts of a person's name. All except `bare` and `titles` are folded words."""

    # The name as written, without titles before it.
    bare: str
    # The titles and offices before the name as written, `""` if there are none.
    titles: str
    given: tuple[str, ...]
    # The family name without particles, or the only name; `""` if it contains no letter.
    family: str
    # `jr`, `sr`, `ii` …, or `""`.
    generation: str


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return words in lower case, separated by one space, with only letters, digits and marks that distinguish letters.

    Diacritics, apostrophes, a possessive `'s` at the end and invisible characters are removed. All other characters
    separate words. Folding is idempotent.
    """
    return " ".join(_words(_POSSESSIVE.sub("", text.strip())))


@lru_cache(maxsize=4096)
def parse_person(name: str) -> PersonName:
    """Parse a person's name in any form: `Assad, Bashar al-`, `U.S. President Obama`, `Xi Jinping`."""
    tokens = _tokens(_MIDDLE_DOT.sub(" ", name))
    tokens, generation = _without_suffixes(name, tokens)
    tokens, titles = _without_titles(tokens)
    bare = name[tokens[0].start : tokens[-1].end].strip(_COMMAS) if tokens else name.strip()
    titled = name[titles[0].start : titles[-1].end] if titles else ""
    return PersonName(bare, titled, *_given_and_family(tokens), generation)


def key_of(name: str, kind: EntityType) -> str:
    """Return the index key of a name: a person's family name, or else the folded name without `the` and `Inc.`.

    All names of a country or an international body in usual_names.tsv have the key of its usual name. The key has at
    most LONGEST_KEY bytes and contains no `#`. It is `""` if the name has no letter or digit.
    """
    if kind == "PERSON":
        key = parse_person(name).family
    else:
        key = usual_key(full_key(name), _ARTICLE.sub("", _POSSESSIVE.sub("", name.strip())))
    encoded = key.encode()
    if len(encoded) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(encoded).hexdigest()[:_HASH_DIGITS]
    return encoded[: LONGEST_KEY - _HASH_DIGITS - 1].decode(errors="ignore") + "~" + digest


@lru_cache(maxsize=4096)
def full_key(name: str) -> str:
    """Return the folded words of the name of an organization or a place, without `the` and a legal form."""
    words = _words(_without_dots(_POSSESSIVE.sub("", name.strip())))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words)


class _Token(NamedTuple):
    start: int
    end: int
    words: tuple[str, ...]
    comma: bool


def _words(text: str) -> list[str]:
    if text.isascii():
        return text.translate(_ASCII_FOLDS).split()
    decomposed = unicodedata.normalize("NFKD", text.translate(_NUMERALS).casefold().translate(LETTERS))
    letters: list[str] = []
    for c in decomposed.casefold():
        category = unicodedata.category(c)
        if c in APOSTROPHES:  # some of them are letters by their category
            continue
        if category[0] in "LN" or (category[0] == "M" and unicodedata.combining(c) in KEPT_MARKS):
            letters.append(c)
        elif category[0] != "M" and category != "Cf":
            letters.append(" ")
    return unicodedata.normalize("NFC", "".join(letters).translate(LETTERS)).split()


def _tokens(name: str) -> list[_Token]:
    """Return the written words and commas with their folded words. Tokens that fold to nothing are left out."""
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
    """Whether two capitals are initials (JK, JD, FW), in a name that also has lower-case letters."""
    return len(written) == 2 and written.isascii() and written.isalpha() and written.isupper() and name != name.upper()


def _without_suffixes(name: str, tokens: list[_Token]) -> tuple[list[_Token], str]:
    """Return the tokens without `Jr.`, `III`, `MP` and commas at the end, and the generation in those."""
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
    """Return the tokens of the name, and those of titles and offices before it. The last token is part of the name."""
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
        return _without_particles([word for token in after for word in token.words]), _family(before)
    tokens = [token for token in tokens if not token.comma]
    if not tokens:
        return (), ""
    if _is_family_first(tokens):
        return tuple(word for token in tokens[1:] for word in token.words), " ".join(tokens[0].words)
    given = [word for token in tokens[:-1] for word in token.words]
    return _without_particles(given), _family(tokens[-1:])


def _family(tokens: list[_Token]) -> str:
    words = [word for token in tokens for word in token.words]
    joined = len(tokens) == 1
    particles = list(takewhile(lambda w: w in PARTICLES or (joined and w in JOINED_PARTICLES), words[:-1]))
    return _ARABIC_ARTICLE.sub("", " ".join(words[len(particles) :]))


def _without_particles(given: list[str]) -> tuple[str, ...]:
    """Return given names without the particles of the family name at their end. One letter alone is an initial."""
    while given and given[-1] in PARTICLES and (len(given) > 1 or len(given[0]) > 1):
        given = given[:-1]
    return tuple(given)


def _is_family_first(tokens: list[_Token]) -> bool:
    """Whether the family name is first: in a Chinese or Korean name in English text, or before a patronymic."""
    if len(tokens) == 3 and all(len(token.words) == 1 for token in tokens):
        middle, last = (_PATRONYMIC.search(token.words[0]) is not None for token in tokens[1:])
        if last and not middle:
            return True
    first, rest = "".join(tokens[0].words), [word for token in tokens[1:] for word in token.words]
    if first in KOREAN_FAMILY_NAMES and len(rest) == 2:
        return all(word in KOREAN_SYLLABLES for word in rest)
    return first in CHINESE_FAMILY_NAMES and len(tokens) == 2 and rest[-1] not in CHINESE_FAMILY_NAMES


def _without_dots(name: str) -> str:
    """Return the name with `U.S.` and `U. N.` as `US` and `UN`: the dots of an abbreviation don't separate words."""
    return re.sub(r"\b(\w)\.(?:\s(?=\w\.))?", r"\1", name)
