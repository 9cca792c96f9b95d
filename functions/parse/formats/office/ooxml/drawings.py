"""DrawingML content that all OOXML formats share: paragraphs, tables, the text of SmartArt, the values of charts."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.formats.common.tables import table
from functions.parse.formats.office.ooxml.namespaces import DGM, A, C, R
from functions.parse.formats.office.ooxml.relations import Relations, target_of_id
from functions.parse.formats.office.tables import padded_table
from shared.documents.document import BlockKind, BlockText

DIAGRAM, CHART = f"{DGM}relIds", f"{C}chart"
PARAGRAPH, TEXT, BREAK, TABLE = f"{A}p", f"{A}t", f"{A}br", f"{A}tbl"

# Maximum number of points of a chart's series. A point states its own index, which may be any number.
MAX_POINTS = 10_000

# Maximum number of cells in the table of a chart.
MAX_CELLS = 10 * MAX_POINTS


def paragraph_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph (`a:p`) with its line breaks."""
    return "".join("\n" if piece.tag == BREAK else piece.text or "" for piece in paragraph.iter(TEXT, BREAK))


def table_block(element: etree._Element, page: int | None) -> BlockText:
    """Return the block of a table (`a:tbl`). The first of merged cells has the text; the others are empty."""
    rows = [
        ["\n".join(map(paragraph_text, cell.iter(PARAGRAPH))) for cell in row.iterchildren(f"{A}tc")]
        for row in element.iterchildren(f"{A}tr")
    ]
    return padded_table(rows, page)


def drawn_blocks(
    package: Package, relations: Relations, element: etree._Element, page: int | None = None
) -> Iterator[BlockText]:
    """Yield the blocks of SmartArt (`dgm:relIds`) or a chart (`c:chart`), whose content is in a separate member."""
    relation = element.get(f"{R}dm" if element.tag == DIAGRAM else f"{R}id")
    root = package.optional_tree(target_of_id(relations, relation))
    if root is None:
        return
    if element.tag == CHART:
        yield from _chart_blocks(root, page)
        return
    for paragraph in root.iter(PARAGRAPH):
        yield BlockText(kind=BlockKind.LIST_ITEM, text=paragraph_text(paragraph), page=page)


def _chart_blocks(root: etree._Element, page: int | None) -> Iterator[BlockText]:
    """Yield the title of a chart as a caption, and its series as a table: categories as rows, series as columns."""
    for title in root.iterfind(f"{C}chart/{C}title"):
        text = " ".join(paragraph_text(paragraph) for paragraph in title.iter(PARAGRAPH))
        yield BlockText(kind=BlockKind.CAPTION, text=text, page=page)
    names: list[str] = [""]
    columns: list[dict[int, str]] = [{}]
    for series in root.iter(f"{C}ser"):
        for place, value in _points(series, f"{C}cat", f"{C}xVal").items():
            columns[0].setdefault(place, value)
        names.append(" ".join(_points(series, f"{C}tx").values()))
        columns.append(_points(series, f"{C}val", f"{C}yVal"))
    places = sorted(set().union(*columns))
    if len(columns) > 1 and len(places) * len(columns) <= MAX_CELLS:
        yield table([names, *[[column.get(place, "") for column in columns] for place in places]], page)


def _points(series: etree._Element, *tags: str) -> dict[int, str]:
    """Return the values of the points in these parts of a series, by index, as stored when the file was saved."""
    found: dict[int, str] = {}
    for part in series.iterchildren(*tags):
        for point in part.iter(f"{C}pt"):
            place = point.get("idx", "")
            if len(found) < MAX_POINTS and place.isascii() and place.isdigit():
                found.setdefault(int(place[:9]), point.findtext(f"{C}v") or "")
        if not found and part.tag == f"{C}tx":
            found = {0: part.findtext(f"{C}v") or ""}
    return found
