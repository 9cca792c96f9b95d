"""Excel 97-2003 ([MS-XLS]), and Excel 5 and 95, read by xlrd: each sheet's name as a heading, its cells as a table.

Sheets that are hidden are left out, counted in a warning.
"""

import io
import struct

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from functions.parse.containers.compound_file import open_compound_file, stream
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.left_out import kept_and_warnings
from functions.parse.formats.office.legacy.summary_information import summary_information
from functions.parse.formats.office.number_formats import Meaning, meaning_of, shown_number
from functions.parse.formats.office.sheet_rows import SheetRows
from shared.documents.document import BlockText
from shared.errors import Code, PermanentError

PARSER = f"xlrd {xlrd.__version__}"

# What xlrd raises for a file that breaks the rules of its format: it checks little before it reads.
DAMAGES = (
    xlrd.XLRDError, struct.error, AssertionError, ArithmeticError, AttributeError, LookupError, TypeError,
    ValueError, EOFError,
)  # fmt: skip


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The sheets and properties of a workbook. Raises PermanentError: corrupt, encrypted."""
    with open_compound_file(content) as file:
        # xlrd's own way through a compound file may never end where its chains of sectors have loops.
        stored = stream(file, "Workbook", "workbook") or stream(file, "Book", "workbook")
        metadata = summary_information(file)
    try:
        # What xlrd finds strange it would print, and the worker's output belongs to its answers.
        book = xlrd.open_workbook(
            file_contents=stored, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, on_demand=True
        )
        total = book.nsheets
        shown, warnings = kept_and_warnings(
            list(range(min(total, limits.max_pages))),
            lambda number: book._sheet_visibility[number] != 0,
            total=total,
            limits=limits,
            what="sheets",
        )
        blocks: list[BlockText] = []
        left = limits.max_characters
        for number in shown:
            rows = _rows(book, book.sheet_by_index(number), left)
            blocks.extend(rows.blocks(book.sheet_names()[number], number + 1))
            left -= rows.characters
            book.unload_sheet(number)
            if left < 0:
                break
    except DAMAGES as error:
        if "encrypted" in str(error).lower():
            raise PermanentError(Code.ENCRYPTED, "The workbook is protected by a password.") from error
        raise PermanentError(Code.CORRUPT, "The workbook is damaged or cut short.") from error
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
    """What a cell shows."""
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
