"""Puts what annotations show among the lines of a page: values after their labels, boxes before theirs, notes alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf
from statistics import median

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
class _Placed:
    """A text with its rectangle in the direction of the lines, from the top left corner of the page."""

    text: str
    role: Role
    left: float
    right: float
    top: float
    bottom: float


def add_shown(page: Page, shown: list[Shown]) -> None:
    """Add the texts to the lines of the page."""
    size = median([line.size for line in page.lines]) if page.lines else USUAL_SIZE
    placed = sorted((_place(page, each) for each in shown), key=lambda each: (round(each.top / size), each.left))
    # The lines that consist of values, by identity.
    made: dict[int, Line] = {}
    for each in placed:
        if each.role is not Role.NOTE and _attach(page.lines, each, size, made):
            continue
        if each.role is not Role.BOX or each.text == CHECKED:
            _insert(page.lines, each, size, made)


def _place(page: Page, shown: Shown) -> _Placed:
    left, bottom, right, top = page.bounds
    edges = (
        (shown.left - left, shown.right - left, top - shown.top, top - shown.bottom),
        (shown.bottom - bottom, shown.top - bottom, shown.left - left, shown.right - left),
        (right - shown.right, right - shown.left, shown.bottom - bottom, shown.top - bottom),
        (top - shown.top, top - shown.bottom, right - shown.right, right - shown.left),
    )[page.text_turn % 4]
    return _Placed(shown.text, shown.role, *edges)


def _attach(lines: list[Line], each: _Placed, size: float, made: dict[int, Line]) -> bool:
    """Add a value or a box to the line with its label; False if there is none."""
    beside = [
        (index, line)
        for index, line in enumerate(lines)
        if each.top - TOLERANCE * size <= line.baseline <= each.bottom + TOLERANCE * size
    ]
    found = _label_in_line(beside, each, size)
    if found is not None:
        index, cell, offset = found
        line = lines[index]
        if id(line) in made:
            # A row of fields has a cell for each.
            lines[index] = replace(
                line,
                text=f"{line.text} {each.text}",
                right=max(line.right, each.right),
                pieces=[*line.cells, Piece(each.text, each.left, each.right)],
            )
            made[id(lines[index])] = lines[index]
        else:
            lines[index] = _with_text(line, cell, offset, each)
        return True
    if each.role is Role.BOX:
        return False
    above = [
        (each.top - line.baseline, index)
        for index, line in enumerate(lines)
        if id(line) not in made
        and not line.alone
        and not line.pieces
        and -TOLERANCE * size <= each.top - line.baseline <= LABEL_ABOVE * size
        and abs(line.left - each.left) <= SAME_LEFT * size
        and len(line.text) <= MAX_LABEL
    ]
    if not above:
        return False
    _, index = min(above)
    lines[index] = _with_text(lines[index], 0, len(lines[index].text), each)
    return True


def _label_in_line(beside: Iterable[tuple[int, Line]], each: _Placed, size: float) -> tuple[int, int, int] | None:
    """Return the index of a line, of its cell, and the offset in the cell, where the text belongs; None without one."""
    best: tuple[float, float, int, int, int] | None = None
    slack = TOLERANCE * size
    for index, line in beside:
        # The first line of a value is at the top of its field.
        apart = abs(line.baseline - min(each.top + size, each.bottom - BASELINE * (each.bottom - each.top)))
        for number, cell in enumerate(line.cells):
            before, after = each.left - cell.right, cell.left - each.right
            if each.role is Role.BOX:
                # A label close after its box takes precedence over one before it.
                close = -slack <= after <= BOX_GAP * size
                distance, offset = (after, 0) if close else (before + BOX_GAP * size, len(cell.text))
                distance = -inf if not close and before < -slack else distance
                limit = LABEL_GAP * size
            else:
                distance, offset = before, len(cell.text)
                limit = LABEL_GAP * size
            if distance < -slack and cell.left <= each.left <= cell.right:
                distance, offset = 0.0, _offset(cell, each)
            rank = (round(apart / slack), max(distance, 0.0))
            if -slack <= distance <= limit and (best is None or rank < best[:2]):
                best = (*rank, index, number, offset)
    return best[2:] if best is not None else None


def _offset(cell: Piece, each: _Placed) -> int:
    """Return the offset in a cell at the position of a field that is in the middle of its text."""
    share = (each.left - cell.left) / max(cell.right - cell.left, 1.0)
    wanted = share * len(cell.text)
    rooms = [match.start() for match in ROOM.finditer(cell.text)]
    return min(rooms, key=lambda start: abs(start - wanted), default=len(cell.text))


def _with_text(line: Line, number: int, offset: int, each: _Placed) -> Line:
    """Return the line with a text at an offset of one of its cells."""
    cells = list(line.cells)
    cell = cells[number]
    room = ROOM.match(cell.text, offset)
    rest = cell.text[room.end() if room else offset :].lstrip()
    text = f"{cell.text[:offset].rstrip()} {each.text}{'' if rest[:1] in ',.;:)' else ' '}{rest}".strip()
    cells[number] = Piece(text, min(cell.left, each.left), max(cell.right, each.right))
    return replace(
        line,
        text=" ".join(piece.text for piece in cells),
        left=min(line.left, each.left),
        right=max(line.right, each.right),
        bold=False,
        pieces=cells if len(cells) > 1 else [],
        alone=True,
    )


def _insert(lines: list[Line], each: _Placed, size: float, made: dict[int, Line]) -> None:
    """Insert a text as a line of its own, after the nearest line above it."""
    above = [
        (each.top - line.baseline, -index)
        for index, line in enumerate(lines)
        if line.baseline <= each.top + size and line.left < each.right and each.left < line.right
    ]
    if above:
        place = 1 - min(above)[1]
    else:
        place = next((index for index, line in enumerate(lines) if line.baseline > each.bottom), len(lines))
    line = Line(each.text, each.left, each.right, min(each.top + size, each.bottom), size, alone=True)
    line.note = each.role is Role.NOTE
    made[id(line)] = line
    lines.insert(place, line)
