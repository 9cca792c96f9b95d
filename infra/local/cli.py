"""The command line: run files through a local stack, keep one up, and read its table or that of a stack on AWS."""

import importlib.util
import json
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from infra.local import hints
from infra.local.queries import LOCAL_ENDPOINT, PORT, Place, QueryError
from infra.local.render import (
    change_line,
    console,
    day_table,
    explanation,
    plain,
    state_record,
    status_table,
    summary_record,
)
from shared.revision import Status
from shared.table import SummaryTable, UnknownSchemaError

# What needs moto is imported where a stack is made: a query shall not wait two seconds for it.
if TYPE_CHECKING:
    from infra.local.files import LocalFile
    from infra.local.stack import LocalStack

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Nutgraf on this machine: run files through the whole stack, keep it up, and ask its table.",
)

Files = Annotated[list[Path] | None, typer.Argument(help="Files and folders.")]
SummaryModel = Annotated[
    str, typer.Option(help="A Hugging Face sequence-to-sequence model that writes the summaries: a name or a folder.")
]
Uri = Annotated[str, typer.Argument(help="The URI of an object: s3://bucket/key.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say where the functions' logs are.")]
Aws = Annotated[bool, typer.Option("--aws", help="Ask the stack on AWS, not the one on this machine.")]
EndpointUrl = Annotated[str, typer.Option(help="Where the stack on this machine is.")]
StackName = Annotated[str | None, typer.Option("--stack", help="The name of the CloudFormation stack.")]
TableName = Annotated[str | None, typer.Option("--table", help="The name of the table, in place of a stack's.")]


@app.command()
def run(
    files: Files = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write one whole row per file to this file.")] = None,
    summary_model: SummaryModel = "",
    artifacts: Annotated[str | None, typer.Option(help="Run what `make build` made, in this folder.")] = None,
    python: Annotated[str | None, typer.Option(help="The Python that runs the functions.")] = None,
    verbose: Verbose = False,
) -> None:
    """Upload files, or the samples, to a new stack, print their rows and end it. Exits with 1 when a file failed."""
    from infra.local.running import summarize

    chosen = _choose(files)
    if json_file:
        _check_writable(json_file)
    with _progress() as progress:
        task = progress.add_task("Starting the stack", total=len(chosen))
        with _stack(summary_model, artifacts, python) as stack:
            progress.update(task, description="Summarizing")
            rows = summarize(stack, chosen, lambda state: progress.advance(task, state.status is not Status.PROCESSING))
    out = console()
    for row in rows:
        name = row.file.key
        out.print(summary_record(name, row.state, row.summary) if row.summary else state_record(name, row.state))
    failed = sum(not row.ok for row in rows)
    out.print(f"{len(rows) - failed} of {len(rows)} summarized, {failed} failed.", style="bold")
    if verbose or stack.failed_batches:
        out.print(f"The functions' logs are in {stack.log_folder}.", soft_wrap=True)
    if json_file:
        lines = (json.dumps(row.as_json(), ensure_ascii=False) for row in rows)
        json_file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    else:
        hints.after_a_run(out, [str(path) for path in files or []], rows[0].state.uri)
    raise typer.Exit(1 if failed else 0)


@app.command()
def serve(
    files: Files = None,
    port: Annotated[int, typer.Option(help="The port that stands in for AWS; 0 takes a free one.")] = PORT,
    summary_model: SummaryModel = "",
    verbose: Verbose = False,
) -> None:
    """Keep a stack up until Ctrl-C, for any AWS client; upload FILES to it first, if there are any."""
    from infra.local.running import follow, upload

    chosen = _choose(files) if files else []
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    out = console()
    with _stack(summary_model, None, None, port=port) as stack:
        hints.while_serving(out, stack.endpoint_url, stack.name("UploadsBucket"), stack.name("SummariesTable"))
        if verbose:
            out.print(f"\nThe functions' logs are in {stack.log_folder}.", soft_wrap=True)
        out.print("\nWhat happens:\n", style="bold")
        for file in chosen:
            upload(stack, file)
        for state in follow(stack, stopping):
            out.print(change_line(state), soft_wrap=True)
    out.print("\nThe stack has ended; nothing of it is kept.")


@app.command()
def query(
    uri: Annotated[str | None, typer.Argument(help="The URI of an object: s3://bucket/key.")] = None,
    day: Annotated[str | None, typer.Option(help="Summaries of what was uploaded on this day (UTC).")] = None,
    status: Annotated[Status | None, typer.Option(help="Objects of this status.", case_sensitive=False)] = None,
    since: Annotated[str | None, typer.Option(help="With --status: since this moment, or the beginning of one.")] = None,
    sha256: Annotated[str | None, typer.Option(help="Objects with this content.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")] = False,
    aws: Aws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack: StackName = None,
    table: TableName = None,
) -> None:
    """Read the table: one object by its URI, a day, a status, or a content."""
    if sum(value is not None for value in (uri, day, status, sha256)) != 1:
        _fail("Ask for one thing: a URI, --day, --status or --sha256.", code=2)
    if since is not None and status is None:
        _fail("--since goes with --status.", code=2)
    if day is not None:
        _check(r"\d{4}-\d\d-\d\d", day, "--day", "2026-01-31")
    if since is not None:
        _check(r"\d{4}-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{3}Z)?)?)?)?)?", since, "--since", "2026-01-31T12:00")

    def answer(rows: SummaryTable) -> None:
        if uri is not None:
            _print_object(rows, uri, as_json=as_json)
        elif day is not None:
            _print_entries(list(rows.by_day(day)), day_table, as_json=as_json)
        elif status is not None:
            _print_entries(list(rows.by_status(status, since=since)), status_table, as_json=as_json)
        elif sha256 is not None:
            for found in rows.by_sha256(sha256.lower()):
                print(json.dumps({"uri": found}, ensure_ascii=False) if as_json else plain(found))

    _read(Place(None if aws else endpoint_url, table, stack), answer)


@app.command()
def why(
    uri: Uri,
    aws: Aws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack: StackName = None,
    table: TableName = None,
) -> None:
    """Say where an object is in the pipeline, why it failed if it did, and what to do."""

    def answer(rows: SummaryTable) -> None:
        state = rows.state(uri)
        if state is None:
            _fail(_unknown(uri))
        console().print(explanation(state))

    _read(Place(None if aws else endpoint_url, table, stack), answer)


def _print_object(rows: SummaryTable, uri: str, *, as_json: bool) -> None:
    state, summary = rows.state(uri), rows.get(uri)
    if state is None:
        _fail(_unknown(uri))
    if as_json:
        named = {"uri": uri, "status": state.status.value}
        print(json.dumps(named | (summary or state).model_dump(mode="json"), ensure_ascii=False))
    elif summary is not None:
        console().print(summary_record(uri, state, summary))
        if state.status is not Status.SUMMARIZED:
            console(stderr=True).print("This is the last good summary; `why` tells of the newest version.", style="dim")
    else:
        console().print(state_record(uri, state))


def _print_entries(entries: list[Any], table: Callable[[list[Any]], Any], *, as_json: bool) -> None:
    if as_json:
        for entry in entries:
            print(json.dumps(entry._asdict(), ensure_ascii=False))
    elif entries:
        console().print(table(entries))
    else:
        console(stderr=True).print("Nothing was found.", style="dim")


def _unknown(uri: str) -> str:
    return f"The table knows nothing of {plain(uri)}. Was it uploaded to this stack's bucket, under this very key?"


def _read(place: Place, answer: Callable[[SummaryTable], None]) -> None:
    try:
        answer(place.open())
    except (BotoCoreError, ClientError) as error:
        _fail(str(place.explain(error)))
    except (QueryError, UnknownSchemaError, ValueError) as error:
        _fail(str(error))


def _choose(files: list[Path] | None) -> "list[LocalFile]":
    from infra.local.files import SAMPLES, FilesError, choose

    try:
        return choose(files or sorted(SAMPLES.iterdir()))
    except FilesError as error:
        _fail(f"These can't be uploaded:\n{error}", code=2)


@contextmanager
def _stack(summary_model: str, artifacts: str | None, python: str | None, *, port: int = 0) -> "Iterator[LocalStack]":
    """The stack, started; what goes wrong with it ends the program with a sentence."""
    from infra.local.running import RETRY_AFTER, artifacts_of
    from infra.local.server import PortTakenError
    from infra.local.stack import LocalStack, LocalStackError
    from infra.local.template import TemplateError

    if summary_model and python is None and importlib.util.find_spec("torch") is None:
        _fail(
            f"{plain(summary_model)} needs torch, which isn't installed. Install it with\n"
            f"  {sys.executable} -m pip install -r functions/summarize/requirements-abstractive.txt\n"
            "and try again; without a summary model, sentences are extracted.",
            code=2,
        )
    folder = Path(summary_model).expanduser()  # functions run in another folder, so a model's is given in full
    parameters = {"SummaryModel": str(folder.resolve()) if summary_model and folder.is_dir() else summary_model}
    try:
        default_code, code = artifacts_of(artifacts, python)
        with LocalStack(parameters, default_code=default_code, code=code, port=port, retry_after=RETRY_AFTER) as stack:
            yield stack
    except (LocalStackError, PortTakenError, TemplateError) as error:
        _fail(str(error))


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
    )


def _check(pattern: str, value: str, option: str, example: str) -> None:
    if not re.fullmatch(pattern, value):
        _fail(f"{option} {plain(value)!r} is not like {example}.", code=2)


def _check_writable(path: Path) -> None:
    try:
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        _fail(f"{path} can't be written: {error.strerror}", code=2)


def _fail(message: str, *, code: int = 1) -> NoReturn:
    console(stderr=True).print(message, style="red", soft_wrap=True)
    raise typer.Exit(code)
