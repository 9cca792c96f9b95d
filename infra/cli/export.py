"""The command `export`: the Summaries of a period as tables in files."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from infra.cli.errors import WRONG_ARGUMENTS, fail
from infra.cli.instants import TIMES, checked_period
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, target_of
from infra.cli.progress import reporting
from infra.cli.sending import Resume, opened
from infra.cli.terminal import console, plain
from infra.operations.export.export import Counts, Days, ExportJob, OnProgress, days_of, export_days, progress_of
from infra.operations.export.formats import Format, require
from infra.operations.export.outputs import BucketOutput, FileOutput, FolderOutput, Output
from infra.operations.export.tables import DEFAULT_TABLES, SUMMARIES, TABLES, ExportTable
from infra.operations.operated_stack import OperatedStack
from infra.operations.resume import ResumePoint
from infra.operations.target import OperationError
from shared.instants import now

Into = Annotated[
    str,
    typer.Argument(
        metavar="INTO",
        help="A folder, s3://bucket/prefix/, or for one --table a file (.jsonl or .csv).",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        help=f"Documents uploaded on this day (UTC) or later: {TIMES}. Default: all.",
        show_default=False,
        metavar="TIME",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(help="Only days that begin before this time. Default: now.", show_default=False, metavar="TIME"),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Format of the files. Default: that of INTO's suffix, or jsonl.", show_default=False),
]
TableNames = Annotated[
    list[str] | None,
    typer.Option(
        "--table",
        help=f"{', '.join(TABLES)} (whole rows, jsonl only); repeatable. Default: the first three.",
        show_default=False,
        metavar="NAME",
    ),
]
DocumentsPerFile = Annotated[
    int, typer.Option(min=1, help="Maximum number of documents in a file of a folder.", metavar="N")
]

_SINGULAR = {"documents": "document", "statements": "statement", "names": "name", "summaries": "summary"}

# Seconds between two lines of progress if standard error is no terminal.
_LINE_SECONDS = 10.0


def export(
    into: Into,
    since: Since = None,
    until: Until = None,
    kind: FormatOption = None,
    table_names: TableNames = None,
    documents_per_file: DocumentsPerFile = 10_000,
    resume: Resume = None,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Write summaries, statements and names as tables to files.

    Exports whole days (UTC), and replaces what INTO has of these days. After an interruption, the same command
    continues.
    """
    checked_period(since, until, datetime.now(UTC))
    chosen_format = _format_of(into, kind)
    tables = _tables_of(table_names, chosen_format)
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        require(chosen_format)
        output = _output_of(stack, into, tables, chosen_format)
        request = {
            "command": "export",
            "stack": stack.name,
            "into": into,
            "format": chosen_format,
            "tables": [table.name for table in tables],
            "since": since,
            "until": until,
        }
        point = ResumePoint(resume or Path("nutgraf-export.json"), request)
        started = _started(point)
        period = checked_period(since, until, datetime.fromisoformat(started))
        days = days_of(stack, output, period.since, period.until, started)
        job = ExportJob(tables, output, started, documents_per_file)
        with reporting(partial(_reached, point)), _progress(days) as on_progress, _files_reported(into):
            counts = export_days(stack, days, job, point, on_progress)
    _print_result(days, counts)


def _started(point: ResumePoint) -> str:
    """Return when the export has started: now, or before its interruption. Ages are counted from then."""
    saved = point.read()
    if saved is None:
        return now()
    console(stderr=True).print(f"Continuing after {_counted(saved['counts'])}, from {point.path}.", soft_wrap=True)
    return str(saved["started"])


def _reached(point: ResumePoint) -> str:
    """Return how far an interrupted export is, and how it continues."""
    saved = point.read()
    counts = f"{_counted(saved['counts'])} were written. " if saved else "No part was complete. "
    return f"{counts}Run the same command again: it continues from {point.path}."


def _print_result(days: Days, counts: Counts) -> None:
    if days.days:
        period = f"uploaded from {days.days[0]} (UTC) to before {days.before}"
        console().print(f"export: {_counted(counts)}, {period}.", soft_wrap=True)
    else:
        console().print("export: the table has no summary of such a day.", soft_wrap=True)


def _counted(counts: Counts) -> str:
    return ", ".join(f"{number} {name if number != 1 else _SINGULAR[name]}" for name, number in counts.items())


def _format_of(into: str, kind: Format | None) -> Format:
    """Return the format of --format or of the suffix of a file; end the command if they differ."""
    suffix = Path(into).suffix.removeprefix(".")
    of_suffix = Format(suffix) if suffix in set(Format) and not into.startswith("s3://") else None
    if kind is not None and of_suffix is not None and kind is not of_suffix:
        fail(f"{into} is the name of a {of_suffix} file, but --format is {kind}.", code=WRONG_ARGUMENTS)
    return kind or of_suffix or Format.JSONL


def _tables_of(names: Sequence[str] | None, kind: Format) -> list[ExportTable]:
    if unknown := [name for name in names or [] if name not in TABLES]:
        fail(f"--table {unknown[0]} does not exist. The tables are {', '.join(TABLES)}.", code=WRONG_ARGUMENTS)
    tables = [TABLES[name] for name in dict.fromkeys(names)] if names else list(DEFAULT_TABLES)
    if SUMMARIES in tables and kind is not Format.JSONL:
        fail("The table summaries has nested rows. Export it with --format jsonl.", code=WRONG_ARGUMENTS)
    return tables


def _output_of(stack: OperatedStack, into: str, tables: Sequence[ExportTable], kind: Format) -> Output:
    """Return the output of INTO; raise OperationError if it cannot hold the tables."""
    if into.startswith("s3://"):
        bucket, prefix = _bucket_and_prefix(into)
        if bucket in (stack.bucket, stack.documents.bucket):
            raise OperationError(f"{bucket} is a bucket of the stack, which reads what is put there. Use another one.")
        return BucketOutput(stack.s3, bucket, prefix, tables, kind)
    path = Path(into)
    if path.suffix.removeprefix(".") not in set(Format) or path.is_dir():
        return FolderOutput(path, tables, kind)
    if len(tables) > 1:
        raise OperationError(f"{into} is a file, which holds one table. Add --table documents, or give a folder.")
    if kind is Format.PARQUET:
        raise OperationError(f"A Parquet file cannot be continued after an interruption. Give a folder, not {into}.")
    return FileOutput(path, tables[0], kind)


def _bucket_and_prefix(into: str) -> tuple[str, str]:
    bucket, _, prefix = into.removeprefix("s3://").partition("/")
    if not bucket:
        raise OperationError(f"{into} has no bucket. Use s3://bucket/prefix/.")
    return bucket, prefix


@contextmanager
def _files_reported(into: str) -> Iterator[None]:
    """Turn an error of the file system into a message that names the place."""
    try:
        yield
    except OSError as error:
        raise OperationError(
            f"Cannot write {error.filename or into}: {error.strerror or error}. "
            "Run the same command again after you have removed the cause: it continues."
        ) from error


@contextmanager
def _progress(days: Days) -> Iterator[OnProgress]:
    """Show the progress on standard error: a bar on a terminal, else a line from time to time."""
    err = console(stderr=True)
    if not err.is_terminal:
        yield _lines_of_progress()
        return
    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as progress:
        task = progress.add_task("export", total=1.0)

        def on_progress(counts: Counts, reached: str) -> None:
            description = f"{_counted(counts)}, up to {reached[:16]}"
            progress.update(task, completed=progress_of(days, reached), description=description)

        yield on_progress


def _lines_of_progress() -> OnProgress:
    printed = time.monotonic()

    def on_progress(counts: Counts, reached: str) -> None:
        nonlocal printed
        if time.monotonic() - printed >= _LINE_SECONDS:
            printed = time.monotonic()
            console(stderr=True).print(f"export: {_counted(counts)}, up to {plain(reached)}", soft_wrap=True)

    return on_progress
