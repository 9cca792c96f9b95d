"""Overlapping windows over the tokens of a text. The output for each token is kept from one window."""

from collections.abc import Iterator
from dataclasses import dataclass

# Tokens of a window, without the two special tokens. The annotator is trained on this length.
WINDOW = 254

# Tokens that a window shares with the previous one, so that each kept token has context on both sides.
OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) are run together. The output of [keep_start, keep_end) is kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows_of(tokens: int, window: int = WINDOW, overlap: int = OVERLAP) -> Iterator[Window]:
    """Yield windows over `tokens` tokens. The kept tokens cover every token once, in order."""
    start = kept = 0
    while kept < tokens:
        end = min(start + window, tokens)
        keep_end = tokens if end == tokens else end - overlap // 2
        yield Window(start, end, kept, keep_end)
        kept = keep_end
        start = end - overlap
