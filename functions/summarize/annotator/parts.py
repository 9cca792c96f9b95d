"""The parts of a text by language, and the choice between English and other languages for a text without one."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from shared.documents.document import Block

# The language that has an annotator of its own, ISO 639-1.
ENGLISH = "en"

# Minimum share of the letters of a short text that are in words of the English vocabulary, for it to count as English
# (0 to 1). Of the sentences of two English sets that are too short for detection, 90 % reach it; of those of nine other
# languages 4 %.
ENGLISH_SHARE = 0.6

WORD = re.compile(r"[^\W\d_]+")

# A number and the word after it: a unit, which is alike in many languages, or a month. English months have a capital.
NUMBER_AND_WORD = re.compile(r"\d\s+[^\W\d_]+")


class LanguagePart(NamedTuple):
    """The text at [start, end) code points and its language, ISO 639-1; None if it was not recognized."""

    start: int
    end: int
    language: str | None


def parts_of(length: int, blocks: Sequence[Block], language: str | None) -> list[LanguagePart]:
    """Return the parts of a text of `length` code points, in order and without gaps; one for a text in one language.

    `language` is that of the blocks that have none of their own.
    """
    parts: list[LanguagePart] = []
    for block in blocks:
        own = block.language or language
        if not parts or parts[-1].language != own:
            parts.append(LanguagePart(block.start if parts else 0, length, own))
            if len(parts) > 1:
                parts[-2] = parts[-2]._replace(end=block.start)
    return parts or [LanguagePart(0, length, language)]


def main_language(parts: Sequence[LanguagePart]) -> str | None:
    """Return the language of most of the text, the first of several."""
    sizes: Counter[str | None] = Counter()
    for part in parts:
        sizes[part.language] += part.end - part.start
    return max(sizes, key=sizes.__getitem__)


def reads_as_english(text: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a text that is too short for the detection of its language is English, by its words.

    `is_word`: whether a lower-case word is in the English vocabulary. Words with capitals, which can be names, count
    only in a text without other words. A text without words is English. One whose only words in small letters follow
    numbers is not: `Madrid, 23 may (EFE)`.
    """
    words = WORD.findall(text)
    lower = [word for word in words if word.islower()]
    if lower and not any(map(str.islower, WORD.findall(NUMBER_AND_WORD.sub(" ", text)))):
        return False
    words = lower or [word.lower() for word in words]
    known = sum(len(word) for word in words if word.isascii() and is_word(word))
    return known >= ENGLISH_SHARE * sum(map(len, words))
