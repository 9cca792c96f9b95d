"""Detection of tables: rows whose cells are aligned in columns with vertical gaps between them."""

from dataclasses import dataclass
from itertools import pairwise

from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.reading_order import Band

# Minimum gap between two columns, in font sizes. No cell may extend into it.
MIN_GUTTER = 0.5

# Minimum share of filled cells in a table (0 to 1).
MIN_FILLED = 0.4

# Mean cell length in characters above which rows of at most this many columns are lines of text columns.
PROSE_CELL = 30
MAX_PROSE_COLUMNS = 3

# Mean cell length in characters above which the cells are paragraphs side by side, not a table.
MAX_CELL = 120

# Maximum ratio of the largest font size in a table to the smallest.
MOST_SIZES = 1.6

MOST_COLUMNS = 60

# Maximum number of consecutive start rows at which no table is found, before the rest of the run is skipped.
MOST_FAILURES = 4

# Maximum number of lines in a cell. A band with more is columns of text.
MAX_ROW_LINES = 12

# Maximum number of lines in a band that is a row, for each line of a cell.
MAX_ROW_CELLS = 8

# Maximum height of a row, in font sizes for each line of a cell.
MAX_ROW_LEADING = 1.5

# Maximum distance between the lines of a table, in font sizes.
NEAR_ROW = 2.2

# Maximum distance of a line that continues the row above, in median distances between rows.
CLOSER = 0.8


@dataclass(slots=True)
class TablePiece:
    """A cell, or one of its lines. Positions are in points, as those of a line."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(slots=True)
class TableLines:
    """A table: the text of its cells row by row, and the pieces that the text consists of, in its order."""

    rows: list[list[str]]
    pieces: list[TablePiece]


@dataclass(slots=True)
class Columns:
    """Two or more columns of text from left to right, whose lines are side by side in the file."""

    columns: list[list[Line]]


def found(bands: list[Band]) -> list[Band | TableLines | Columns]:
    """Return the bands, with the tables and text columns that they form in their place."""
    result: list[Band | TableLines | Columns] = []
    index = failures = 0
    while index < len(bands):
        after = _run(bands, index)
        combined = _combined(bands[index:after]) if after - index > 1 else None
        if combined is not None:
            result.append(combined)
            index, failures = after, 0
            continue
        failures = failures + 1 if after - index > 1 else 0
        following = after if failures >= MOST_FAILURES else index + 1
        result.extend(bands[index:following])
        index = following
    return result


def _run(bands: list[Band], start: int) -> int:
    """Return the end of the run of bands that may be rows of one table. It may contain a single cell between rows."""
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
    if len(band.lines) > MAX_ROW_LINES * MAX_ROW_CELLS:
        return False
    highest = MAX_ROW_LINES * MAX_ROW_LEADING * max(line.size for line in band.lines)
    return len(_groups(_cells(band))) > 1 and band.bottom - band.top < highest


def _near(upper: Band, lower: Band) -> bool:
    size = max(upper.lines[-1].size, lower.lines[0].size)
    return lower.top - upper.bottom <= NEAR_ROW * size


def _cells(band: Band) -> list[TablePiece]:
    return [
        TablePiece(piece.text, piece.left, piece.right, line.baseline, line.size)
        for line in band.lines
        for piece in line.cells
    ]


def _groups(cells: list[TablePiece]) -> list[tuple[float, float]]:
    """Return the left and right edges of the columns between vertical gaps."""
    groups: list[tuple[float, float]] = []
    for cell in sorted(cells, key=lambda cell: cell.left):
        if groups and cell.left - groups[-1][1] < MIN_GUTTER * cell.size:
            groups[-1] = (groups[-1][0], max(groups[-1][1], cell.right))
        else:
            groups.append((cell.left, cell.right))
    return groups


def _combined(bands: list[Band]) -> TableLines | Columns | None:
    """Return the table or the text columns that the bands form; None if they form neither."""
    rows = [_cells(band) for band in bands]
    sizes = [line.size for band in bands for line in band.lines]
    if max(sizes) > MOST_SIZES * min(sizes):
        return None
    full = [row for row in rows if len(_groups(row)) > 1]
    columns = _groups(_widest(full))
    if not 2 <= len(columns) <= MOST_COLUMNS or len(full) < (3 if len(columns) == 2 else 2):
        return None
    cells = [_row(row, columns) for row in rows]
    filled = [_text(cell) for row in cells for cell in row if cell]
    if len(filled) < MIN_FILLED * len(columns) * len(full):
        return None
    mean = sum(map(len, filled)) / len(filled)
    single = all(len(band.lines) == 1 for band in bands)
    if single and mean > PROSE_CELL and len(columns) <= MAX_PROSE_COLUMNS:
        return _as_columns([line for band in bands for line in band.lines], columns)
    if mean > MAX_CELL:
        return None
    merged = _merged(bands, cells)
    return TableLines(
        [[_text(cell) for cell in row] for row in merged], [piece for row in merged for cell in row for piece in cell]
    )


def _widest(rows: list[list[TablePiece]]) -> list[TablePiece]:
    """Return the cells of the rows with the most cells, at least two rows. Others may have cells that span columns."""
    sizes = sorted((len(row) for row in rows), reverse=True)
    enough = sizes[min(1, len(sizes) - 1)] if sizes else 0
    return [cell for row in rows if len(row) >= enough for cell in row]


def _row(cells: list[TablePiece], columns: list[tuple[float, float]]) -> list[list[TablePiece]]:
    """Return the pieces of a row in each column."""
    row: list[list[TablePiece]] = [[] for _ in columns]
    for cell in sorted(cells, key=lambda cell: (cell.baseline, cell.left)):
        row[_column(cell.left, cell.right, columns)].append(cell)
    return row


def _text(cell: list[TablePiece]) -> str:
    return " ".join(piece.text for piece in cell)


def _column(left: float, right: float, columns: list[tuple[float, float]]) -> int:
    """Return the index of the column that overlaps the range most, or is nearest to it."""
    return max(range(len(columns)), key=lambda index: min(right, columns[index][1]) - max(left, columns[index][0]))


def _merged(bands: list[Band], rows: list[list[list[TablePiece]]]) -> list[list[list[TablePiece]]]:
    """Return the rows, with continuation lines joined to the row above.

    A continuation line is closer to the row above, its first cell is empty, and it only continues filled cells.
    """
    gaps = sorted(lower.bottom - upper.bottom for upper, lower in pairwise(bands))
    usual = gaps[len(gaps) // 2]
    merged = [rows[0]]
    for band, before, row in zip(bands[1:], bands, rows[1:], strict=False):
        closer = band.bottom - before.bottom < CLOSER * usual
        if closer and not row[0] and all(not cell or above for cell, above in zip(row, merged[-1], strict=True)):
            merged[-1] = [above + cell for above, cell in zip(merged[-1], row, strict=True)]
        else:
            merged.append(row)
    return merged


def _as_columns(lines: list[Line], columns: list[tuple[float, float]]) -> Columns:
    """Return the lines split at the gaps between the columns."""
    cut: list[list[Line]] = [[] for _ in columns]
    for line in lines:
        for index, pieces in _by_column(line, columns).items():
            text = " ".join(piece.text for piece in pieces)
            bold = line.bold or (line.lead is not None and line.lead.text == text)
            part = Line(text, pieces[0].left, pieces[-1].right, line.baseline, line.size, bold, line.fixed)
            part.italic = line.italic
            part.lead = line.lead if line.lead is not None and text.startswith(f"{line.lead.text} ") else None
            cut[index].append(part)
    return Columns(cut)


def _by_column(line: Line, columns: list[tuple[float, float]]) -> dict[int, list[Piece]]:
    pieces: dict[int, list[Piece]] = {}
    for piece in line.cells:
        pieces.setdefault(_column(piece.left, piece.right, columns), []).append(piece)
    return pieces
