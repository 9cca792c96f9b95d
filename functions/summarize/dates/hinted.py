"""A pattern that is searched for only in sentences with one of its hints, because the search is much slower."""

import re
from collections.abc import Iterator


class HintedPattern:
    """A pattern, and texts of which each match has at least one."""

    def __init__(self, pattern: re.Pattern[str], hints: tuple[str, ...]) -> None:
        """`hints`: in lower case if the pattern ignores case."""
        self.pattern = pattern
        self._hints = hints

    def matches(self, sentence: str, searched: str) -> Iterator[re.Match[str]]:
        """Return the matches in a sentence. `searched`: the sentence, in lower case if the pattern ignores case."""
        for hint in self._hints:
            if hint in searched:
                return self.pattern.finditer(sentence)
        return iter(())
