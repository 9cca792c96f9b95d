"""Tables: rows whose cells stand under one another, found by the blanks that run down between them."""

from dataclasses import dataclass
from itertools import pairwise

from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.reading_order import Band

# Of the type's size: the blank between two columns that no cell of theirs may enter.
MIN_GUTTER = 0.5

# Of the cells of a table.
MIN_FILLED = 0.4

# Characters. Cells that are longer on average, row after row, are the lines of columns of text.
PROSE_CELL = 30

# Characters on average; longer cells are paragraphs side by side.
MAX_CELL = 120

# Times the smallest type of a table that its largest may be.
MOST_SIZES = 1.6

MOST_COLUMNS = 60

# First rows that are left out one after another, until what follows is no table either.
MOST_FAILURES = 4

# One above the other, in a row of a table. A band of more is columns of text.
MAX_ROW_LINES = 12

# Times the type's size, from a line between two rows to either.
NEAR_ROW = 2.2


@dataclass(slots=True)
class TableLines:
    """A table: its rows of cells, and the lines it is made of."""

    rows: list[list[str]]
    lines: list[Line]


@dataclass(slots=True)
class Columns:
    """Two or more columns of text, left to right, whose lines stand side by side in the file."""

    columns: list[list[Line]]


@dataclass(slots=True)
class _Cell:
    text: str
    left: float
    right: float
    baseline: float
    size: float


def found(bands: list[Band]) -> list[Band | TableLines | Columns]:
    """The bands, with tables in place of those that make one."""
    result: list[Band | TableLines | Columns] = []
    index = failures = 0
    while index < len(bands):
        after = _run(bands, index)
        made = _made(bands[index:after]) if after - index > 1 else None
        if made is not None:
            result.append(made)
            index, failures = after, 0
            continue
        failures = failures + 1 if after - index > 1 else 0
        passed = after if failures >= MOST_FAILURES else index + 1
        result.extend(bands[index:passed])
        index = passed
    return result


def _run(bands: list[Band], start: int) -> int:
    """Where the bands that may be rows of one table end. A single cell between two rows belongs to the upper one."""
    index = last = start
    while index < len(bands):
        band = bands[index]
        if _is_row(band):
            last = index + 1
        elif index == start or index - last >= 2 or not _near(bands[index - 1], band):
            break
        if index + 1 < len(bands) and not _near(band, bands[index + 1]):
            break
        index += 1
    return last


def _is_row(band: Band) -> bool:
    if len(band.lines) == 1:
        return bool(band.lines[0].pieces)
    if len(band.lines) > MAX_ROW_LINES * 8:
        return False
    heights = band.bottom - band.top
    return len(_groups(_cells(band))) > 1 and heights < MAX_ROW_LINES * 1.5 * max(line.size for line in band.lines)


def _near(upper: Band, lower: Band) -> bool:
    size = max(upper.lines[-1].size, lower.lines[0].size)
    return lower.top - upper.bottom <= NEAR_ROW * size


def _cells(band: Band) -> list[_Cell]:
    return [
        _Cell(piece.text, piece.left, piece.right, line.baseline, line.size)
        for line in band.lines
        for piece in line.cells
    ]


def _groups(cells: list[_Cell]) -> list[tuple[float, float]]:
    """The columns that upright blanks part: where each begins and ends."""
    groups: list[tuple[float, float]] = []
    for cell in sorted(cells, key=lambda cell: cell.left):
        if groups and cell.left - groups[-1][1] < MIN_GUTTER * cell.size:
            groups[-1] = (groups[-1][0], max(groups[-1][1], cell.right))
        else:
            groups.append((cell.left, cell.right))
    return groups


def _made(bands: list[Band]) -> TableLines | Columns | None:
    """What the bands make together: a table, columns of text, or neither."""
    rows = [_cells(band) for band in bands]
    sizes = [line.size for band in bands for line in band.lines]
    if max(sizes) > MOST_SIZES * min(sizes):
        return None
    full = [row for row in rows if len(_groups(row)) > 1]
    columns = _groups(_widest(full))
    if not 2 <= len(columns) <= MOST_COLUMNS or len(full) < (3 if len(columns) == 2 else 2):
        return None
    cells = [_row(row, columns) for row in rows]
    filled = [text for row in cells for text in row if text]
    if len(filled) < MIN_FILLED * len(columns) * len(full):
        return None
    mean = sum(map(len, filled)) / len(filled)
    single = all(len(band.lines) == 1 for band in bands)
    if single and mean > PROSE_CELL and len(columns) <= 3:
        return _as_columns([line for band in bands for line in band.lines], columns)
    if mean > MAX_CELL:
        return None
    return TableLines(_merged(bands, cells), [line for band in bands for line in band.lines])


def _widest(rows: list[list[_Cell]]) -> list[_Cell]:
    """The cells of the rows with most cells, of which there are two at least. Others may have cells across columns."""
    sizes = sorted((len(row) for row in rows), reverse=True)
    enough = sizes[min(1, len(sizes) - 1)] if sizes else 0
    return [cell for row in rows if len(row) >= enough for cell in row]


def _row(cells: list[_Cell], columns: list[tuple[float, float]]) -> list[str]:
    """The texts of a row by columns."""
    texts: list[list[str]] = [[] for _ in columns]
    for cell in sorted(cells, key=lambda cell: (cell.baseline, cell.left)):
        texts[_column(cell.left, cell.right, columns)].append(cell.text)
    return [" ".join(parts) for parts in texts]


def _column(left: float, right: float, columns: list[tuple[float, float]]) -> int:
    """The column that has most of what stands between `left` and `right`, or is nearest to it."""
    return max(range(len(columns)), key=lambda index: min(right, columns[index][1]) - max(left, columns[index][0]))


def _merged(bands: list[Band], rows: list[list[str]]) -> list[list[str]]:
    """The rows, with lines that only go on in the cells of the row above added to it: they stand closer, and the first
    column is empty."""
    gaps = sorted(lower.bottom - upper.bottom for upper, lower in pairwise(bands))
    usual = gaps[len(gaps) // 2]
    merged = [rows[0]]
    for band, before, row in zip(bands[1:], bands, rows[1:], strict=False):
        closer = band.bottom - before.bottom < 0.8 * usual
        if closer and not row[0] and all(not text or above for text, above in zip(row, merged[-1], strict=True)):
            merged[-1] = [f"{above} {text}".strip() for above, text in zip(merged[-1], row, strict=True)]
        else:
            merged.append(row)
    return merged


def _as_columns(lines: list[Line], columns: list[tuple[float, float]]) -> Columns:
    """The lines cut at the columns' blanks."""
    cut: list[list[Line]] = [[] for _ in columns]
    for line in lines:
        for index, pieces in _by_column(line, columns).items():
            text = " ".join(piece.text for piece in pieces)
            cut[index].append(
                Line(text, pieces[0].left, pieces[-1].right, line.baseline, line.size, line.bold, line.fixed)
            )
    return Columns(cut)


def _by_column(line: Line, columns: list[tuple[float, float]]) -> dict[int, list[Piece]]:
    pieces: dict[int, list[Piece]] = {}
    for piece in line.cells:
        pieces.setdefault(_column(piece.left, piece.right, columns), []).append(piece)
    return pieces
