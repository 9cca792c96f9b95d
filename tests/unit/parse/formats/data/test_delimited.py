"""Delimited tables (CSV and similar): the delimiter, quoted fields, formulas and limits."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.parsed import blocks, codes, read, rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_with_every_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    written = delimiter.join(["Town", "Boats"]) + "\r\n" + delimiter.join(["Kesterport", "“12”"]) + "\r\n"
    assert rows(read(written.encode(encoding), "a.csv")) == [["Town", "Boats"], ["Kesterport", "“12”"]]


def test_quoted_fields_keep_delimiters_quotation_marks_and_line_ends() -> None:
    table = rows(read('a;b\n"1,5; or ""more""";"two\nlines"\n', "a.csv"))
    assert table == [["a", "b"], ['1,5; or "more"', "two lines"]]


def test_a_formula_is_text() -> None:
    formula = "=cmd|' /C calc'!A0"
    document = read(f'name,value\nx,{formula}\ny,"=HYPERLINK(""http://a.example"")"\n', "a.csv")
    assert rows(document)[1] == ["x", formula]
    assert formula in document.text


def test_prose_with_the_name_of_a_table_is_read_as_prose() -> None:
    document = read(
        "The council, which met on Monday, voted.\n\nIt was late, and cold, and nobody spoke, or sang.", "a.csv"
    )
    assert [kind for kind, _ in blocks(document)] == ["paragraph", "paragraph"]


def test_the_delimiter_that_excel_declares_is_used() -> None:
    assert rows(read("sep=|\na|b,c\n1|2\n", "a.csv")) == [["a", "b,c"], ["1", "2"]]


def test_rows_above_the_limit_are_counted() -> None:
    document = read("a,b\n" * 1000, "a.csv", max_characters=100)
    assert "rows_left_out" in codes(document)
    assert "975 of 1,000" in document.warnings[0].message


FIELDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(FIELDS, min_size=width, max_size=width), min_size=3, max_size=8)
    )
)
def test_the_output_of_the_csv_module_is_read(table: list[list[str]]) -> None:
    file = io.StringIO()
    # Quote all fields, so that no character in a field is a delimiter.
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(read(file.getvalue(), "a.csv")) == table
