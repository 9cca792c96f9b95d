"""Tables whose rows may have different lengths."""

from functions.parse.formats.common.tables import table
from shared.documents.document import BlockText


def padded_table(rows: list[list[str]], page: int | None = None) -> BlockText:
    """Return a table block. Empty cells fill short rows up to the length of the longest row."""
    width = max(map(len, rows), default=0)
    return table([row + [""] * (width - len(row)) for row in rows], page)
