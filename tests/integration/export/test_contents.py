"""What an export has: whole days, each document once, only valid Summaries, in three tables."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.instants import now
from shared.revision import Revision
from shared.table.items import to_item
from shared.table.reader import TableReader
from shared.table.table import SummaryTable
from tests.support.exports import TIMES, Export, all_once, days_since, files_of, numbers_in, put, rows_of, uri


def test_a_folder_has_three_tables_by_day_with_every_document_once(export: Export, tmp_path: Path) -> None:
    printed = export("out", "--documents-per-file", "4").output
    assert "11 documents, 11 statements, 11 names, uploaded from 2026-11-20 (UTC)" in printed
    files = files_of(tmp_path / "out")
    assert [path for path in files if path.startswith("documents")] == [
        "documents/day=2026-11-20/part-00001.jsonl", "documents/day=2026-11-20/part-00002.jsonl",
        "documents/day=2026-11-20/part-00003.jsonl", "documents/day=2026-11-23/part-00001.jsonl",
        "documents/day=2026-11-24/part-00001.jsonl",
    ]  # fmt: skip
    for name in ("documents", "statements", "names"):
        assert numbers_in(files, name) == all_once()
    assert all(
        row["uploaded_at"][:10] in path for path, text in files.items() for row in map(json.loads, text.splitlines())
    )
    assert rows_of(files, "statements")[0]["quote"] == "I am number 0."
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]  # no state is left


def test_the_days_of_since_and_until_are_exported_whole(export: Export, tmp_path: Path) -> None:
    def exported(*arguments: str) -> list[int]:
        export("days", "--table", "documents", *arguments)
        files = files_of(tmp_path / "days")
        for path in (tmp_path / "days").rglob("*.jsonl"):
            path.unlink()
        return sorted(int(found[-6:-4]) for found in numbers_in(files, "documents"))

    assert exported("--since", "2026-11-23") == [9, 10]
    assert exported("--since", "2026-11-20T18:00Z", "--until", "2026-11-23") == [*range(9)]
    assert exported("--since", "2026-11-20", "--until", "2026-11-23T00:01:00Z") == [*range(10)]
    assert exported("--until", "2026-11-24") == [*range(10)]
    assert exported("--since", f"{days_since(2026, 11, 23)}d") == [9, 10]
    assert exported("--since", "2026-11-21", "--until", "2026-11-22") == []


def test_deleted_and_replaced_documents_do_not_show(export: Export, table: SummaryTable, tmp_path: Path) -> None:
    table.delete(uri(0), Revision("0B"))
    put(table, 9, "2026-11-24T10:00:00.000Z", Revision("0B"), title="Second version")
    export("out")
    files = files_of(tmp_path / "out")
    for name in ("documents", "statements", "names"):
        assert numbers_in(files, name) == all_once(*range(1, len(TIMES)))
    assert "documents/day=2026-11-23/part-00001.jsonl" not in files
    assert [row["title"] for row in rows_of(files, "documents") if row["uri"] == uri(9)] == ["Second version"]


def test_a_summary_whose_state_has_no_index_id_does_not_show(
    export: Export, table: SummaryTable, tmp_path: Path
) -> None:
    """Such a Summary is not yet valid, or its object has ended."""
    table._dynamodb.update_item(
        TableName=table.name, Key=to_item({"pk": uri(4), "sk": "state"}), UpdateExpression="REMOVE index_id"
    )
    export("out")
    assert numbers_in(files_of(tmp_path / "out"), "documents") == all_once(*range(4), *range(5, len(TIMES)))


def test_what_happens_after_the_index_is_read_counts(
    export: Export, table: SummaryTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that is deleted between the index and its Summary is left out, one that moves has one row."""
    get_many = TableReader.get_many

    def late(reader: TableReader, uris: list[str]) -> Any:
        if uri(0) in uris:
            table.delete(uri(1), Revision("0B"))
            put(table, 2, "2026-11-23T01:00:00.000Z", Revision("0B"))
        return get_many(reader, uris)

    monkeypatch.setattr(TableReader, "get_many", late)
    export("out")
    assert numbers_in(files_of(tmp_path / "out"), "documents") == all_once(0, *range(2, len(TIMES)))


def test_uploads_after_the_start_are_left_out(export: Export, table: SummaryTable, tmp_path: Path) -> None:
    put(table, 11, "2999-01-01T00:00:00.000Z")
    put(table, 12, now())
    time.sleep(0.002)
    export("out")
    assert numbers_in(files_of(tmp_path / "out"), "documents") == all_once(*range(11), 12)


def test_the_row_of_a_newer_nutgraf_stops_the_export(export: Export, table: SummaryTable) -> None:
    table._dynamodb.update_item(
        TableName=table.name,
        Key=to_item({"pk": uri(3), "sk": "summary"}),
        UpdateExpression="SET schema_version = :version",
        ExpressionAttributeValues={":version": {"N": "2"}},
    )
    assert f"The summary of {uri(3)} has schema version 2" in export("out", code=1).output


def test_a_table_that_aws_denies_is_reported(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not you"}}, "BatchGetItem")
    monkeypatch.setattr(TableReader, "get_many", lambda *_: (_ for _ in ()).throw(denied))
    assert "not you" in export("out", code=1).output
