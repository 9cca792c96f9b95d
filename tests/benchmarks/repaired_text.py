"""Texts of data sets that were encoded twice, repaired as Parse repairs an upload, and the places before it."""

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from functions.parse.recognition.encoding_repair import MAX_ROUNDS, undone


class RepairedText(NamedTuple):
    """A text as Parse stores it. `places`: for each of its code points, and its end, the place in the given text."""

    text: str
    places: list[int]

    def given(self, spans: Iterable[tuple[int, int]]) -> list[list[int]]:
        """Return [start, end) of the repaired text as places in the given text."""
        return [[self.places[start], self.places[end]] for start, end in spans]


def repaired_text(text: str) -> RepairedText:
    """Return a text without wrong encodings. Each code point of the given text is one byte of the right one."""
    places = list(range(len(text) + 1))
    for _ in range(MAX_ROUNDS):
        before = undone(text)
        if before is None:
            break
        starts = accumulate((len(character.encode()) for character in before), initial=0)
        text, places = before, [places[start] for start in starts]
    return RepairedText(text, places)
