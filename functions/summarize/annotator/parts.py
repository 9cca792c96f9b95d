"""The parts of a text by language."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from shared.documents.document import Block

# The language that has an annotator of its own, ISO 639-1.
ENGLISH = "en"


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
