"""Pieces of one line that PDFium gives as several, put together: footnote marks, indices, cells of a row."""

import re

from functions.parse.formats.pdf.glyphs import HYPHEN
from functions.parse.formats.pdf.lines import Line

# Of the type's size: what follows closer than that belongs to the same word.
NO_GAP = 0.15

CELL_GAP = 1.0

# Characters of a line that pieces are added to.
MAX_LENGTH = 2_000

# Of the type's size, that a following piece may begin before the end of the one before it.
OVERLAP = 0.3

# Of the larger type's size: how far a mark of smaller type may stand above or below the line.
HIGH, LOW = 0.75, 0.35

SAME_BASELINE = 0.15

# What begins an item of a list, when it stands alone.
MARKER = re.compile(r"(?:[•‣⁃◦▪▫●○■□►▶➢➤✓✔∙*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])$")


def joined(lines: list[Line]) -> list[Line]:
    """The lines in their order, those that go on where the one before ends made one with it."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last is not None and _goes_on(last, line):
            whole[-1] = _together(last, line)
        else:
            whole.append(line)
    for line in whole:
        _hang_marker(line)
    return whole


def _goes_on(last: Line, line: Line) -> bool:
    size = max(last.size, line.size)
    gap = line.left - last.right
    if gap < -OVERLAP * size or last.text.endswith(HYPHEN) or len(last.text) > MAX_LENGTH:
        return False
    drop = line.baseline - last.baseline
    if gap > CELL_GAP * size:
        return abs(drop) <= SAME_BASELINE * size
    if abs(drop) <= SAME_BASELINE * size:
        return True
    if last.size == line.size:
        return False
    # What is smaller stands a little higher or lower.
    shift = drop if line.size < last.size else -drop
    return -HIGH * size < shift < LOW * size


def _together(last: Line, line: Line) -> Line:
    size = max(last.size, line.size)
    gap = line.left - last.right
    large = last if len(last.text) >= len(line.text) or last.size > line.size else line
    text = last.text + ("" if gap <= NO_GAP * size else " ") + line.text
    pieces = last.pieces
    if gap > CELL_GAP * size:
        pieces = [*last.cells, *line.cells]
    elif last.pieces or line.pieces:
        before, after = last.cells, line.cells
        middle = type(before[0])(
            before[-1].text + ("" if gap <= NO_GAP * size else " ") + after[0].text, before[-1].left, after[0].right
        )
        pieces = [*before[:-1], middle, *after[1:]]
    return Line(
        text,
        min(last.left, line.left),
        max(last.right, line.right),
        large.baseline,
        large.size,
        last.bold and line.bold,
        last.fixed and line.fixed,
        pieces,
    )


def _hang_marker(line: Line) -> None:
    """A list's marker is no cell of its own, however far its text stands from it."""
    if line.pieces and MARKER.match(line.pieces[0].text):
        marker, text, *others = line.pieces
        first = type(marker)(f"{marker.text} {text.text}", marker.left, text.right)
        line.pieces = [first, *others] if others else []
