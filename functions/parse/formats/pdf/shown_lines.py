"""Puts what annotations show among the lines of a page: values after their labels, boxes before theirs, notes alone."""

import re
from dataclasses import dataclass, replace
from math import inf
from statistics import median
from typing import NamedTuple

from functions.parse.formats.pdf.annotations import CHECKED, Role, Shown
from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.page import Page

# Maximum distance between a field and its label on the same line, and between a box and the label after it, in font
# sizes.
LABEL_GAP = 30.0
BOX_GAP = 4.0

# Maximum distance of a label above its field, and between their left edges, in font sizes.
LABEL_ABOVE = 1.2
SAME_LEFT = 2.0

# Maximum length of a label above its field in characters. A longer line is text.
MAX_LABEL = 80

# Tolerance of positions in font sizes.
TOLERANCE = 0.5

# Usual height of a baseline above the bottom of a field of one line, as a share of the height of the field.
BASELINE = 0.25

# Font size of a page without text in points.
USUAL_SIZE = 10.0

# A place in a line that is left for a value, and the blanks at which a line may be divided.
ROOM = re.compile(r"[ \t]*[_.…]{3,}[ \t]*|[ \t]+")


@dataclass(slots=True)
class _ShownText:
    """A text with its rectangle in the direction of the lines, from the top left corner of the page."""

    text: str
    role: Role
    left: float
    right: float
    top: float
    bottom: float


class _InsertionPoint(NamedTuple):
    """Where a text belongs: the index of a line, of a cell in the line, and the offset in the cell."""

    line: int
    cell: int
    offset: int


def add_shown(page: Page, texts: list[Shown]) -> None:
    """Add the texts to the lines of the page."""
    size = median([line.size for line in page.lines]) if page.lines else USUAL_SIZE
    placed = (_placed(page, shown) for shown in texts)
    for shown in sorted(placed, key=lambda shown: (round(shown.top / size), shown.left)):
        if shown.role is not Role.NOTE and _attach(page.lines, shown, size):
            continue
        if shown.role is not Role.BOX or shown.text == CHECKED:
            _insert(page.lines, shown, size)


def _placed(page: Page, shown: Shown) -> _ShownText:
    left, bottom, right, top = page.bounds
    edges = (
        (shown.left - left, shown.right - left, top - shown.top, top - shown.bottom),
        (shown.bottom - bottom, shown.top - bottom, shown.left - left, shown.right - left),
        (right - shown.right, right - shown.left, shown.bottom - bottom, shown.top - bottom),
        (top - shown.top, top - shown.bottom, right - shown.right, right - shown.left),
    )[page.text_turn % 4]
    return _ShownText(shown.text, shown.role, *edges)


def _attach(lines: list[Line], shown: _ShownText, size: float) -> bool:
    """Add a value or a box to the line with its label; False if there is none."""
    point = _beside_label(lines, shown, size)
    if point is None and shown.role is not Role.BOX:
        point = _below_label(lines, shown, size)
    if point is None:
        return False
    line = lines[point.line]
    lines[point.line] = _with_cell(line, shown) if line.inserted else _with_text(line, point, shown)
    return True


def _beside_label(lines: list[Line], shown: _ShownText, size: float) -> _InsertionPoint | None:
    """Return where a text belongs in a line at its height, None if no line has its label."""
    slack = TOLERANCE * size
    # The first line of a value is at the top of its field.
    baseline = min(shown.top + size, shown.bottom - BASELINE * (shown.bottom - shown.top))
    nearest: tuple[float, float] | None = None
    point: _InsertionPoint | None = None
    for index, line in enumerate(lines):
        if not shown.top - slack <= line.baseline <= shown.bottom + slack:
            continue
        for number, cell in enumerate(line.cells):
            distance, offset = _distance_and_offset(cell, shown, size)
            rank = (round(abs(line.baseline - baseline) / slack), max(distance, 0.0))
            if distance <= LABEL_GAP * size and (nearest is None or rank < nearest):
                nearest, point = rank, _InsertionPoint(index, number, offset)
    return point


def _distance_and_offset(cell: Piece, shown: _ShownText, size: float) -> tuple[float, int]:
    """Return the distance of a text from a cell, infinite if the cell is not its label, and its offset in the cell."""
    slack = TOLERANCE * size
    before, after = shown.left - cell.right, cell.left - shown.right
    if shown.role is Role.BOX and -slack <= after <= BOX_GAP * size:
        # A label close after its box takes precedence over one before it.
        return after, 0
    if before < -slack:
        is_within = cell.left <= shown.left <= cell.right
        return (0.0, _offset(cell, shown)) if is_within else (inf, 0)
    return before + (BOX_GAP * size if shown.role is Role.BOX else 0.0), len(cell.text)


def _offset(cell: Piece, shown: _ShownText) -> int:
    """Return the offset in a cell at the position of a field that is in the middle of its text."""
    share = (shown.left - cell.left) / max(cell.right - cell.left, 1.0)
    wanted = share * len(cell.text)
    rooms = [match.start() for match in ROOM.finditer(cell.text)]
    return min(rooms, key=lambda start: abs(start - wanted), default=len(cell.text))


def _below_label(lines: list[Line], shown: _ShownText, size: float) -> _InsertionPoint | None:
    """Return the end of the label above a value, None if there is no label."""
    above = [
        (shown.top - line.baseline, index)
        for index, line in enumerate(lines)
        if not line.inserted
        and not line.alone
        and not line.pieces
        and -TOLERANCE * size <= shown.top - line.baseline <= LABEL_ABOVE * size
        and abs(line.left - shown.left) <= SAME_LEFT * size
        and len(line.text) <= MAX_LABEL
    ]
    if not above:
        return None
    _, index = min(above)
    return _InsertionPoint(index, 0, len(lines[index].text))


def _with_cell(line: Line, shown: _ShownText) -> Line:
    """Return the line of a row of fields with a cell for one more field."""
    return replace(
        line,
        text=f"{line.text} {shown.text}",
        right=max(line.right, shown.right),
        pieces=[*line.cells, Piece(shown.text, shown.left, shown.right)],
    )


def _with_text(line: Line, point: _InsertionPoint, shown: _ShownText) -> Line:
    """Return the line with a text at an offset of one of its cells."""
    cells = list(line.cells)
    cell, offset = cells[point.cell], point.offset
    room = ROOM.match(cell.text, offset)
    rest = cell.text[room.end() if room else offset :].lstrip()
    text = f"{cell.text[:offset].rstrip()} {shown.text}{'' if rest[:1] in ',.;:)' else ' '}{rest}".strip()
    cells[point.cell] = Piece(text, min(cell.left, shown.left), max(cell.right, shown.right))
    return replace(
        line,
        text=" ".join(piece.text for piece in cells),
        left=min(line.left, shown.left),
        right=max(line.right, shown.right),
        bold=False,
        pieces=cells if len(cells) > 1 else [],
        alone=True,
    )


def _insert(lines: list[Line], shown: _ShownText, size: float) -> None:
    """Insert a text as a line of its own, after the nearest line above it."""
    above = [
        (shown.top - line.baseline, -index)
        for index, line in enumerate(lines)
        if line.baseline <= shown.top + size and line.left < shown.right and shown.left < line.right
    ]
    if above:
        place = 1 - min(above)[1]
    else:
        place = next((index for index, line in enumerate(lines) if line.baseline > shown.bottom), len(lines))
    baseline = min(shown.top + size, shown.bottom)
    line = Line(shown.text, shown.left, shown.right, baseline, size, alone=True, inserted=True)
    line.note = shown.role is Role.NOTE
    lines.insert(place, line)
