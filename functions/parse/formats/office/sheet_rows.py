"""The filled cells of a sheet as the rows of a table, up to the character limit."""

from dataclasses import dataclass, field

from functions.parse.formats.common.tables import table
from shared.documents.document import BlockKind, BlockText

# Maximum number of table cells per filled cell. In sparser sheets, the empty cells are removed from each row.
MAX_SPREAD = 20

# Number of table cells up to which empty cells are always kept.
FEW_CELLS = 10_000


@dataclass(slots=True)
class SheetRows:
    """The rows of a sheet while it is read. Each has its filled cells by column."""

    max_characters: int
    rows: list[dict[int, str]] = field(default_factory=list)
    characters: int = 0
    cells: int = 0

    @property
    def full(self) -> bool:
        """Whether the cells exceed the character limit. No more cells are needed then."""
        return self.characters > self.max_characters

    def add(self, row: dict[int, str]) -> None:
        """Add the filled cells of a row, up to the character limit. A row without any is ignored."""
        kept: dict[int, str] = {}
        for column, text in row.items():
            if self.full:
                break
            kept[column] = text
            # One more for the line break or tab after it.
            self.characters += len(text) + 1
        if kept:
            self.rows.append(kept)
            self.cells += len(kept)

    def blocks(self, name: str, page: int) -> list[BlockText]:
        """Return the name of the sheet as a heading and its table; nothing if no cell is filled."""
        if not self.rows:
            return []
        columns = sorted(set().union(*self.rows))
        if len(columns) * len(self.rows) > max(FEW_CELLS, MAX_SPREAD * self.cells):
            rows = [[row[column] for column in sorted(row)] for row in self.rows]
        else:
            rows = [[row.get(column, "") for column in columns] for row in self.rows]
        return [BlockText(kind=BlockKind.HEADING, text=name, level=1, page=page), table(rows, page)]
