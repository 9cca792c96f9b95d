"""The cells of a sheet as the rows of a table, without what is empty, and within the limit of characters."""

from dataclasses import dataclass, field

from functions.parse.formats.common.tables import table
from shared.documents.document import BlockKind, BlockText

# How many places a table may have for each cell that is filled. Sheets that are emptier lose their empty cells.
MAX_SPREAD = 20

FEW_PLACES = 10_000


@dataclass(slots=True)
class SheetRows:
    """The rows of one sheet while it is read, each the filled cells by their columns."""

    max_characters: int
    rows: list[dict[int, str]] = field(default_factory=list)
    characters: int = 0
    cells: int = 0

    @property
    def full(self) -> bool:
        """Whether more than the limit was added: nothing that comes later can be kept."""
        return self.characters > self.max_characters

    def add(self, row: dict[int, str]) -> None:
        """Add the filled cells of a row, as far as the limit goes. Rows without any are left out."""
        kept: dict[int, str] = {}
        for column, text in row.items():
            if self.full:
                break
            kept[column] = text
            # A line break or a tab parts it from the next.
            self.characters += len(text) + 1
        if kept:
            self.rows.append(kept)
            self.cells += len(kept)

    def blocks(self, name: str, page: int) -> list[BlockText]:
        """The sheet's name as a heading and its table; nothing for a sheet without a filled cell."""
        if not self.rows:
            return []
        columns = sorted(set().union(*self.rows))
        if len(columns) * len(self.rows) > max(FEW_PLACES, MAX_SPREAD * self.cells):
            rows = [[row[column] for column in sorted(row)] for row in self.rows]
        else:
            rows = [[row.get(column, "") for column in columns] for row in self.rows]
        return [BlockText(kind=BlockKind.HEADING, text=name, level=1, page=page), table(rows, page)]
