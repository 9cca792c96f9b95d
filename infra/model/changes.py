"""Changes of a text, with the new place of each position."""

from collections.abc import Iterable
from typing import NamedTuple


class Change(NamedTuple):
    """A range of a text, [start, end), and what replaces it."""

    start: int
    end: int
    new: str


def changed(text: str, changes: Iterable[Change]) -> tuple[str, list[int]]:
    """Return a text with changes that are in order and don't overlap, and the new place of each position, end included.

    A position inside a changed range keeps its distance from the start of the range, as far as the new text goes.
    """
    places: list[int] = []
    parts: list[str] = []
    at = length = 0
    for start, end, new in changes:
        places += range(length, length + start - at)
        length += start - at
        places += [length + min(place, len(new)) for place in range(end - start)]
        length += len(new)
        parts += [text[at:start], new]
        at = end
    places += range(length, length + len(text) - at + 1)
    return "".join([*parts, text[at:]]), places
