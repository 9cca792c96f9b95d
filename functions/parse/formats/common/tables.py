"""Tables as blocks."""

from shared.documents.document import BlockKind, BlockText


def table(rows: list[list[str]], page: int | None = None) -> BlockText:
    """Return a table as a block. Its text has one line for each row, with the cells separated by tabs."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    text = "\n".join("\t".join(row).strip() for row in cells if any(row))
    return BlockText(kind=BlockKind.TABLE, text=text, page=page, rows=cells)
