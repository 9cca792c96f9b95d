"""What OOXML documents share in drawings: paragraphs, tables, the text of SmartArt and the numbers of charts."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.formats.common.tables import table
from shared.documents.document import BlockKind, BlockText

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
CHART = f"{C}chart"

PARAGRAPH, TEXT, BREAK, TABLE = f"{A}p", f"{A}t", f"{A}br", f"{A}tbl"

# Of a chart's series. Points say their own place, which may be any number.
MAX_POINTS = 10_000


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph (`a:p`), its line breaks kept."""
    return "".join("\n" if piece.tag == BREAK else piece.text or "" for piece in paragraph.iter(TEXT, BREAK))


def table_block(element: etree._Element, page: int | None) -> BlockText:
    """A table (`a:tbl`). Merged cells have their text in the first of them, the others are empty."""
    rows = [
        ["\n".join(map(paragraph_text, cell.iter(PARAGRAPH))) for cell in row.iterchildren(f"{A}tc")]
        for row in element.iterchildren(f"{A}tr")
    ]
    width = max(map(len, rows), default=0)
    return table([row + [""] * (width - len(row)) for row in rows], page)


def drawn_blocks(
    package: Package, relations: dict[str, tuple[str, str]], element: etree._Element, page: int | None = None
) -> Iterator[BlockText]:
    """What SmartArt (`dgm:relIds`) or a chart (`c:chart`) says, both in members of their own."""
    relation = element.get(f"{R}dm" if element.tag == DIAGRAM else f"{R}id", "")
    root = package.optional_tree(relations.get(relation, ("", ""))[1])
    if root is None:
        return
    if element.tag == CHART:
        yield from _chart_blocks(root, page)
        return
    for paragraph in root.iter(PARAGRAPH):
        yield BlockText(kind=BlockKind.LIST_ITEM, text=paragraph_text(paragraph), page=page)


def _chart_blocks(root: etree._Element, page: int | None) -> Iterator[BlockText]:
    """The title of a chart as its caption, and its series as a table: a row per category, a column per series."""
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
    if len(columns) > 1 and len(places) * len(columns) <= MAX_POINTS * 10:
        yield table([names, *[[column.get(place, "") for column in columns] for place in places]], page)


def _points(series: etree._Element, *tags: str) -> dict[int, str]:
    """The values of a part of a series, as they were when the file was saved."""
    found: dict[int, str] = {}
    for part in series.iterchildren(*tags):
        for point in part.iter(f"{C}pt"):
            place = point.get("idx", "")
            if len(found) < MAX_POINTS and place.isascii() and place.isdigit():
                found.setdefault(int(place[:9]), point.findtext(f"{C}v") or "")
        if not found and part.tag == f"{C}tx":
            found = {0: part.findtext(f"{C}v") or ""}
    return found
