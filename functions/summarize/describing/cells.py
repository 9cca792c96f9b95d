"""The cells of a table block, each with its place in the text."""

from collections.abc import Sequence

from shared.documents.document import Block

# The text of a cell and its range [start, end) in the Document's text; None if the cell is empty.
Cell = tuple[str, int, int] | None


def cells_of(text: str, block: Block) -> list[list[Cell]]:
    """Return the rows of a table that have a cell with text, in order.

    The cells are those of `block.rows`. If the text of the block differs from them, they are the parts of its lines
    between tabs.
    """
    found = _placed(text, block, block.rows) if block.rows else None
    rows = _split(text, block) if found is None else found
    return [row for row in rows if any(row)]


def _placed(text: str, block: Block, rows: Sequence[Sequence[str]]) -> list[list[Cell]] | None:
    """Return the cells at their places, None if the text of the block is not that of the rows."""
    at = block.start
    placed: list[list[Cell]] = []
    for row in rows:
        cells: list[Cell] = []
        for cell in row:
            if not cell:
                cells.append(None)
                continue
            start = text.find(cell, at, block.end)
            if start < 0 or text[at:start].strip():
                return None
            at = start + len(cell)
            cells.append((cell, start, at))
        placed.append(cells)
    return None if text[at : block.end].strip() else placed


def _split(text: str, block: Block) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    start = block.start
    for line in text[block.start : block.end].split("\n"):
        row: list[Cell] = []
        at = start
        for cell in line.split("\t"):
            row.append((cell, at, at + len(cell)) if cell.strip() else None)
            at += len(cell) + 1
        rows.append(row)
        start += len(line) + 1
    return rows
