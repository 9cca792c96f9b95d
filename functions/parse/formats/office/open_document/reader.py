"""The three OpenDocument formats: text documents, presentations and spreadsheets."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.left_out import kept_and_warnings
from functions.parse.formats.office.number_formats import plain_number
from functions.parse.formats.office.open_document.styles import (
    DRAW,
    OFFICE,
    PRESENTATION,
    STYLE,
    TABLE,
    TEXT,
    Styles,
    open_package,
)
from functions.parse.formats.office.open_document.text import CELL, COVERED, ROW, TextReader
from functions.parse.formats.office.properties import open_document_properties
from functions.parse.formats.office.sheet_rows import SheetRows
from shared.documents.document import BlockKind, BlockText, PipelineWarning

PARSER = f"lxml {etree.__version__}"
PICTURES = "Pictures/"

# Kinds of frames on a slide that are furniture.
FURNITURE = frozenset({"footer", "date-time", "page-number", "header"})

MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576


def read_text(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """A text document, changes accepted. Raises PermanentError: corrupt, encrypted, too_large."""
    package, root = open_package(content, limits, "OpenDocument text")
    body = _body(package, root, "text")
    reader = TextReader(Styles(package, root))
    blocks = [*reader.blocks(body), *reader.note_blocks()]
    return _extracted(package, blocks, [], None)


def read_presentation(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """A presentation, slide by slide, each with its notes. Raises PermanentError: corrupt, encrypted, too_large."""
    return _read_slides(content, limits, "OpenDocument presentation", "presentation")


def read_drawing(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """A drawing, page by page. Raises PermanentError: corrupt, encrypted, too_large."""
    return _read_slides(content, limits, "OpenDocument drawing", "drawing")


def _read_slides(content: bytes, limits: Limits, what: str, kind: str) -> Extracted:
    package, root = open_package(content, limits, what)
    slides = list(_body(package, root, kind).iterchildren(f"{DRAW}page"))
    hidden = _styles_that_hide(
        root, "drawing-page", f"{STYLE}drawing-page-properties", f"{PRESENTATION}visibility", "hidden"
    )
    shown, warnings = kept_and_warnings(
        list(enumerate(slides[: limits.max_pages], 1)),
        lambda slide: slide[1].get(f"{DRAW}style-name") in hidden,
        total=len(slides),
        limits=limits,
        what="slides",
    )
    reader = TextReader(Styles(package, root))
    blocks = [block for page, slide in shown for block in _slide_blocks(reader, slide, page)]
    return _extracted(package, blocks, warnings, len(slides))


def read_spreadsheet(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """A spreadsheet: each sheet's name and cells. Raises PermanentError: corrupt, encrypted, too_large."""
    package, root = open_package(content, limits, "OpenDocument spreadsheet")
    sheets = list(_body(package, root, "spreadsheet").iterchildren(f"{TABLE}table"))
    hidden = _styles_that_hide(root, "table", f"{STYLE}table-properties", f"{TABLE}display", "false")
    shown, warnings = kept_and_warnings(
        list(enumerate(sheets[: limits.max_pages], 1)),
        lambda sheet: sheet[1].get(f"{TABLE}style-name") in hidden,
        total=len(sheets),
        limits=limits,
        what="sheets",
    )
    blocks: list[BlockText] = []
    left = limits.max_characters
    for page, sheet in shown:
        rows = SheetRows(left)
        for row in sheet.iter(ROW):
            cells = _row_cells(row, rows)
            for _ in range(_repeats(row, f"{TABLE}number-rows-repeated", MAX_ROWS) if cells else 0):
                if rows.full:
                    break
                rows.add(cells)
        left -= rows.characters
        blocks.extend(rows.blocks(sheet.get(f"{TABLE}name", ""), page))
    return _extracted(package, blocks, warnings, len(sheets))


def _row_cells(row: etree._Element, rows: SheetRows) -> dict[int, str]:
    """The filled cells of a row, by their columns."""
    cells: dict[int, str] = {}
    column = 0
    for cell in row.iterchildren(CELL, COVERED):
        repeats = _repeats(cell, f"{TABLE}number-columns-repeated", MAX_COLUMNS)
        text = _cell_text(cell) if len(cell) else ""
        if text:
            # A row that alone is over the limit of characters is cut there.
            for place in range(column, column + min(repeats, 1 + rows.max_characters // len(text))):
                cells[place] = text
        column += repeats
        if column > MAX_COLUMNS:
            break
    return cells


def _cell_text(cell: etree._Element) -> str:
    """What a cell shows; dates in ISO 8601, numbers without the noise of binary fractions."""
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return str(cell.get(f"{OFFICE}date-value", "")).replace("T00:00:00", "").replace("T", " ")
    if kind == "float":
        try:
            return plain_number(float(cell.get(f"{OFFICE}value", "")))
        except ValueError:
            pass  # What it shows is taken instead.
    shown = ("".join(paragraph.itertext()) for paragraph in cell.iterchildren(f"{TEXT}p"))
    return "\n".join(shown).strip()


def _slide_blocks(reader: TextReader, slide: etree._Element, page: int) -> Iterator[BlockText]:
    """The title, what else stands on the slide, then the notes, which are the last of its elements."""
    roles = {frame: frame.get(f"{PRESENTATION}class") for frame in slide.iterchildren(f"{DRAW}frame")}
    titles = [frame for frame, role in roles.items() if role == "title"]
    for frame in titles:
        text = " ".join(" ".join(block.text for block in reader.blocks(frame)).split())
        yield BlockText(kind=BlockKind.HEADING, text=text, level=1, page=page)
    for frame in [*titles, *(frame for frame, role in roles.items() if role in FURNITURE)]:
        slide.remove(frame)
    yield from reader.blocks(slide, page)


def _styles_that_hide(
    root: etree._Element, family: str, properties: str, attribute: str, value: str
) -> set[str | None]:
    """The styles of slides or sheets that are not shown."""
    return {
        said.getparent().get(f"{STYLE}name")
        for said in root.iter(properties)
        if said.get(attribute) == value and said.getparent().get(f"{STYLE}family") == family
    }


def _body(package: Package, root: etree._Element, kind: str) -> etree._Element:
    body = root.find(f"{OFFICE}body/{OFFICE}{kind}")
    if body is None:
        raise package.corrupt("it has no body")
    return body


def _repeats(element: etree._Element, attribute: str, most: int) -> int:
    said = element.get(attribute, "1")
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _extracted(
    package: Package, blocks: list[BlockText], warnings: list[PipelineWarning], pages: int | None
) -> Extracted:
    """The document, its pictures as parts where it has no text."""
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=open_document_properties(package, pages),
        warnings=warnings,
        parts=() if blocks else package.images(PICTURES),
    )
