"""XLS (Excel 97-2003, [MS-XLS], and Excel 5 and 95): the name of each sheet as a heading, its cells as a table.

xlrd reads the workbook. Hidden sheets are skipped and counted in a warning.
"""

import io
import struct

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from functions.parse.containers.compound_file import open_compound_file, stream
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.errors import damaged, encrypted
from functions.parse.formats.office.legacy.summary_information import summary_information
from functions.parse.formats.office.number_formats import Meaning, meaning_of, shown_number
from functions.parse.formats.office.sheet_rows import SheetRows
from functions.parse.formats.office.visible_pages import visible_pages
from shared.documents.document import BlockText

PARSER = f"xlrd {xlrd.__version__}"
NAME = "workbook"

# Exceptions that xlrd raises for an invalid file. It validates little before it reads.
DAMAGES = (
    xlrd.XLRDError, struct.error, AssertionError, ArithmeticError, AttributeError, LookupError, TypeError,
    ValueError, EOFError,
)  # fmt: skip


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the sheets and properties of a workbook. Raises PermanentError: corrupt, encrypted."""
    with open_compound_file(content) as file:
        # xlrd's reader of compound files may never return if a chain of sectors has a loop.
        stored = stream(file, "Workbook", NAME) or stream(file, "Book", NAME)
        metadata = summary_information(file)
    try:
        # Discard the messages of xlrd: it would print them to standard output, which the worker uses for its answers.
        book = xlrd.open_workbook(
            file_contents=stored, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, on_demand=True
        )
        total = book.nsheets
        shown, warnings = visible_pages(
            list(range(min(total, limits.max_pages))),
            lambda number: book._sheet_visibility[number] != 0,
            total=total,
            limits=limits,
            noun="sheets",
        )
        blocks: list[BlockText] = []
        remaining = limits.max_characters
        for number in shown:
            rows = _rows(book, book.sheet_by_index(number), remaining)
            blocks.extend(rows.blocks(book.sheet_names()[number], number + 1))
            remaining -= rows.characters
            book.unload_sheet(number)
            if remaining < 0:
                break
    except DAMAGES as error:
        if "encrypted" in str(error).lower():
            raise encrypted(NAME) from error
        raise damaged(NAME) from error
    metadata = metadata.model_copy(update={"pages": total})
    return Extracted(blocks=blocks, parser=PARSER, metadata=metadata, warnings=warnings)


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet, max_characters: int) -> SheetRows:
    rows = SheetRows(max_characters)
    meanings: dict[int, Meaning] = {}
    for number in range(sheet.nrows):
        cells = {}
        for column, cell in enumerate(sheet.row(number)):
            text = _text(book, cell, meanings)
            if text and not text.isspace():
                cells[column] = text
        rows.add(cells)
        if rows.full:
            break
    return rows


def _text(book: xlrd.Book, cell: xlrd.sheet.Cell, meanings: dict[int, Meaning]) -> str:
    """Return the displayed text of a cell."""
    if cell.ctype == XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype in (XL_CELL_NUMBER, XL_CELL_DATE):
        meaning = meanings.get(cell.xf_index)
        if meaning is None:
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            meaning = meanings[cell.xf_index] = meaning_of(code)
        return shown_number(cell.value, meaning, from_1904=book.datemode == 1)
    if cell.ctype == XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return ""
