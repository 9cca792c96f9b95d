"""Tables of a page: which of them contain data, and their rows."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from functions.parse.formats.common.markup import BLOCKS

# Length of a cell, in characters, above which the table is page layout and its cells are paragraphs.
MAX_CELL_LENGTH = 200

# Number of columns up to which cells that span several columns are filled in.
MAX_COLUMNS = 100

CELLS = ("td", "th")
UNSHOWN = frozenset({"script", "style", "noscript", "template", "button", "select", "textarea"})


def is_tabular(table: HtmlElement) -> bool:
    """Whether a table has rows of several short cells, and contains no other table, heading or form."""
    if table.get("role") == "presentation":
        return False
    if next(table.iterdescendants("table", "form", "article", "h1", "h2"), None) is not None:
        return False
    rows = [[len(_cell(cell)) for cell in row if cell.tag in CELLS] for row in table.iter("tr")]
    several = sum(1 for row in rows if len(row) > 1)
    return several > 0 and len(rows) > 1 and max(map(max, filter(None, rows))) <= MAX_CELL_LENGTH


def table_rows(table: HtmlElement) -> tuple[list[list[str]], int]:
    """Return the cells of each row, and the number of characters that are links. A cell that spans several columns or
    rows is followed by empty cells, so that columns stay aligned."""
    rows: list[list[str]] = []
    below: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in CELLS:
                continue
            _fill(cells, below)
            columns = min(_span(cell, "colspan"), max(1, MAX_COLUMNS - len(cells)))
            for column in range(len(cells), len(cells) + columns):
                if (more := _span(cell, "rowspan") - 1) > 0:
                    below[column] = more
            cells += [_cell(cell), *[""] * (columns - 1)]
        _fill(cells, below)
        rows.append(cells)
    linked = sum(len(" ".join(link.itertext()).strip()) for link in table.iter("a"))
    return rows, linked


def _fill(cells: list[str], below: dict[int, int]) -> None:
    """Add an empty cell for each column that a cell of an earlier row covers."""
    while below.get(len(cells), 0) > 0:
        below[len(cells)] -= 1
        cells.append("")


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _cell(cell: HtmlElement) -> str:
    """Return the text of a cell. The items of a list in it are separated by semicolons."""
    return " ".join("".join(_words(cell)).split())


def _words(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in UNSHOWN:
            edge = " " if tag in BLOCKS or tag == "br" else ""
            yield edge
            yield from _words(child)
            yield "; " if tag == "li" and child.getnext() is not None else edge
        yield child.tail or ""
