"""Lines of a page packed into a list of small integers, and unpacked again. gzip compresses such a list well."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

# Integers for one line: the code points between the previous line's end and its start, its length in code points, the
# differences of x0 and y0 from the previous line's, and x1 - x0 and y1 - y0.
INTEGERS = 6


class Line(NamedTuple):
    """A range of a text in code points, and its rectangle on a page in UNITS: from (x0, y0), to (x1, y1)."""

    start: int
    end: int
    x0: int
    y0: int
    x1: int
    y1: int


def packed(start: int, lines: Iterable[Line]) -> list[int]:
    """Return the integers for lines in the order of the text, the first of which begins at or after `start`."""
    integers: list[int] = []
    x = y = 0
    for line in lines:
        integers += (
            line.start - start,
            line.end - line.start,
            line.x0 - x,
            line.y0 - y,
            line.x1 - line.x0,
            line.y1 - line.y0,
        )
        start, x, y = line.end, line.x0, line.y0
    return integers


def unpacked(start: int, integers: Sequence[int]) -> Iterator[Line]:
    """Yield the lines that `packed` packed with the same `start`; raise ValueError for another number of integers."""
    x = y = 0
    numbers = iter(integers)
    for skipped, length, right, down, wide, high in zip(*[numbers] * INTEGERS, strict=True):
        start += skipped
        x += right
        y += down
        yield Line(start, start + length, x, y, x + wide, y + high)
        start += length


def checked_end(start: int, integers: Sequence[int], most: int) -> int:
    """Return the end of the last line; raise ValueError if lines overlap, are empty, or leave the page.

    Positions are from 0 to `most`. Every Document is checked several times, so this loop creates no objects.
    """
    x = y = 0
    numbers = iter(integers)
    for skipped, length, right, down, wide, high in zip(*[numbers] * INTEGERS, strict=True):
        x += right
        y += down
        on_page = 0 <= x <= most and 0 <= y <= most and 0 <= x + wide <= most and 0 <= y + high <= most
        if skipped < 0 or length < 1 or not on_page:
            raise ValueError(f"the line after code point {start} overlaps another, is empty, or leaves the page")
        start += skipped + length
    return start
