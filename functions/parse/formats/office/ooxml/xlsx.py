"""XLSX (OOXML): the name of each sheet as a heading, and its cells as a table of displayed values.

Formulas have the values that were stored when the file was saved. Hidden sheets are skipped and counted in a warning.
"""

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.xml_tree import PARSER
from functions.parse.formats.office.attributes import whole_number
from functions.parse.formats.office.left_out import workbook_and_slide_warnings
from functions.parse.formats.office.number_formats import BUILT_IN, Meaning, meaning_of, shown_number
from functions.parse.formats.office.ooxml.namespaces import R, S
from functions.parse.formats.office.ooxml.relations import target_of_id, target_of_kind
from functions.parse.formats.office.properties import core_properties
from functions.parse.formats.office.sheet_rows import SheetRows
from functions.parse.formats.office.visible_pages import visible_pages
from shared.documents.document import BlockText

ROW, CELL, VALUE, INLINE, ITEM, TEXT, PHONETIC = (
    f"{S}row", f"{S}c", f"{S}v", f"{S}is", f"{S}si", f"{S}t", f"{S}rPh"
)  # fmt: skip

# Values of an attribute that turn it on.
TRUE = frozenset({"1", "true"})

# Displayed text of Boolean cells by their stored value.
BOOLEANS = {"1": "TRUE", "0": "FALSE"}

# Columns of a sheet in Excel.
MAX_COLUMNS = 16_384


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the sheets and core properties of a workbook; its images as parts if no cell is filled.

    Raises PermanentError: corrupt, encrypted, too_large.
    """
    package = Package(content, limits, "workbook")
    main = package.main_member("xl/workbook.xml")
    root = package.tree(main)
    sheets = list(root.iterfind(f"{S}sheets/{S}sheet"))
    shown, warnings = visible_pages(
        list(enumerate(sheets[: limits.max_pages], 1)),
        lambda sheet: sheet[1].get("state", "visible") != "visible",
        total=len(sheets),
        limits=limits,
        noun="sheets",
    )
    workbook = _Workbook(package, main, root, limits)
    blocks = [block for page, sheet in shown for block in workbook.sheet_blocks(sheet, page)]
    parts = () if blocks else package.images(main.rpartition("/")[0] + "/media/")
    if blocks:
        warnings += workbook_and_slide_warnings(package)
    return Extracted(
        blocks=blocks, parser=PARSER, metadata=core_properties(package, len(sheets)), warnings=warnings, parts=parts
    )


class _Workbook:
    """The strings, number formats and character limit that the sheets of a workbook share."""

    def __init__(self, package: Package, main: str, root: etree._Element, limits: Limits) -> None:
        self._package = package
        self._relations = package.relations(main)
        self._remaining = limits.max_characters
        properties = root.find(f"{S}workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in TRUE
        self._strings = _shared_strings(package, target_of_kind(self._relations, "sharedStrings"))
        self._meanings = _meanings(package.optional_tree(target_of_kind(self._relations, "styles")))
        self._columns: dict[str, int] = {}

    def sheet_blocks(self, sheet: etree._Element, page: int) -> list[BlockText]:
        """Return the blocks of a sheet; none for a chart sheet, or if the character limit is reached."""
        member = target_of_id(self._relations, sheet.get(f"{R}id"))
        rows = SheetRows(self._remaining)
        if member not in self._package or rows.full:
            return []
        for row in self._package.elements(member, ROW):
            rows.add(self._cells(row))
            if rows.full:
                break
        self._remaining -= rows.characters
        return rows.blocks(sheet.get("name", ""), page)

    def _cells(self, row: etree._Element) -> dict[int, str]:
        """Return the filled cells of a row by column. Iterate over values because sheets have many empty cells."""
        cells: dict[int, str] = {}
        places: dict[etree._Element, int] = {}
        for value in row.iter(VALUE, INLINE):
            cell = value.getparent()
            place = cell.get("r")
            if place is None and not places:
                places = {other: number for number, other in enumerate(row)}
            text = self._text(cell, value)
            if text and not text.isspace():
                cells[places.get(cell, 0) if place is None else self._column(place)] = text
        return cells

    def _column(self, place: str) -> int:
        """Return the column number, from 0, of a cell reference (`AB12`)."""
        letters = place.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters[:3]:
                column = column * 26 + ord(letter) - ord("A") + 1
            column = self._columns[letters] = min(max(column - 1, 0), MAX_COLUMNS)
        return column

    def _text(self, cell: etree._Element, value: etree._Element) -> str:
        """Return the displayed text of a cell with this value (ECMA-376-1, 18.18.11 for the types of cells)."""
        if value.tag == INLINE:
            return _string(value)
        kind = cell.get("t", "n")
        stored = value.text or ""
        if kind == "s":
            return self._shared_string(stored)
        if kind == "b":
            return BOOLEANS.get(stored, stored)
        if kind != "n":
            return stored
        try:
            number = float(stored)
        except ValueError:
            return stored
        style = cell.get("s", "")
        return shown_number(number, self._meanings.get(style, Meaning.NUMBER), self._from_1904)

    def _shared_string(self, index: str) -> str:
        place = whole_number(index, default=len(self._strings), most=len(self._strings))
        return self._strings[place] if place < len(self._strings) else ""


def _shared_strings(package: Package, member: str) -> list[str]:
    """Return the strings that cells reference by index."""
    return [_string(item) for item in package.elements(member, ITEM)] if member in package else []


def _string(item: etree._Element) -> str:
    """Return the text of all runs of a string, without phonetic runs (pronunciation)."""
    if len(item) == 1 and item[0].tag == TEXT:
        return item[0].text or ""
    return "".join(text.text or "" for text in item.iter(TEXT) if text.getparent().tag != PHONETIC)


def _meanings(styles: etree._Element | None) -> dict[str, Meaning]:
    """Return the meaning of a number in a cell with each style, by the index of the style."""
    if styles is None:
        return {}
    codes = {code.get("numFmtId"): code.get("formatCode", "") for code in styles.iterfind(f"{S}numFmts/{S}numFmt")}
    meanings = {number: meaning_of(code) for number, code in codes.items()}
    found = {}
    for place, style in enumerate(styles.iterfind(f"{S}cellXfs/{S}xf")):
        number = style.get("numFmtId", "0")
        by_number = (
            BUILT_IN.get(int(number), Meaning.NUMBER) if number.isascii() and number.isdigit() else Meaning.NUMBER
        )
        found[str(place)] = meanings.get(number, by_number)
    return found
