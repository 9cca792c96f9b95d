"""What a table has: its caption, the names of its columns, the number of its rows, its total and its largest value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from functions.summarize.describing.cells import Cell, cells_of
from functions.summarize.describing.numbers import is_number, largest
from functions.summarize.describing.statements import (
    MOST_PIECES,
    Lifted,
    Statement,
    closed,
    counted,
    lifted,
    listing,
)
from shared.documents.document import Block

# Labels of rows with totals, in the languages of common office programs.
TOTAL = re.compile(
    r"(?:(?:grand|overall) )?total|sum|summe|gesamt(?:summe)?|insgesamt|zusammen|total g[ée]n[ée]ral|totale|totaal|"
    r"totalt|i alt|samlet|summa|suma|razem|ogółem|celkem|spolu|ukupno|toplam|yhteensä|összesen|итого|всего|合計|"
    r"总计|合计|합계",
    re.IGNORECASE,
)

# Minimum number of rows of a table whose largest value is stated. In a shorter one, it is seen at once.
FEWEST_ROWS = 3

# Minimum share of the cells of a column with numbers (0 to 1) for a name above it to be the name of the column.
NUMERIC_SHARE = 0.6

# Minimum share of the columns that a row of names has cells in (0 to 1). A row with fewer, above the names, is a
# caption or spans several columns; below them, it adds to a name or begins a section.
NAMED_SHARE = 1 / 2

# Names of columns whose numbers identify or order the rows and measure nothing.
IDENTIFIERS = re.compile(
    r"(?:.*\b)?(?:ids?|no\.?|nr\.?|n[º°]|num(?:ber|éro)?|nummer|code|codes|page|pages|rank|index|year|date|day|month|"
    r"phone|telephone|tel|fax|zip|postcode|plz|row|line|sku|ean|isbn|lat(?:itude)?|lon(?:gitude)?|jahr|année|"
    r"año|#)(?:\b.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in its parts. `header` is empty if no row is clearly above the data; `rows` are the rows with data."""

    text: str
    caption: Lifted | None
    header: list[Cell]
    rows: list[list[Cell]]
    total: list[Cell] | None

    @property
    def names(self) -> list[Lifted]:
        """The names of the columns."""
        return self.lifted(self.header)

    def lifted(self, row: Sequence[Cell]) -> list[Lifted]:
        """Return the cells of a row that have text."""
        return [lifted(self.text, cell[1], cell[2]) for cell in row if cell]


def read_table(text: str, block: Block) -> Table:
    """Divide a table block into its parts. The first row is a header if no cell of it is a number and others are."""
    rows = cells_of(text, block)
    width = max(map(_filled, rows), default=0)
    caption = None
    while len(rows) > 1 and _filled(rows[0]) < max(NAMED_SHARE * width, min(width, 2)):
        first = next(cell for cell in rows.pop(0) if cell)
        caption = caption or lifted(text, first[1], first[2])
    header: list[Cell] = []
    if len(rows) > 1 and _is_header(rows[0], rows[1:]):
        header = rows.pop(0)
        while len(rows) > 1 and _filled(rows[0]) < NAMED_SHARE * width and not any(map(_is_numeral, rows[0])):
            rows.pop(0)
    totals = [row for row in rows if (first_cell := row[0]) and TOTAL.fullmatch(first_cell[0].strip(" :.*"))]
    total = totals[0] if header and len(totals) == 1 else None
    return Table(text, caption, header, [row for row in rows if row is not total], total)


def statements_of_table(table: Table, title: Lifted | None, room: int, *, at_least: bool) -> list[Statement]:
    """Return what is known of a table: its rows and columns, its total, and the largest value of its first measure.

    `title`: the heading of the table, if it has no caption. `room`: maximum number of words in the names of its
    columns. `at_least`: whether rows of it were left out.
    """
    name = table.caption or title
    first = _rows_and_columns(table, name, room, at_least=at_least)
    if name:
        first = first._replace(evidence=(name, *first.evidence))
    more = (_total(table), _largest(table))
    return [first, *(statement for statement in more if statement)]


def _rows_and_columns(table: Table, name: Lifted | None, room: int, *, at_least: bool) -> Statement:
    what = f"{name.text}: table of" if name else "Table of"
    if table.header:
        frame = f"{what} {counted(len(table.rows), 'row', at_least=at_least)}"
        return listing(frame, table.names, len(table.names), ", ", room=room)
    rows = table.rows
    columns = max(map(_filled, rows))
    size = f"{counted(len(rows), 'row', at_least=at_least)} and {counted(columns, 'column')}"
    first = table.lifted(rows[0])
    if columns == 1:
        items = [piece for row in rows[:MOST_PIECES] for piece in table.lifted(row)]
        return listing(f"{what} {counted(len(rows), 'row', at_least=at_least)}", items, len(rows), room=room)
    return listing(f"{what} {size}, beginning with", first, len(first), ", ", room=room)


def _filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _is_numeral(cell: Cell) -> bool:
    return cell is not None and is_number(cell[0])


def _is_header(first: Sequence[Cell], others: Sequence[Sequence[Cell]]) -> bool:
    """Return whether the first row has only words, all different, and a column below one of them has only numbers."""
    names = [cell[0] for cell in first if cell]
    if len(names) < 2 or len(set(names)) < len(names) or any(is_number(name) for name in names):
        return False
    return any(_is_numeric(others, column) for column, cell in enumerate(first) if cell)


def _is_numeric(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    cells = [cell[0] for row in rows if column < len(row) and (cell := row[column])]
    return bool(cells) and sum(map(is_number, cells)) >= NUMERIC_SHARE * len(cells)


def _total(table: Table) -> Statement | None:
    """Return the total of the table, as its row states it."""
    if table.total is None:
        return None
    label, *values = [(column, cell) for column, cell in enumerate(table.total) if cell]
    pieces: list[Lifted] = [lifted(table.text, label[1][1], label[1][2])]
    written: list[str] = []
    for column, cell in values[:3]:
        value = lifted(table.text, cell[1], cell[2])
        name = table.header[column] if column < len(table.header) else None
        pieces += [lifted(table.text, name[1], name[2]), value] if name else [value]
        written.append(f"{pieces[-2].text} {value.text}" if name else value.text)
    return Statement(closed(f"{pieces[0].text}: {', '.join(written)}"), tuple(pieces)) if written else None


def _largest(table: Table) -> Statement | None:
    """Return the largest value of the first column that measures something, with the first words of its row."""
    if len(table.rows) < FEWEST_ROWS:
        return None
    for column, name in enumerate(table.header):
        if name is None or IDENTIFIERS.fullmatch(name[0]):
            continue
        cells = [row[column] if column < len(row) else None for row in table.rows]
        values = [cell[0] for cell in cells if cell]
        place = largest(values) if len(values) == len(table.rows) else None
        label = next((cell for cell in table.rows[place or 0] if cell and not is_number(cell[0])), None)
        if place is None or label is None or label[0] == name[0] or (cell := cells[place]) is None:
            continue
        pieces = tuple(lifted(table.text, start, end) for _, start, end in (name, cell, label))
        text = f"Largest {pieces[0].text}: {pieces[1].text} ({pieces[2].text})"
        return Statement(closed(text), pieces)
    return None
