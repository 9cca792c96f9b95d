"""Joins words that a hyphen splits at the end of a line."""

import re
from collections.abc import Iterable

from functions.parse.formats.pdf.glyphs import HYPHEN

# The last word of a line, which may contain hyphens; the first word of a line; the punctuation around words.
LAST_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)$")
FIRST_WORD = re.compile(r"[^\W\d_]+")
EDGES = ".,;:!?()[]{}\"'“”‘’«»"

# Minimum number of letters of a second part that counts as a word of its own. A shorter one may be a word by chance:
# `in` in `there-in`.
MIN_SECOND_PART = 4


class Hyphens:
    """Decides whether a hyphen at the end of a line belongs to the word, by the other words of the document."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` has the lines of the document. They are read when the first hyphen occurs."""
        self._texts = texts
        self._known: set[str] | None = None

    def join(self, lines: list[str]) -> str:
        """Return the lines as one text, with a space between lines."""
        text = lines[0]
        for line in lines[1:]:
            text = self.join_two(text, line)
        return text

    def join_two(self, text: str, line: str) -> str:
        """Return `text` followed by `line`. `text` may end in the middle of a word."""
        if not text.endswith(HYPHEN):
            if text.endswith("-") and line[:1].islower() and text[-2:-1].islower():
                return self._join_word(text[:-1], line)
            return f"{text} {line}"
        return self._join_word(text[:-1], line)

    def _join_word(self, text: str, line: str) -> str:
        """Return `text` followed by `line`, with a hyphen between them if it belongs to the word."""
        last, first = LAST_WORD.search(text), FIRST_WORD.match(line)
        if last is None or first is None:
            return f"{text}-{line}"
        if not first.group()[0].islower() or self._is_compound(last.group(1), first.group()):
            return f"{text}-{line}"
        return text + line

    def _is_compound(self, first: str, second: str) -> bool:
        words = self._words()
        whole = f"{first}{second}".lower()
        if whole in words:
            return False
        if f"{first}-{second}".lower() in words:
            return True
        return len(second) >= MIN_SECOND_PART and first.lower() in words and second.lower() in words

    def _words(self) -> set[str]:
        if self._known is None:
            self._known = {
                word.strip(EDGES)
                for text in self._texts
                # The last word of a line that ends with a hyphen is only a part of a word.
                for word in text.lower().split()[: -1 if text.endswith((HYPHEN, "-")) else None]
            }
            self._known |= {part for word in self._known if "-" in word for part in word.split("-")}
        return self._known


def without_hyphen(text: str) -> str:
    """Return a text with a plain hyphen at its end, for a split word whose second part is missing."""
    return f"{text[:-1]}-" if text.endswith(HYPHEN) else text
