"""A pattern that is searched for only in sentences with one of its hints, because the search is much slower."""

import re
from collections.abc import Iterable
from typing import NamedTuple


class BothCases(NamedTuple):
    """A sentence as it is, and in lower case for the hints of all patterns that ignore case."""

    text: str
    lowered: str

    @classmethod
    def of(cls, text: str) -> "BothCases":
        """Return a sentence in both cases."""
        return cls(text, text.lower())


class HintedPattern:
    """A pattern, and texts of which each match has at least one."""

    def __init__(self, pattern: re.Pattern[str], hints: tuple[str, ...]) -> None:
        """`hints`: in lower case if the pattern ignores case."""
        self.pattern = pattern
        self._hints = hints
        self._ignores_case = bool(pattern.flags & re.IGNORECASE)

    def matches(self, sentence: BothCases) -> Iterable[re.Match[str]]:
        """Return the matches in a sentence."""
        searched = sentence.lowered if self._ignores_case else sentence.text
        for hint in self._hints:
            if hint in searched:
                return self.pattern.finditer(sentence.text)
        return ()
