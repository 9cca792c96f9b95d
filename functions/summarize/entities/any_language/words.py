"""The words of a name in any script, and whether two words are forms of one name."""

import re
import unicodedata

from shared.names.names import folded

# Languages (ISO 639-1) in which the endings of names change with their case: Дюсенов, Дюсенова, Дюсеновым. Source: the
# World Atlas of Language Structures, chapter 49, and the grammars of the languages that it does not list.
DECLINING = frozenset("be bs cs el et fi hr hu la lt lv pl ro ru sk sl sr tr uk".split())

# Languages in which only the genitive has an ending: Rågø, Rågøs.
WITH_GENITIVE_S = frozenset("da de nb nl nn no sv".split())

# Minimum letters that two forms of one name share at their start. Maximum letters after these in both forms, and in the
# longer form if the shorter one is a whole name: Orbán, Orbánnal.
SHORTEST_STEM = 4
LONGEST_ENDING = 3
LONGEST_SUFFIX = 5

# Minimum letters of the stem for each letter of the longer ending.
STEM_TO_ENDING = 1.5

# What the name of a person ends with in the nominative where its other forms have other vowels.
NOMINATIVE_ENDINGS = frozenset("a á я а ая o о".split())

VOWELS = frozenset("aeiouyаеиіїоуыэюяєьйαεηιουω")

# Scripts that write no spaces between words, or that attach particles to names.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")

# The mark between the words of a foreign name in Chinese and Japanese: 安德烈·科瓦奇.
MIDDLE_DOT = re.compile(r"[·・‧•]")


def words_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(folded(MIDDLE_DOT.sub(" ", name)).split())


def words_in(text: str) -> int:
    """Return the number of words of a text. Two letters of a script without spaces count as one word."""
    unspaced = len(UNSPACED.findall(text)) // 2
    return max(len(text.split()), unspaced)


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script that writes no spaces between words."""
    return UNSPACED.search(text) is not None


def same_word(one: str, other: str, language: str | None) -> bool:
    """Whether two folded words of names are equal, an initial and its word, or forms of one word in a language.

    Forms of one word have a long common beginning and short endings. One ending is empty, or both begin with a vowel.
    """
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) == 1:
        return long.startswith(short) and short.isalpha() and not is_unspaced(short)
    if language in WITH_GENITIVE_S:
        return len(short) >= SHORTEST_STEM and long == short + "s"
    if language not in DECLINING or is_unspaced(one + other):
        return False
    stem = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    endings = short[stem:], long[stem:]
    if stem < SHORTEST_STEM or stem < STEM_TO_ENDING * len(endings[1]):
        return False
    if not endings[0]:
        return len(endings[1]) <= LONGEST_SUFFIX
    if _loses_vowel(*endings) or _loses_vowel(*reversed(endings)):
        return True
    return len(endings[1]) <= LONGEST_ENDING and all(ending[0] in VOWELS for ending in endings)


def _loses_vowel(one: str, other: str) -> bool:
    """Whether the vowel before the last consonant is lost in the second ending: -ec, -ce, as in Lipovec, Lipovce."""
    return len(one) == 2 and one[0] in VOWELS and one[1] not in VOWELS and other[:1] == one[1] and len(other) <= 3


def is_base_of(base: str, form: str, *, is_person: bool) -> bool:
    """Whether one of two forms of a folded word has no ending, or that of a nominative: Vondruška, Vondrušky.

    Of two forms in -a and -o, the one in -o is the nominative: Marko, Marka.
    """
    stem = next((place for place, (a, b) in enumerate(zip(base, form, strict=False)) if a != b), len(base))
    one, other = base[stem:], form[stem:]
    if _loses_vowel(one, other):
        return True
    return bool(other) and (not one or (is_person and one in NOMINATIVE_ENDINGS and other not in {"o", "о"}))


def same_words(one: tuple[str, ...], other: tuple[str, ...], language: str | None) -> bool:
    """Whether two names have the same words, in the same order or with the first word at the end."""
    if len(one) != len(other):
        return False
    turned = (*other[1:], *other[:1]), (*other[-1:], *other[:-1])
    return any(all(same_word(a, b, language) for a, b in zip(one, order, strict=True)) for order in (other, *turned))


def contains(long: tuple[str, ...], short: tuple[str, ...], language: str | None) -> bool:
    """Whether a name has all words of a shorter one in their order. Single letters of the shorter one are initials."""
    place = 0
    for word in short:
        while place < len(long) and not same_word(word, long[place], language):
            place += 1
        place += 1
    return place <= len(long)


def begins_with(long: str, short: str) -> bool:
    """Whether a name without spaces begins with a shorter one: 赵 and 赵以宁, 云鹿科技 and 云鹿科技有限公司."""
    return len(short) < len(long) and is_unspaced(short) and long.startswith(short)


def script_of(text: str) -> str:
    """Return the script of the first letter of a text, as the first word of its name in Unicode: `CJK`, `LATIN`.

    Return an empty text for a name without letters: `1860`.
    """
    letter = next(filter(str.isalpha, text), None)
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""
