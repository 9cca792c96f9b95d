"""An export that is killed anywhere continues without a loss or a duplicate."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from infra.local.in_process import InProcessStack
from infra.operations import resume
from infra.operations.export import outputs
from infra.operations.export.export import Days, ExportJob, export_days
from infra.operations.export.formats import Format
from infra.operations.export.outputs import BucketOutput, FileOutput, FolderOutput, Output
from infra.operations.export.tables import DOCUMENTS, NAMES
from infra.operations.operated_stack import OperatedStack, open_stack
from infra.operations.resume import ResumePoint
from shared.instants import now
from shared.table.reader import TableReader
from shared.table.table import SummaryTable
from tests.support.exports import TIMES, Export, all_once, days_since, files_of, numbers_in, objects_of, put


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
