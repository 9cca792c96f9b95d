"""Windows over the tokens of a text: short enough for the annotator, overlapping, each token kept from one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

# Tokens that are read together, the two marks around them not counted: the length that the annotator is trained on.
WINDOW = 254

# Tokens that a window shares with the one before: what stands at an edge is read with its context in the other.
OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) are read together; of them, [keep_start, keep_end) are kept from this reading."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows_of(tokens: int, window: int = WINDOW, overlap: int = OVERLAP) -> Iterator[Window]:
    """Windows over `tokens` tokens. What they keep covers every token once, in order."""
    start = kept = 0
    while kept < tokens:
        end = min(start + window, tokens)
        keep_end = tokens if end == tokens else end - overlap // 2
        yield Window(start, end, kept, keep_end)
        kept = keep_end
        start = end - overlap
