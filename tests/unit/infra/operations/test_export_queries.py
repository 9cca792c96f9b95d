"""The queries of docs/export.md, on exported files in DuckDB."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.local.template import ROOT
from infra.operations.export.formats import Format
from infra.operations.export.outputs import FolderOutput
from infra.operations.export.tables import DEFAULT_TABLES
from shared.summary import Summary
from shared.table.items import to_item
from tests.support.summaries import a_summary, an_entity, said

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
REASON = "not installed: it is optional"


def statements(heading: str) -> list[str]:
    """Return the SQL statements in a section of the page."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    return [each for block in blocks for each in block.split(";\n") if each.strip()]


def summaries() -> list[Summary]:
    """Return two documents, the second in two versions."""
    lorne = an_entity("Edda Lorne", "Lorne")
    port = an_entity("Kesterport", type="LOCATION")
    statement = said("Edda Lorne", "The barrier holds.").model_copy(update={"confidence": 0.9})
    return [
        a_summary("s3://uploads/a.txt", entities=[lorne, port], attributions=[statement], keywords=["barrier"]),
        a_summary("s3://uploads/b.txt", title="First", keywords=["old"]),
        a_summary("s3://uploads/b.txt", title="Second", keywords=["new"], uploaded_at="2026-11-23T09:30:00.000Z"),
    ]


def exported(root: Path, kind: Format) -> None:
    """Write the tables of the documents."""
    output = FolderOutput(root, DEFAULT_TABLES, kind)
    for number, summary in enumerate(summaries(), start=1):
        with output.part(summary.source.uploaded_at[:10], number) as writers:
            for table in DEFAULT_TABLES:
                writers[table.name].write(list(table.rows_of(summary)))


def run(sql: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Return the rows of a query in a folder."""
    duckdb = pytest.importorskip("duckdb", reason=REASON)
    monkeypatch.chdir(folder)
    rows: list[tuple[Any, ...]] = duckdb.sql(sql).fetchall()
    return rows


def test_the_queries_of_duckdb_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow", reason=REASON)
    exported(tmp_path / "tables", Format.PARQUET)
    said_most, together, newest = statements("DuckDB")
    assert run(said_most, tmp_path, monkeypatch) == [("Edda Lorne", 1, 1)]
    assert run(together, tmp_path, monkeypatch) == [("kesterport", "lorne", 1)]
    assert sorted(run(newest, tmp_path, monkeypatch)) == [
        ("s3://uploads/a.txt", "A bridge", "barrier"), ("s3://uploads/b.txt", "Second", "new"),
    ]  # fmt: skip


def test_duckdb_reads_json_lines_and_csv_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(tmp_path / "tables", Format.JSONL)
    (source,) = re.findall(r"`(read_json\('tables/.*?\))`", PAGE)
    assert run(f"SELECT quote, day::text FROM {source}", tmp_path, monkeypatch) == [
        ("The barrier holds.", "2026-11-22")
    ]
    exported(tmp_path / "csv", Format.CSV)
    names = run("SELECT uri, name FROM read_csv('csv/names/*/*.csv') ORDER BY name", tmp_path, monkeypatch)
    assert names == [("s3://uploads/a.txt", "Edda Lorne"), ("s3://uploads/a.txt", "Kesterport")]


def test_duckdb_reads_an_export_of_dynamodb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "AWSDynamoDB" / "01-example" / "data"
    folder.mkdir(parents=True)
    items = [{"pk": s.source.uri, "sk": "summary"} | s.model_dump(mode="json") for s in summaries()[:2]]
    items.append({"pk": "s3://uploads/a.txt", "sk": "state", "status": "SUMMARIZED"})
    lines = "".join(json.dumps({"Item": to_item(item)}) + "\n" for item in items)
    (folder / "a.json.gz").write_bytes(gzip.compress(lines.encode()))
    (query,) = statements("DynamoDB's own export")
    assert sorted(run(query, tmp_path, monkeypatch)) == [
        ("s3://uploads/a.txt", "A bridge", "A bridge fell."), ("s3://uploads/b.txt", "First", "A bridge fell."),
    ]  # fmt: skip


def test_the_tables_of_athena_have_the_columns_of_the_files() -> None:
    types = {
        "text": "string", "texts": "array<string>", "integer": "bigint", "number": "double", "boolean": "boolean",
        "instant": "timestamp",
    }  # fmt: skip
    created = [each for each in statements("Athena") if each.lstrip().startswith("CREATE")]
    assert len(created) == 2
    tables = {table.name: table for table in DEFAULT_TABLES}
    for each in created:
        found = re.search(r"TABLE nutgraf_(\w+) \((.*?)\)\nPARTITIONED", each, re.DOTALL)
        assert found is not None
        columns = [tuple(column.split()) for column in found[2].replace("\n", " ").split(", ")]
        assert columns == [(column.name, types[column.kind]) for column in tables[found[1]].columns]


def test_the_page_names_every_column() -> None:
    for table in DEFAULT_TABLES:
        (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{table.name}` |")]
        assert [column.name for column in table.columns] == re.findall(r"`(\w+)`", line.split("|", 3)[3])
