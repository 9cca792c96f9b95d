"""The tables of an export and its formats: columns, types, line ends, and cells that a spreadsheet could calculate."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infra.operations.export import formats
from infra.operations.export.formats import WRITERS, Format, with_formula, without_formula
from infra.operations.export.tables import DEFAULT_TABLES, DOCUMENTS, NAMES, STATEMENTS, SUMMARIES, ExportTable
from infra.operations.target import OperationError
from shared.summary import Summary
from tests.support.summaries import a_summary, an_entity, said

# Beginnings of cells that Excel, LibreOffice or Google Sheets may calculate, and some that they do not.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", " ", "\u00a0", "1", "a", '"', ",")
CELLS = st.text(max_size=20) | st.lists(st.sampled_from(BEGINNINGS), max_size=6).map("".join)


def written(kind: Format, table: ExportTable, *batches: Sequence[dict[str, Any]]) -> bytes:
    """Return a file with these rows."""
    file = io.BytesIO()
    writer = WRITERS[kind](file, table, True)
    for rows in batches:
        writer.write(rows)
    writer.close()
    return file.getvalue()


def csv_rows(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def a_full_summary() -> Summary:
    """Return a Summary with names and statements of each kind."""
    mayor = an_entity("Ingrid Halvorsen", "Halvorsen", "Mayor Halvorsen", salience=0.75)
    return a_summary(
        entities=[mayor, an_entity("Norway", type="LOCATION"), an_entity("Norway", type="PERSON"), an_entity("!")],
        attributions=[
            said("Ingrid Halvorsen", "We have run out.", start=5, outlet="The Herald"),
            said(None, "It is late."),
            said("Norway", "Yes.", turn=True),
        ],
        title='=HYPERLINK("https://example.org")',
        keywords=["tidal barrier", "=1+1"],
        language="en",
    )


def test_every_row_of_a_table_has_its_columns_and_no_others() -> None:
    for table in DEFAULT_TABLES:
        rows = list(table.rows_of(a_full_summary()))
        assert rows
        for row in rows:
            assert list(row) == [column.name for column in table.columns]


def test_a_document_has_one_row() -> None:
    (row,) = DOCUMENTS.rows_of(a_full_summary())
    assert row["uri"] == "s3://uploads/a.txt" and row["bucket"] == "uploads" and row["key"] == "a.txt"
    assert row["summary"] == "A bridge fell." and row["key_points"] == ["A bridge fell."]
    assert row["published_at"] is None and row["words"] == 3 and row["warnings"] == []


def test_a_statement_has_the_name_that_its_speaker_resolves_to() -> None:
    first, second, third = STATEMENTS.rows_of(a_full_summary())
    assert (first["name"], first["type"], first["name_key"]) == ("Ingrid Halvorsen", "PERSON", "halvorsen")
    assert (first["quote"], first["cue"], first["outlet"]) == ("We have run out.", "said", "The Herald")
    assert (first["text_start"], first["text_end"], first["turn"], first["number"]) == (5, 21, False, 0)
    assert (second["name"], second["type"], second["name_key"], second["number"]) == (None, None, None, 1)
    assert (third["type"], third["turn"], third["cue"]) == ("PERSON", True, None)  # as the index row of the table


def test_a_name_has_its_keys_even_if_it_has_no_index_row() -> None:
    rows = list(NAMES.rows_of(a_full_summary()))
    assert [(row["name"], row["name_key"]) for row in rows] == [
        ("Ingrid Halvorsen", "halvorsen"), ("Norway", "norway"), ("Norway", "norway"), ("!", None),
    ]  # fmt: skip
    assert rows[0]["aliases"] == ["Halvorsen", "Mayor Halvorsen"] and rows[0]["mentions"] == 3
    many = a_summary(entities=[an_entity(f"Town{n}", type="LOCATION") for n in range(40)])
    assert len(list(NAMES.rows_of(many))) == 40


def test_whole_rows_follow_the_published_schema() -> None:
    summary = a_full_summary()
    (line,) = written(Format.JSONL, SUMMARIES, list(SUMMARIES.rows_of(summary))).splitlines()
    assert Summary.model_validate_json(line) == summary
    assert "published_at" not in json.loads(line)


@given(st.lists(CELLS, max_size=4))
@example(["a\u2028b\u2029c\x85d\r\ne"])
def test_a_row_of_json_lines_is_one_line_for_every_program(texts: list[str]) -> None:
    rows = [{"uri": text, "name_keys": texts} for text in texts]
    content = written(Format.JSONL, NAMES, rows).decode()
    assert [json.loads(line) for line in content.splitlines()] == rows
    assert len(content.splitlines()) == len(rows)


@given(CELLS)
@example("=cmd|' /C calc'!A0")
@example("\u00a0=1+1")
@example("'=1+1")
def test_no_cell_is_a_formula_and_every_text_can_be_restored(text: str) -> None:
    cell = without_formula(text)
    assert with_formula(cell) == text
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠") or not cell.lstrip()
    assert cell[:1] not in set("\t\r\n")


@given(st.lists(st.tuples(CELLS, st.lists(CELLS, max_size=3)), max_size=5))
def test_csv_has_a_byte_order_mark_a_header_and_the_same_texts(cells: list[tuple[str, list[str]]]) -> None:
    (row,) = list(NAMES.rows_of(a_summary(entities=[an_entity("Norway", type="LOCATION")])))
    content = written(Format.CSV, NAMES, [row | {"name": text, "aliases": texts} for text, texts in cells])
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
    header, *lines = csv_rows(content)
    assert header == [column.name for column in NAMES.columns]
    read = [dict(zip(header, line, strict=True)) for line in lines]
    assert [(with_formula(each["name"]), json.loads(each["aliases"])) for each in read] == cells
    assert all(each["salience"] == "0.5" and each["mentions"] == "1" for each in read)


def test_formulas_in_every_text_column_of_csv_are_neutralized() -> None:
    for table in DEFAULT_TABLES:
        rows = [
            {c.name: "=1+1" if c.kind == "text" else ["=1+1"] if c.kind == "texts" else None for c in table.columns}
        ]
        _, line = csv_rows(written(Format.CSV, table, rows))
        assert not [cell for cell in line if cell.startswith("=")]
        assert line.count("'=1+1") == sum(column.kind == "text" for column in table.columns)


def test_absent_and_true_or_false_values_in_csv() -> None:
    header, first, *_ = csv_rows(written(Format.CSV, STATEMENTS, list(STATEMENTS.rows_of(a_full_summary()))))
    read = dict(zip(header, first, strict=True))
    assert (read["turn"], read["confidence"], read["text_start"]) == ("false", "", "5")


def test_parquet_has_types_and_reads_back() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install '.[parquet]'")
    for table in DEFAULT_TABLES:
        rows = list(table.rows_of(a_full_summary()))
        read = parquet.read_table(io.BytesIO(written(Format.PARQUET, table, rows, rows)))
        assert read.schema.names == [column.name for column in table.columns]
        assert str(read.schema.field("uploaded_at").type) == "timestamp[ms, tz=UTC]"
        expected = [{name: value for name, value in row.items() if name != "uploaded_at"} for row in rows + rows]
        assert read.drop_columns(["uploaded_at"]).to_pylist() == expected
        times = [moment.isoformat() for moment in read["uploaded_at"].to_pylist()]
        assert set(times) == {"2026-11-22T09:30:00+00:00"}
    empty = parquet.read_table(io.BytesIO(written(Format.PARQUET, NAMES)))
    assert empty.num_rows == 0 and empty.schema.names == [column.name for column in NAMES.columns]


def test_without_pyarrow_parquet_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "infra.operations.export.parquet", raising=False)
    with pytest.raises(OperationError, match=r"pip install '\.\[parquet\]'"):
        formats.require(Format.PARQUET)
    formats.require(Format.CSV)
