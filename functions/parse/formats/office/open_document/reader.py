"""OpenDocument text documents (ODT), presentations (ODP), drawings (ODG) and spreadsheets (ODS)."""

from collections.abc import Iterator

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits, content_left_out
from functions.parse.formats.common.xml_tree import PARSER
from functions.parse.formats.office.errors import encrypted
from functions.parse.formats.office.left_out import comments_warning
from functions.parse.formats.office.number_formats import plain_number
from functions.parse.formats.office.open_document.lengths import is_large, order_shapes
from functions.parse.formats.office.open_document.namespaces import DRAW, OFFICE, PRESENTATION, STYLE, TABLE, TEXT
from functions.parse.formats.office.open_document.numbering import Numbering
from functions.parse.formats.office.open_document.styles import Styles
from functions.parse.formats.office.open_document.text import CELL, COVERED, ROW, TextReader, repeats
from functions.parse.formats.office.properties import open_document_properties
from functions.parse.formats.office.sheet_rows import SheetRows
from functions.parse.formats.office.visible_pages import visible_pages
from shared.documents.document import BlockKind, BlockText, PipelineWarning

CONTENT, MANIFEST, PICTURES = "content.xml", "META-INF/manifest.xml", "Pictures/"

# The manifest contains this element for each encrypted member (ODF 1.3 part 2, 3.4).
ENCRYPTION = b"encryption-data"

# Classes of frames on a slide that are not part of its text.
FURNITURE = frozenset({"footer", "date-time", "page-number", "header"})

# Columns and rows of a sheet in LibreOffice.
MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576


def read_text(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return a text document with tracked changes accepted. Raises PermanentError: corrupt, encrypted, too_large."""
    package, root = _open_package(content, limits, "OpenDocument text")
    body = _body(package, root, "text")
    reader = _text_reader(package, root)
    blocks = [*reader.blocks(body), *reader.note_blocks()]
    return _extracted(package, root, blocks, [], None)


def read_presentation(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return a presentation by slide, each with its notes. Raises PermanentError: corrupt, encrypted, too_large."""
    return _read_slides(content, limits, "OpenDocument presentation", "presentation")


def read_drawing(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return a drawing by page. Raises PermanentError: corrupt, encrypted, too_large."""
    return _read_slides(content, limits, "OpenDocument drawing", "drawing")


def _read_slides(content: bytes, limits: Limits, name: str, kind: str) -> Extracted:
    package, root = _open_package(content, limits, name)
    slides = list(_body(package, root, kind).iterchildren(f"{DRAW}page"))
    hidden = _hiding_styles(
        root, "drawing-page", f"{STYLE}drawing-page-properties", f"{PRESENTATION}visibility", "hidden"
    )
    shown, warnings = visible_pages(
        list(enumerate(slides[: limits.max_pages], 1)),
        lambda slide: slide[1].get(f"{DRAW}style-name") in hidden,
        total=len(slides),
        limits=limits,
        noun="slides",
    )
    reader = _text_reader(package, root)
    blocks = [block for page, slide in shown for block in _slide_blocks(reader, slide, page)]
    return _extracted(package, root, blocks, warnings, len(slides))


def read_spreadsheet(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the names and cells of the sheets. Raises PermanentError: corrupt, encrypted, too_large."""
    package, root = _open_package(content, limits, "OpenDocument spreadsheet")
    sheets = list(_body(package, root, "spreadsheet").iterchildren(f"{TABLE}table"))
    hidden = _hiding_styles(root, "table", f"{STYLE}table-properties", f"{TABLE}display", "false")
    shown, warnings = visible_pages(
        list(enumerate(sheets[: limits.max_pages], 1)),
        lambda sheet: sheet[1].get(f"{TABLE}style-name") in hidden,
        total=len(sheets),
        limits=limits,
        noun="sheets",
    )
    blocks: list[BlockText] = []
    remaining = limits.max_characters
    for page, sheet in shown:
        rows = SheetRows(remaining)
        for row in sheet.iter(ROW):
            cells = _row_cells(row, rows)
            for _ in range(repeats(row, f"{TABLE}number-rows-repeated", MAX_ROWS) if cells else 0):
                if rows.full:
                    break
                rows.add(cells)
        remaining -= rows.characters
        blocks.extend(rows.blocks(sheet.get(f"{TABLE}name", ""), page))
    return _extracted(package, root, blocks, warnings, len(sheets))


def _open_package(content: bytes, limits: Limits, name: str) -> tuple[Package, etree._Element]:
    """Return the package and the root of its content. Raises PermanentError: corrupt, encrypted, too_large."""
    package = Package(content, limits, name)
    if MANIFEST in package and ENCRYPTION in package.read(MANIFEST):
        raise encrypted(name)
    return package, package.tree(CONTENT)


def _text_reader(package: Package, root: etree._Element) -> TextReader:
    styles = Styles(package, root)
    return TextReader(styles, Numbering(root, styles.common_root))


def _row_cells(row: etree._Element, rows: SheetRows) -> dict[int, str]:
    """Return the filled cells of a row by column."""
    cells: dict[int, str] = {}
    column = 0
    for cell in row.iterchildren(CELL, COVERED):
        count = repeats(cell, f"{TABLE}number-columns-repeated", MAX_COLUMNS)
        text = _cell_text(cell) if len(cell) else ""
        if text:
            # Truncate a row that exceeds the character limit by itself.
            for place in range(column, column + min(count, 1 + rows.max_characters // len(text))):
                cells[place] = text
        column += count
        if column > MAX_COLUMNS:
            break
    return cells


def _cell_text(cell: etree._Element) -> str:
    """Return the displayed text of a cell. Dates are in ISO 8601; numbers have no binary rounding noise."""
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "date":
        return str(cell.get(f"{OFFICE}date-value", "")).replace("T00:00:00", "").replace("T", " ")
    if kind == "float":
        try:
            return plain_number(float(cell.get(f"{OFFICE}value", "")))
        except ValueError:
            pass  # Use the displayed text instead.
    shown = ("".join(paragraph.itertext()) for paragraph in cell.iterchildren(f"{TEXT}p"))
    return "\n".join(shown).strip()


def _slide_blocks(reader: TextReader, slide: etree._Element, page: int) -> Iterator[BlockText]:
    """Yield the title, the other text, then the notes, which are the last element of a slide."""
    roles = {frame: frame.get(f"{PRESENTATION}class") for frame in slide.iterchildren(f"{DRAW}frame")}
    titles = [frame for frame, role in roles.items() if role == "title"]
    for frame in titles:
        text = " ".join(" ".join(block.text for block in reader.blocks(frame)).split())
        yield BlockText(kind=BlockKind.HEADING, text=text, level=1, page=page)
    for frame in [*titles, *(frame for frame, role in roles.items() if role in FURNITURE)]:
        slide.remove(frame)
    order_shapes(slide)
    yield from reader.blocks(slide, page)


def _hiding_styles(root: etree._Element, family: str, properties: str, attribute: str, value: str) -> set[str | None]:
    """Return the names of the styles that hide a slide or sheet."""
    return {
        element.getparent().get(f"{STYLE}name")
        for element in root.iter(properties)
        if element.get(attribute) == value and element.getparent().get(f"{STYLE}family") == family
    }


def _body(package: Package, root: etree._Element, kind: str) -> etree._Element:
    body = root.find(f"{OFFICE}body/{OFFICE}{kind}")
    if body is None:
        raise package.corrupt("it has no body")
    return body


def _picture_warnings(root: etree._Element | None) -> list[PipelineWarning]:
    """Return the warning about large pictures; none if there are none."""
    frames = root.iter(f"{DRAW}frame") if root is not None else ()
    count = sum(1 for frame in frames if frame.find(f"{DRAW}image") is not None and is_large(frame))
    reason = "pictures are read only if the document has no text"
    return [content_left_out(count, "large pictures", reason)] if count else []


def _extracted(
    package: Package,
    root: etree._Element,
    blocks: list[BlockText],
    warnings: list[PipelineWarning],
    pages: int | None,
) -> Extracted:
    """Return the document with its blocks; its images as parts if it has no text."""
    comments = sum(1 for _ in root.iter(f"{OFFICE}annotation")) if blocks else 0
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=open_document_properties(package, pages),
        warnings=[*warnings, *comments_warning(comments), *_picture_warnings(root if blocks else None)],
        parts=() if blocks else package.images(PICTURES),
    )
