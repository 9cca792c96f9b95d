"""Words that a line's end has parted, made whole again."""

import re
from collections.abc import Iterable

from functions.parse.formats.pdf.glyphs import HYPHEN

LAST_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)$")
FIRST_WORD = re.compile(r"[^\W\d_]+")
EDGES = ".,;:!?()[]{}\"'“”‘’«»"

# Letters. A shorter end of a word may be a word by chance (`us-ing` has none, `there-in` has).
MIN_SECOND_PART = 4


class Hyphens:
    """Decides whether a hyphen at a line's end is one of the word's own, by the words of the same document."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are the document's lines; they are looked at when the first hyphen is met."""
        self._texts = texts
        self._known: set[str] | None = None

    def join(self, lines: list[str]) -> str:
        """The lines in one, a blank between them."""
        text = lines[0]
        for line in lines[1:]:
            text = self.join_two(text, line)
        return text

    def join_two(self, text: str, line: str) -> str:
        """`text` and what follows it, of which the first may end in the middle of a word."""
        if not text.endswith(HYPHEN):
            if text.endswith("-") and line[:1].islower() and text[-2:-1].islower():
                return self._parted(text[:-1], line)
            return f"{text} {line}"
        return self._parted(text[:-1], line)

    def _parted(self, text: str, line: str) -> str:
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
                # The parts of parted words are no words.
                for word in text.lower().split()[: -1 if text.endswith((HYPHEN, "-")) else None]
            }
            self._known |= {part for word in self._known if "-" in word for part in word.split("-")}
        return self._known


def without_hyphen(text: str) -> str:
    """A text that ends with a parted word, where nothing follows."""
    return f"{text[:-1]}-" if text.endswith(HYPHEN) else text
