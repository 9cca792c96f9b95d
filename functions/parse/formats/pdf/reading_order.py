"""The reading order of a page: the order of the file if it is plausible, else by columns and rows.

A page is split into bands from top to bottom. Most bands are one line. Columns, and cells of several lines, are one
band with all lines that are side by side.
"""

from dataclasses import dataclass
from itertools import pairwise

from functions.parse.formats.pdf.lines import Line

# Minimum width of the gap between two columns, in font sizes.
GUTTER = 0.8

# Maximum number of lines of a page that is reordered. Pages with more lines keep the order of the file.
MOST_LINES = 1_000

# Minimum distance of a jump back up the page, in font sizes. Superscripts and footnote marks are lower.
JUMP = 1.5

# Minimum distance of a jump up to the top of another column, in font sizes. Cells in a row of a table are closer.
NEXT_COLUMN = 6.0

# Maximum number of cuts of a page. The parts that are still uncut then are ordered from top to bottom.
MOST_CUTS = 100

# Minimum number of lines of a column.
MIN_COLUMN_LINES = 3


@dataclass(slots=True)
class Band:
    """Lines that no horizontal cut can separate without changing their order, and their vertical extent in points."""

    lines: list[Line]
    top: float
    bottom: float


def bands(lines: list[Line]) -> list[Band]:
    """Group the lines, in order, into bands from top to bottom. A line joins the bands that end below its top."""
    stack: list[Band] = []
    for line in lines:
        band = Band([line], line.top, line.baseline)
        while stack and stack[-1].bottom > band.top:
            above = stack.pop()
            above.lines.extend(band.lines)
            band = Band(above.lines, min(above.top, band.top), max(above.bottom, band.bottom))
        stack.append(band)
    return stack


def in_order(lines: list[Line]) -> list[Line]:
    """Return the lines in reading order: that of the file, unless it jumps back up within a column."""
    if len(lines) > MOST_LINES or not any(map(_jumps_back, lines, lines[1:])):
        return lines
    return _by_position(lines)


def runs(lines: list[Line]) -> list[list[Line]]:
    """Split the lines where the next one is much higher, which is at the ends of columns."""
    cut: list[list[Line]] = [lines[:1]]
    for before, after in pairwise(lines):
        if after.top < before.top - NEXT_COLUMN * after.size:
            cut.append([])
        cut[-1].append(after)
    return cut


def _jumps_back(before: Line, after: Line) -> bool:
    """Return whether a line is higher than the previous one, and not in a column to its right."""
    return after.baseline < before.baseline - JUMP * max(before.size, after.size) and after.left < before.right


def _by_position(lines: list[Line]) -> list[Line]:
    """Order the lines by cutting them at the widest gaps; vertical gaps between columns come first.

    `pending` is a stack of the parts that are still to be cut, the first one on top.
    """
    ordered: list[Line] = []
    pending = [lines]
    cuts = 0
    while pending:
        part = sorted(pending.pop(), key=lambda line: (line.baseline, line.left))
        stacked = all(map(_is_above, part, part[1:]))
        cut = None if stacked or cuts >= MOST_CUTS else _columns(part) or _rows(part)
        cuts += 1
        if cut is None:
            ordered.extend(part)
        else:
            pending.extend(reversed(cut))
    return ordered


def _is_above(upper: Line, lower: Line) -> bool:
    return upper.baseline <= lower.top


def _columns(lines: list[Line]) -> list[list[Line]] | None:
    """Split the lines at the widest vertical gap into two columns; None if there is none between enough lines."""
    by_left = sorted(lines, key=lambda line: line.left)
    size = max(line.size for line in lines)
    right = by_left[0].right
    best, place = GUTTER * size, 0
    for index, line in enumerate(by_left):
        if line.left - right >= best and MIN_COLUMN_LINES <= index <= len(lines) - MIN_COLUMN_LINES:
            best, place = line.left - right, index
        right = max(right, line.right)
    if not place:
        return None
    first = set(map(id, by_left[:place]))
    return [[line for line in lines if id(line) in first], [line for line in lines if id(line) not in first]]


def _rows(lines: list[Line]) -> list[list[Line]] | None:
    """Split the lines at the widest horizontal gap into two parts; None if no horizontal cut is possible."""
    by_top = sorted(lines, key=lambda line: (line.top, line.left))
    bottom = by_top[0].baseline
    best, place = -1.0, 0
    for index, line in enumerate(by_top):
        if index and line.top - bottom > best and line.top >= bottom:
            best, place = line.top - bottom, index
        bottom = max(bottom, line.baseline)
    if not place:
        return None
    return [by_top[:place], by_top[place:]]
