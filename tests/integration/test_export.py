"""`nutgraf export`: every Summary of whole days once, into a folder, a bucket or a file, after any interruption."""

import csv
import io
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from rich.console import Console
from typer.testing import CliRunner, Result

from infra.cli import export as export_command
from infra.cli.app import app
from infra.local.clients import REGION
from infra.local.in_process import InProcessStack
from infra.operations import resume
from infra.operations.export import outputs
from infra.operations.export.export import Days, ExportJob, export_days, progress_of
from infra.operations.export.formats import Format
from infra.operations.export.outputs import BucketOutput, FileOutput, FolderOutput, Output
from infra.operations.export.tables import DOCUMENTS, NAMES
from infra.operations.operated_stack import OperatedStack, open_stack
from infra.operations.resume import ResumePoint
from shared.instants import now
from shared.revision import Revision
from shared.table.items import to_item
from shared.table.reader import TableReader
from shared.table.table import SummaryTable
from tests.support.summaries import a_summary, an_entity, said

# The times of upload of the documents. Two days have none; five uploads have one time, more than a part has.
TIMES = [
    "2026-11-20T00:00:00.000Z",
    *["2026-11-20T12:00:00.000Z"] * 5,
    *[f"2026-11-20T23:59:59.99{n}Z" for n in range(3)],
    "2026-11-23T09:00:00.000Z",
    "2026-11-24T00:00:00.000Z",
]


def uri(number: int) -> str:
    return f"s3://uploads/{number:02}.txt"


def put(table: SummaryTable, number: int, uploaded_at: str, revision: Revision = Revision("0A"), **fields: Any) -> None:
    """Store the Summary of a document, with one name and one statement."""
    name = an_entity(f"Person {number}")
    statement = said(name.name, f"I am number {number}.")
    summary = a_summary(
        uri(number), revision, uploaded_at=uploaded_at, entities=[name], attributions=[statement], **fields
    )
    assert table.put_summary(summary)


@pytest.fixture
def table(pipeline_stack: InProcessStack) -> SummaryTable:
    """The table with the documents, and nothing else."""
    dynamodb, name = pipeline_stack.clients.dynamodb, pipeline_stack.name("SummariesTable")
    for item in dynamodb.scan(TableName=name)["Items"]:
        dynamodb.delete_item(TableName=name, Key={"pk": item["pk"], "sk": item["sk"]})
    table = SummaryTable(name, dynamodb)
    for number, uploaded_at in enumerate(TIMES):
        put(table, number, uploaded_at, title=f"Number {number}")
    return table


@pytest.fixture
def bucket(pipeline_stack: InProcessStack) -> Iterator[str]:
    """An empty bucket that is none of the stack."""
    s3 = pipeline_stack.clients.s3
    s3.create_bucket(Bucket="exports")
    yield "exports"
    for entry in s3.list_objects_v2(Bucket="exports").get("Contents", []):
        s3.delete_object(Bucket="exports", Key=entry["Key"])
    s3.delete_bucket(Bucket="exports")


# Runs `nutgraf export` with arguments in the folder of the test.
Export = Callable[..., Result]


@pytest.fixture
def export(table: SummaryTable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Export:
    for name, value in (("ACCESS_KEY_ID", "me"), ("SECRET_ACCESS_KEY", "me"), ("DEFAULT_REGION", REGION)):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> Result:
        command = ["export", *arguments, "--aws", "--stack-name", "nutgraf-local"]
        result = CliRunner().invoke(app, command)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return run


def files_of(folder: Path) -> dict[str, str]:
    """Return the contents of all files below a folder, by their paths in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8-sig") for path in paths}


def objects_of(stack: InProcessStack, bucket: str) -> dict[str, str]:
    """Return the contents of all objects of a bucket, by their keys."""
    s3 = stack.clients.s3
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in keys}


def rows_of(files: Mapping[str, str], table: str) -> list[dict[str, Any]]:
    """Return the rows of a table in files of JSON Lines."""
    return [
        json.loads(line)
        for path, content in sorted(files.items())
        if f"{table}/" in path
        for line in content.splitlines()
    ]


def numbers_in(files: Mapping[str, str], table: str) -> Counter[str]:
    """Return how often each document is in a table."""
    return Counter(row["uri"] for row in rows_of(files, table))


def days_since(year: int, month: int, day: int) -> int:
    return (datetime.now(UTC) - datetime(year, month, day, tzinfo=UTC)).days


def all_once(*numbers: int) -> Counter[str]:
    return Counter(uri(number) for number in numbers or range(len(TIMES)))


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


class Killed(BaseException):
    """The process ends here."""


class Killer:
    """Ends the process at the call with this number, of all calls that leave something behind."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
        self.at, self.calls = at, 0
        monkeypatch.setattr(os, "replace", self._counted(os.replace))
        monkeypatch.setattr(os, "fsync", self._counted(os.fsync))
        monkeypatch.setattr(resume.ResumePoint, "save", self._counted(resume.ResumePoint.save))
        monkeypatch.setattr(resume.ResumePoint, "remove", self._counted(resume.ResumePoint.remove))
        monkeypatch.setattr(TableReader, "get_many", self._counted(TableReader.get_many))
        monkeypatch.setattr(outputs.BucketOutput, "_delete", self._counted(outputs.BucketOutput._delete))
        monkeypatch.setattr(outputs, "place_of_part", self._counted(outputs.place_of_part))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self.at:
                raise Killed
            return call(*arguments, **options)

        return counted


def interrupt(export: Export, at: int, *arguments: str) -> None:
    """Run an export that is killed at a call."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        Killer(monkeypatch, at)
        with pytest.raises(Killed):
            export(*arguments)


def output_of(stack: OperatedStack, into: str, folder: Path, bucket: str) -> Output:
    """Return an output of this kind for documents and names, or for names in a file."""
    if into == "bucket":
        return BucketOutput(stack.s3, bucket, "x", (DOCUMENTS, NAMES), Format.JSONL)
    if into == "file":
        return FileOutput(folder / "names.jsonl", NAMES, Format.JSONL)
    return FolderOutput(folder, (DOCUMENTS, NAMES), Format.JSONL)


@pytest.mark.parametrize("into", ["folder", "bucket", "file"])
def test_an_export_that_was_killed_anywhere_continues_without_a_loss_or_a_duplicate(
    table: SummaryTable, bucket: str, pipeline_stack: InProcessStack, tmp_path: Path, into: str
) -> None:
    stack = open_stack(pipeline_stack.clients.of, "nutgraf-local", local=True)
    days = Days(["2026-11-20", "2026-11-21"], "2026-11-22T00:00:00.000Z")
    exported = all_once(*(number for number, time in enumerate(TIMES) if time[:10] in days.days))
    tables = (NAMES,) if into == "file" else (DOCUMENTS, NAMES)

    def run(folder: Path) -> dict[str, int]:
        job = ExportJob(tables, output_of(stack, into, folder, bucket), now(), 5)
        return export_days(stack, days, job, ResumePoint(folder / "state.json", {}), lambda *_: None)

    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        with pytest.MonkeyPatch.context() as monkeypatch, suppress(Killed):
            killer = Killer(monkeypatch, at)
            run(folder)
        assert run(folder) == {each.name: len(exported) for each in tables}
        files = {f"names/{path}" if into == "file" else path: text for path, text in files_of(folder).items()}
        files |= objects_of(pipeline_stack, bucket)
        for each in tables:
            assert numbers_in(files, each.name) == exported, f"killed at call {at}"
        assert not [path for path in files if not path.endswith(".jsonl")]
        if killer.calls < at:
            assert at > 10
            return


def test_a_continued_export_has_the_period_of_its_start(
    export: Export, table: SummaryTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(table, 11, now())
    time.sleep(0.002)
    arguments = ("out", "--since", f"{days_since(2026, 11, 20)}d", "--documents-per-file", "3")
    interrupt(export, 30, *arguments)
    put(table, 12, now())
    assert "Continuing after" in (result := export(*arguments)).output
    assert "12 documents" in result.output
    assert numbers_in(files_of(tmp_path / "out"), "documents") == all_once(*range(12))


def test_another_request_does_not_continue_an_interrupted_one(export: Export, tmp_path: Path) -> None:
    interrupt(export, 30, "out", "--documents-per-file", "3")
    assert "resume point of another request" in export("out", "--since", "2026-11-23", code=1).output
    export("out", "--since", "2026-11-23", "--resume", "other.json")
    assert (tmp_path / "nutgraf-export.json").exists()


def test_a_lost_file_of_an_interrupted_export_is_an_error(export: Export, tmp_path: Path) -> None:
    arguments = ("names.jsonl", "--table", "names", "--documents-per-file", "3")
    interrupt(export, 9, *arguments)
    (tmp_path / "names.jsonl.tmp").unlink()
    assert "is not the file that the interrupted export has written" in export(*arguments, code=1).output


def test_the_row_of_a_newer_nutgraf_stops_the_export(export: Export, table: SummaryTable) -> None:
    table._dynamodb.update_item(
        TableName=table.name,
        Key=to_item({"pk": uri(3), "sk": "summary"}),
        UpdateExpression="SET schema_version = :version",
        ExpressionAttributeValues={":version": {"N": "2"}},
    )
    assert f"The summary of {uri(3)} has schema version 2" in export("out", code=1).output


def test_progress_is_the_share_of_the_period() -> None:
    days = Days(["2026-11-20", "2026-11-21"], "2026-11-22T00:00:00.000Z")
    shares = [progress_of(days, f"2026-11-{time}.000Z") for time in ("20T00:00:00", "21T00:00:00", "22T00:00:00")]
    assert shares == [0.0, 0.5, 1.0]
    assert progress_of(Days([], days.before), days.before) == 1.0


def test_on_a_terminal_progress_is_a_bar_with_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    terminal = Console(file=screen, force_terminal=True, width=160)
    monkeypatch.setattr(export_command, "console", lambda **_: terminal)
    days = Days(["2026-11-20", "2026-11-21"], "2026-11-22T00:00:00.000Z")
    with export_command._progress(days) as on_progress:
        on_progress({"documents": 1, "names": 7}, "2026-11-21T12:00:00.000Z")
    assert "75%" in screen.getvalue() and "1 document, 7 names, up to 2026-11-21T12:00" in screen.getvalue()


def test_without_a_terminal_progress_is_a_line_from_time_to_time(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_command, "_LINE_SECONDS", 0.0)
    lines = export("out", "--documents-per-file", "4").stderr.splitlines()
    assert "export: 4 documents, 4 statements, 4 names, up to 2026-11-20T12:00:00.000Z" in lines
    monkeypatch.setattr(export_command, "_LINE_SECONDS", 60.0)
    assert export("out").stderr == ""


def test_a_table_that_aws_denies_is_reported(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not you"}}, "BatchGetItem")
    monkeypatch.setattr(TableReader, "get_many", lambda *_: (_ for _ in ()).throw(denied))
    assert "not you" in export("out", code=1).output
