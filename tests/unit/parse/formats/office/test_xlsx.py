"""XLSX: sheets as headings and tables of displayed values, without empty rows and columns; number formats."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.formats.office.number_formats import Meaning, meaning_of, plain_number, shown_number
from functions.parse.formats.office.ooxml import xlsx as xlsx_reader
from functions.parse.formats.office.sheet_rows import SheetRows
from shared.documents.document import BlockKind
from shared.errors import Code
from tests.support.office import blocks, code_of, read, repacked, rows, sample

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{NAMESPACE}"><sheetData>%s</sheetData></worksheet>'


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_comments_and_drawings_on_sheets_are_counted() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Ferry"
    book.active["A1"].comment = openpyxl.comments.Comment("A remark", "Ann")
    drawing = b'<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><a:t>In a shape</a:t></xdr:wsDr>'
    document = read(repacked(saved(book), {"xl/drawings/drawing1.xml": drawing}))
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("content_left_out", "1 comment was left out: comments are not part of the text."),
        ("content_left_out", "8 letters were left out: they are in drawings and charts on sheets."),
    ]


def with_sheet(xml: str) -> bytes:
    """Return a workbook whose only sheet has these rows."""
    return repacked(saved(openpyxl.Workbook()), {"xl/worksheets/sheet1.xml": (SHEET % xml).encode()})


@pytest.mark.parametrize("name", ["harbour-budget.xlsx", "harbour-budget.ods", "harbour-budget.xls"])
def test_a_budget_reads_the_same_in_every_format(name: str) -> None:
    document = read(sample(name))
    assert [(kind, text) for kind, text in blocks(document) if kind == "heading1"] == [
        ("heading1", "Harbour"),
        ("heading1", "Ferry"),
    ]
    assert rows(document) == [
        [
            ["Item", "Cost", "Share", "Paid"],
            ["Piles", "0.3", "72.5%", "2025-05-01"],
            ["Crane", "45500", "27.5%", "2026-01-15"],
            ["Total", "45500.3", "", ""],
        ],
        [["Month", "Passengers"], ["June", "1204"]],
    ]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2]
    assert document.metadata.pages == 3
    assert document.metadata.title == "Skelby budget"
    assert [warning.code for warning in document.warnings] == ["hidden_left_out"]


def test_values_are_as_displayed() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([0.1 + 0.2, 3.0, 1e20, True, "a\nb", date(2024, 2, 29), datetime(2024, 2, 29, 13, 30), time(7, 5)])
    sheet.append([timedelta(hours=30), 0.125, "=1/0", "'text", None, "", 5])
    sheet["B2"].number_format = "0.0%"
    sheet["G2"].number_format = '"Day "d'
    assert rows(read(saved(book))) == [
        [
            ["0.3", "3", "100000000000000000000", "TRUE", "a b", "2024-02-29", "2024-02-29 13:30", "07:05"],
            ["30:00:00", "12.5%", "", "'text", "", "", "1900-01-05", ""],
        ]
    ]


def test_empty_rows_and_columns_are_removed_and_cells_stay_aligned() -> None:
    xml = (
        '<row r="3"><c r="C3" t="inlineStr"><is><t>a</t></is></c><c r="F3"><v>1</v></c><c r="G3" s="0"/></row>'
        '<row r="4"><c r="C4"/></row>'
        '<row r="900000"><c r="F900000"><v>2</v></c></row>'
    )
    assert rows(read(with_sheet(xml))) == [[["a", "1"], ["", "2"]]]


def test_a_million_empty_cells_are_skipped() -> None:
    row = "<row>" + "<c s='1'/>" * 1_000 + "</row>"
    assert rows(read(with_sheet(row * 1_000 + "<row><c><v>7</v></c></row>"))) == [[["7"]]]
    assert code_of(with_sheet(row)) is Code.EMPTY


def test_a_sparse_sheet_has_no_empty_cells() -> None:
    sheet = SheetRows(10_000_000)
    for number in range(5_000):
        sheet.add({number: "x"})
    _, table = sheet.blocks("Diagonal", 1)
    assert table.rows == [["x"]] * 5_000


def test_cells_over_the_character_limit_are_not_read() -> None:
    book = openpyxl.Workbook(write_only=True)
    for _ in range(3):
        sheet = book.create_sheet()
        for number in range(2_000):
            sheet.append([f"cell {number}"] * 5)
    document = read(saved(book), Limits(max_characters=1_000))
    assert len(document.text) <= 1_000
    assert [warning.code for warning in document.warnings] == ["cut"]
    assert {block.page for block in document.blocks} == {1}


def test_a_long_shared_string_is_not_copied_into_all_cells() -> None:
    text = "word " * 1_000
    strings = f'<sst xmlns="{NAMESPACE}"><si><t>{text}</t></si></sst>'
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 10_000 + "</row>"
    content = repacked(
        sample("harbour-budget.xlsx"),
        {"xl/sharedStrings.xml": strings.encode(), "xl/worksheets/sheet1.xml": (SHEET % cells).encode()},
    )
    sheets = xlsx_reader.read(content, Hints(), Limits(max_characters=20_000))
    assert 20_000 < sum(len(block.text) for block in sheets.blocks) < 30_000


def test_sheets_over_the_limit_are_skipped_and_counted() -> None:
    book = openpyxl.Workbook()
    for number in range(4):
        book.create_sheet(f"S{number}")["A1"] = number
    document = read(saved(book), Limits(max_pages=2))
    assert [text for kind, text in blocks(document) if kind == "heading1"] == ["S0"]
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("pages_left_out", "3 of 5 sheets were skipped: the limit is 2.")
    ]


def test_invalid_references_are_empty_cells() -> None:
    cells = '<c t="s"><v>99</v></c><c t="s"><v>-1</v></c><c s="77"><v>5</v></c><c><v>x</v></c><c r="AB1"><v>6</v></c>'
    assert rows(read(with_sheet(f"<row>{cells}</row>"))) == [[["5", "x", "6"]]]
    assert rows(read(with_sheet('<row><c r="??"><v>6</v></c></row>'))) == [[["6"]]]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("General", Meaning.NUMBER),
        ("#,##0.00", Meaning.NUMBER),
        ('0 "days"', Meaning.NUMBER),
        ('[Red]0.00;[Blue]-0.00 "m"', Meaning.NUMBER),
        ("[$-409]d\\-mmm\\-yyyy", Meaning.DATE),
        ("mmmm", Meaning.DATE),
        ("dd/mm/yyyy hh:mm", Meaning.MOMENT),
        ("h:mm AM/PM", Meaning.TIME),
        ("mm:ss.0", Meaning.TIME),
        ("[h]:mm:ss", Meaning.DURATION),
        ("0.0%", Meaning.PERCENTAGE),
        ("_(* #,##0_)", Meaning.NUMBER),
    ],
)
def test_a_format_code_gives_a_number_its_meaning(code: str, meaning: Meaning) -> None:
    assert meaning_of(code) is meaning


def test_serial_numbers_are_dates_of_both_systems() -> None:
    assert shown_number(1, Meaning.DATE) == "1900-01-01"
    assert shown_number(59, Meaning.DATE) == "1900-02-28"
    assert shown_number(61, Meaning.DATE) == "1900-03-01"
    assert shown_number(45_000.75, Meaning.MOMENT) == "2023-03-15 18:00"
    assert shown_number(0, Meaning.DATE, from_1904=True) == "00:00"
    assert shown_number(366, Meaning.DATE, from_1904=True) == "1905-01-01"
    assert shown_number(-1, Meaning.DATE) == "-1"
    assert shown_number(1e300, Meaning.MOMENT) == "1e+300"
    assert shown_number(1e308, Meaning.DURATION) == shown_number(1e308, Meaning.PERCENTAGE) == "1e+308"


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(list(Meaning)), st.booleans())
def test_any_number_has_a_text(value: float, meaning: Meaning, from_1904: bool) -> None:
    assert shown_number(value, meaning, from_1904)


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_have_all_their_digits(value: int) -> None:
    assert plain_number(float(value)) == str(value)


@given(
    st.dictionaries(st.integers(0, 50), st.text(st.characters(categories=["L"]), min_size=1), max_size=8).map(
        lambda row: [row]
    )
)
def test_every_filled_cell_is_in_the_table(added: list[dict[int, str]]) -> None:
    sheet = SheetRows(1_000_000)
    for row in added:
        sheet.add(row)
    made = [block for block in sheet.blocks("S", 1) if block.kind is BlockKind.TABLE]
    kept = [cell for block in made for row in block.rows or [] for cell in row if cell]
    assert kept == [row[column] for row in added for column in sorted(row)]
