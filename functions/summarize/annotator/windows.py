"""Windows over the tokens of a text, cut where paragraphs or sentences begin, so that few tokens are read twice."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Maximum number of tokens of a window, without the two special tokens. The annotator is trained on this length.
WINDOW = 254

# Minimum share of an equal part of the rest of the text that a window keeps (0 to 1), so that no window is short.
LEAST = 0.7

# Maximum number of tokens of the sentences before the kept tokens that a window reads as context.
CONTEXT = 32

# Tokens that a window shares with the previous one if neither a paragraph nor a sentence begins at a suitable place.
OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens [start, end) are run together. The output of [keep_start, keep_end) is kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows_of(tokens: int, lines: NDArray[np.int64], sentences: NDArray[np.int64]) -> Iterator[Window]:
    """Yield windows over `tokens` tokens, of about equal lengths. The kept tokens cover every token once, in order.

    A window ends where a line begins, or else a sentence. `lines` and `sentences` are the numbers of the tokens that
    begin one, in order.
    """
    start = kept = 0
    while start + WINDOW < tokens:
        limit = start + WINDOW
        part = (tokens - kept) / math.ceil((tokens - kept) / (limit - kept))
        end = _nearest(lines, kept, part, limit) or _nearest(sentences, kept, part, limit)
        if end is None:
            keep_end = limit - OVERLAP // 2
            yield Window(start, limit, kept, keep_end)
            start, kept = limit - OVERLAP, keep_end
        else:
            yield Window(start, end, kept, end)
            start, kept = _context(sentences, end), end
    if kept < tokens:
        yield Window(start, tokens, kept, tokens)


def _nearest(places: NDArray[np.int64], kept: int, part: float, limit: int) -> int | None:
    """Return the place that is nearest to the end of the part, at most the limit. None if the part would be short."""
    first, last = np.searchsorted(places, kept + part * LEAST), np.searchsorted(places, limit, side="right")
    near = places[first:last]
    return int(near[np.argmin(np.abs(near - kept - part))]) if len(near) else None


def _context(sentences: NDArray[np.int64], end: int) -> int:
    """Return the start of the first sentence that begins at most CONTEXT tokens before `end`, or `end`."""
    number = np.searchsorted(sentences, end - CONTEXT)
    return min(int(sentences[number]), end) if number < len(sentences) else end
