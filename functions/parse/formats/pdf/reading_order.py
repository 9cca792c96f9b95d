"""The order in which a page is read: the file's own where it makes sense, else by columns and rows.

A page is cut into bands, one below the other. Most bands are one line. Columns, and cells of several lines, make one
band of all that stands side by side.
"""

from dataclasses import dataclass
from itertools import pairwise

from functions.parse.formats.pdf.lines import Line

# Of the type's size: the narrowest blank between two columns.
GUTTER = 0.8

# Of a page that is put into another order; larger ones keep the file's.
MOST_LINES = 1_000

# Times the type's size, upwards: more than any index or footnote mark stands high.
JUMP = 1.5

# Times the type's size, upwards, to the top of another column: more than from cell to cell of a table's row.
NEXT_COLUMN = 6.0

# Of a page. What is still to cut then is put in order from top to bottom.
MOST_CUTS = 100

MIN_COLUMN_LINES = 3


@dataclass(slots=True)
class Band:
    """Lines that no horizontal cut can part without changing their order."""

    lines: list[Line]
    top: float
    bottom: float


def bands(lines: list[Line]) -> list[Band]:
    """The lines, in their order, as bands from top to bottom. A line above others joins all that it doesn't follow."""
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
    """The lines in reading order: the file's, unless it goes back up within a column."""
    if len(lines) > MOST_LINES or not any(map(_jumps_back, lines, lines[1:])):
        return lines
    return _by_place(lines)


def runs(lines: list[Line]) -> list[list[Line]]:
    """The lines cut where the next one stands much higher: at the ends of columns."""
    cut: list[list[Line]] = [lines[:1]]
    for before, after in pairwise(lines):
        if after.top < before.top - NEXT_COLUMN * after.size:
            cut.append([])
        cut[-1].append(after)
    return cut


def _jumps_back(before: Line, after: Line) -> bool:
    """Whether a line stands higher than the one before it, and not in a column to the right."""
    return after.baseline < before.baseline - JUMP * max(before.size, after.size) and after.left < before.right


def _by_place(lines: list[Line]) -> list[Line]:
    """Cut along the widest blanks, upright ones between columns first. A stack holds what is still to cut, in order."""
    ordered: list[Line] = []
    pending = [lines]
    cuts = 0
    while pending:
        part = sorted(pending.pop(), key=lambda line: (line.baseline, line.left))
        stacked = all(map(_above, part, part[1:]))
        cut = None if stacked or cuts >= MOST_CUTS else _columns(part) or _rows(part)
        cuts += 1
        if cut is None:
            ordered.extend(part)
        else:
            pending.extend(reversed(cut))
    return ordered


def _above(upper: Line, lower: Line) -> bool:
    return upper.baseline <= lower.top


def _columns(lines: list[Line]) -> list[list[Line]] | None:
    """Two parts with an upright blank between them, each of several lines."""
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
    """Two parts, one above the other, at the widest blank; None where no horizontal cut parts them."""
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
