"""Tables as blocks."""

from collections.abc import Sequence

from shared.documents.document import BlockKind, BlockText
from shared.documents.placed_lines import PlacedLine


def table(rows: list[list[str]], page: int | None = None, lines: Sequence[PlacedLine] = ()) -> BlockText:
    """Return a table as a block. Its text has one line for each row, with the cells separated by tabs."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    text = "\n".join("\t".join(row).strip() for row in cells if any(row))
    return BlockText(kind=BlockKind.TABLE, text=text, page=page, rows=cells, lines=lines)
