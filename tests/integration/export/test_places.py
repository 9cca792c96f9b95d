"""Where an export goes: a folder, a prefix of a bucket or a file, and places and arguments that are refused."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.cli import export as export_command
from infra.local.in_process import InProcessStack
from shared.revision import Revision
from shared.table.items import to_item
from shared.table.table import SummaryTable
from tests.support.exports import Export, all_once, files_of, numbers_in, objects_of, uri


def test_a_second_export_replaces_the_days_that_it_exports_and_no_other_file(
    export: Export, table: SummaryTable, tmp_path: Path
) -> None:
    export("out", "--documents-per-file", "2")
    (tmp_path / "out" / "documents" / "day=2026-11-20" / "part-notes.txt").write_text("mine")
    for number in range(1, 9):
        table.delete(uri(number), Revision("0B"))
    export("out", "--documents-per-file", "2", "--until", "2026-11-21", "--since", "2026-11-19", "--format", "csv")
    files = files_of(tmp_path / "out")
    assert "documents/day=2026-11-20/part-notes.txt" in files
    of_day = [path for path in files if path.startswith("names/day=2026-11-20")]
    assert of_day == ["names/day=2026-11-20/part-00001.csv"]
    (line,) = csv.DictReader(files[of_day[0]].splitlines())
    assert line["uri"] == uri(0)
    assert "documents/day=2026-11-24/part-00001.jsonl" in files


def test_a_file_has_one_table(export: Export, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("old")
    export("names.csv", "--table", "names", "--documents-per-file", "2")
    content = (tmp_path / "names.csv").read_bytes()
    assert content.count(b"\xef\xbb\xbf") == 1 and content.count(b'"uri"') == 1
    assert Counter(row["uri"] for row in csv.DictReader(content.decode("utf-8-sig").splitlines())) == all_once()
    export("rows.jsonl", "--table", "summaries", "--since", "2026-11-24")
    (row,) = map(json.loads, (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines())
    assert row == table_row(row) and row["entities"][0]["name"] == "Person 10"
    export("none.csv", "--table", "names", "--since", "2026-11-21", "--until", "2026-11-22")
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").startswith('"uri","uploaded_at"')
    assert {path.name for path in tmp_path.iterdir()} == {"names.csv", "rows.jsonl", "none.csv"}


def table_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a DynamoDB item of these values holds: no null anywhere."""
    to_item(row)
    assert "null" not in json.dumps(row)
    return row


def test_a_prefix_of_a_bucket_has_the_files_of_a_folder(
    export: Export, bucket: str, pipeline_stack: InProcessStack, tmp_path: Path, table: SummaryTable
) -> None:
    export("out", "--documents-per-file", "3")
    export(f"s3://{bucket}/a b/ü/", "--documents-per-file", "3")
    expected = {f"a b/ü/{path}": content for path, content in files_of(tmp_path / "out").items()}
    assert objects_of(pipeline_stack, bucket) == expected
    for number in range(9):
        table.delete(uri(number), Revision("0B"))
    export(f"s3://{bucket}/a b/ü/", "--since", "2026-11-20")
    assert numbers_in(objects_of(pipeline_stack, bucket), "names") == all_once(9, 10)
    for into, found in (("out", files_of), (f"s3://{bucket}/a b/ü/", lambda _: objects_of(pipeline_stack, bucket))):
        table.delete(uri(9), Revision("0B"))
        export(into)
        assert numbers_in(found(tmp_path / "out"), "names") == all_once(10)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["out", "--since", "last week"], "--since: 'last week' is not a time"),
        (["out", "--since", "2026-11-22", "--until", "2026-11-21"], "must be before --until"),
        (["out", "--table", "rows"], "--table rows does not exist. The tables are documents, statements"),
        (["out", "--table", "summaries", "--format", "csv"], "--format jsonl"),
        (["out.csv", "--format", "jsonl", "--table", "names"], "out.csv is the name of a csv file"),
    ],
)
def test_wrong_arguments_are_refused(export: Export, arguments: list[str], message: str) -> None:
    assert message in export(*arguments, code=2).output
    assert list(Path.cwd().iterdir()) == []


def test_places_that_cannot_hold_the_export_are_refused(
    export: Export, pipeline_stack: InProcessStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Add --table documents, or give a folder" in export("out.csv", code=1).output
    assert "s3://bucket/prefix/" in export("s3:///x", code=1).output
    for output in ("UploadsBucket", "DocumentsBucket"):
        assert "is a bucket of the stack" in export(f"s3://{pipeline_stack.name(output)}/x", code=1).output
    (tmp_path / "file").write_text("mine")
    assert "Cannot write file" in export("file", code=1).output
    assert "NoSuchBucket" in export("s3://no-such-bucket-of-tests/x", code=1).output
    monkeypatch.setattr(export_command, "require", lambda kind: None)  # pyarrow may be missing here
    assert "Give a folder" in export("names.parquet", "--table", "names", code=1).output
    assert {path.name for path in tmp_path.iterdir()} == {"file"}
