"""The choice between English and other languages for a text that is too short for the detection of its language."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from functions.summarize.annotator.parts import ENGLISH
from shared.search.function_words import FUNCTION_WORDS

# Minimum share of the letters that are in words of the English vocabulary, for a text to count as English (0 to 1): of
# one with more function words of English than of any other language, and of other texts. Of short English texts, 82 %
# count as English, and 1 % of those in eight other languages.
SHARE_WITH_FUNCTION_WORDS = 0.4
SHARE = 0.6

WORD = re.compile(r"[^\W\d_]+")

# A number and the word after it: a unit, which is alike in many languages, or a month. English months have a capital.
NUMBER_AND_WORD = re.compile(r"\d\s+([^\W\d_]+)")


def reads_as_english(text: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a text is English, by its words.

    `is_word`: whether a word in small letters is in the English vocabulary, which has words of other languages too. A
    text with more function words of another language than of English is not English. Words with capitals, which can be
    names, count only if English has no more function words than each other language, or no word is in small letters.
    Words in small letters after numbers do not count: `Madrid, 23 may (EFE)`. A text without words is English, but not
    if its only words in small letters follow numbers.
    """
    written = WORD.findall(NUMBER_AND_WORD.sub(_without_unit, text))
    lower = [word for word in written if word.islower()]
    if not lower and any(map(str.islower, WORD.findall(text))):
        return False
    words = [word.lower() for word in written]
    lead = _lead_of_english(words)
    if lead < 0:
        return False
    counted, share = (lower or words, SHARE_WITH_FUNCTION_WORDS) if lead else (words, SHARE)
    known = sum(len(word) for word in counted if word.isascii() and is_word(word))
    return known >= share * sum(map(len, counted))


def _without_unit(match: re.Match[str]) -> str:
    return " " if match[1].islower() else match[0]


def _lead_of_english(words: Sequence[str]) -> int:
    """Return how many more of the words are function words of English than of the other language with the most."""
    votes = Counter(language for word in words for language in _languages_by_word().get(word, ()))
    english = votes.pop(ENGLISH, 0)
    return english - max(votes.values(), default=0)


@cache
def _languages_by_word() -> dict[str, list[str]]:
    """Return the languages of which each word is a function word."""
    # Imported only here: the language of most texts is detected.
    from stopwordsiso import langs, stopwords

    found: dict[str, list[str]] = {}
    for language in sorted(langs()):
        for word in stopwords(language):
            # The English list has the codes of countries: `de`, `es`, `la`.
            if language != ENGLISH or len(word) != 2 or word in FUNCTION_WORDS:
                found.setdefault(word.casefold(), []).append(language)
    return found
