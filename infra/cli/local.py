"""The command line: the stack on this machine, and questions to its table or to that of a stack on AWS.

What needs moto is imported by the commands that start a stack: `query` and `why` answer at once.
"""

import importlib.util
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from botocore.exceptions import BotoCoreError, ClientError

from infra.cli import hints
from infra.cli.answers import (
    answer_content,
    answer_day,
    answer_entity,
    answer_object,
    answer_speaker,
    answer_status,
    answer_why,
)
from infra.cli.queries import LOCAL_ENDPOINT, PORT, Place, QueryError, Readable
from infra.cli.render import (
    change_line,
    console,
    harmless,
    json_line,
    plain,
    show,
    state_record,
    summary_record,
)
from infra.local.files import SAMPLES, FilesError, LocalFile, choose
from shared.object_version import uri_of
from shared.revision import Status
from shared.table.reader import UnknownSchemaError

if TYPE_CHECKING:
    from infra.local.running import Row
    from infra.local.stack import LocalStack
    from shared.state import State

app = typer.Typer(
    help="Nutgraf on this machine: run files through the whole stack, keep it up, and ask its table.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Files, and folders with all in them but hidden files.", show_default=False),
]
SummaryModel = Annotated[
    str,
    typer.Option(
        help="The sequence-to-sequence model that writes the summaries: a name on the hub, or a folder.",
        show_default=False,
    ),
]
Artifacts = Annotated[Path | None, typer.Option(help="Run what `make build` made: .aws-sam/build.", show_default=False)]
Python = Annotated[
    Path | None,
    typer.Option(help="The Python that runs the functions, with awslambdaric and boto3.", show_default=False),
]
EndpointUrl = Annotated[str, typer.Option(envvar="AWS_ENDPOINT_URL", help="Where the local stack is; '' for AWS.")]
OnAws = Annotated[bool, typer.Option("--aws", help="Ask a stack on AWS, with your own credentials.")]
Table = Annotated[str | None, typer.Option(help="The table, if not that of the stack.", show_default=False)]
StackName = Annotated[
    str | None,
    typer.Option(help="The CloudFormation stack. Default: nutgraf-local, on AWS nutgraf.", show_default=False),
]
STANDARD_OUTPUT = Path("-")
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
_INSTANT = r"\d{4}-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d{3}Z)?)?)?)?)?"


@app.command()
def run(
    files: Files = None,
    json_file: Annotated[
        Path | None,
        typer.Option(
            "--json",
            help="Write one whole row for each file to this file, - for standard output alone.",
            show_default=False,
        ),
    ] = None,
    summary_model: SummaryModel = "",
    artifacts: Artifacts = None,
    python: Python = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell what happens meanwhile, and where logs are.")
    ] = False,
) -> None:
    """Summarize FILES, or the samples: start a stack, upload, print a record of each. Exits with 1 when one failed."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    chosen = _choose(files)
    if json_file is not None and json_file != STANDARD_OUTPUT:
        _check_writable(json_file)
    out, err = console(), console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("starting the stack", total=len(chosen))

        def note(state: "State") -> None:
            if state.status is not Status.PROCESSING:
                progress.advance(task)
            if verbose:
                err.print(change_line(state), soft_wrap=True)

        with _stack(summary_model, artifacts, python) as stack:
            from infra.local.running import summarize

            progress.update(task, description="summarizing")
            rows = summarize(stack, chosen, note)
    lines = "".join(json_line(row.as_json()) + "\n" for row in rows)
    if json_file == STANDARD_OUTPUT:
        print(lines, end="")
        raise typer.Exit(0 if all(row.ok for row in rows) else 1)
    for row in rows:
        name = row.file.key
        show(out, summary_record(name, row.state, row.summary) if row.summary else state_record(name, row.state))
    if json_file is not None:
        json_file.write_text(lines, encoding="utf-8")
    _say_how_it_went(rows, stack, verbose=verbose)
    if json_file is None:
        example = next((row for row in rows if row.ok), rows[0])
        lines_to_ask = [*hints.environment(LOCAL_ENDPOINT), *hints.questions(example.state.uri, stack.table_name)]
        _print_lines("This stack has ended. To ask the table yourself, keep one up:", [hints.serve(files or [])])
        _print_lines("and from another shell:", lines_to_ask)
    raise typer.Exit(0 if all(row.ok for row in rows) else 1)


@app.command()
def serve(
    files: Files = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Stands in for AWS; 0 takes a free one.")] = PORT,
    summary_model: SummaryModel = "",
    artifacts: Artifacts = None,
    python: Python = None,
) -> None:
    """Keep a stack up until Ctrl-C, for any AWS client; a line for each change of a state. FILES are uploaded first."""
    chosen = _choose(files) if files else []
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    out = console()
    with _stack(summary_model, artifacts, python, port=port) as stack:
        from infra.local.running import follow, upload

        bucket = stack.name("UploadsBucket")
        example = uri_of(bucket, chosen[0].key if chosen else "report.pdf")
        out.print(f"The stack is up at {stack.endpoint_url} until Ctrl-C.", style="bold", soft_wrap=True)
        for label, value in (("bucket", bucket), ("table", stack.table_name), ("logs", stack.log_folder)):
            out.print(f"  {label:<8}{value}", soft_wrap=True)
        lines = [
            *hints.environment(stack.endpoint_url),
            f"aws s3 cp report.pdf s3://{bucket}/",
            *hints.questions(example, stack.table_name),
        ]
        _print_lines("From another shell:", lines)
        out.print()
        sys.stdout.flush()
        for file in chosen:
            upload(stack, file)
        for state in follow(stack, stopping):
            out.print(change_line(state), soft_wrap=True)
            sys.stdout.flush()
    out.print(f"The stack has ended; nothing of it is kept but the logs in {stack.log_folder}.", soft_wrap=True)


@app.command()
def query(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[URI]", help="s3://bucket/key, or a key of the uploads bucket.", show_default=False),
    ] = None,
    day: Annotated[
        str | None, typer.Option(help="What was uploaded on this day (YYYY-MM-DD, UTC).", show_default=False)
    ] = None,
    status: Annotated[
        Status | None, typer.Option(help="Objects in this state.", show_default=False, case_sensitive=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="With --status: at or after this time, or its beginning.", show_default=False)
    ] = None,
    sha256: Annotated[str | None, typer.Option(help="Objects with this content.", show_default=False)] = None,
    entity: Annotated[
        str | None,
        typer.Option(help="Documents that mention this person, organization or place.", show_default=False),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="What this speaker said.", show_default=False)] = None,
    as_json: AsJson = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    aws: OnAws = False,
    table: Table = None,
    stack_name: StackName = None,
) -> None:
    """Ask the table: by URI, by day, by status, by content, by who is mentioned, or by who speaks.

    Exits with 1 when an object has no summary, or nothing is known of a name.
    """
    if sum(option is not None for option in (name, day, status, sha256, entity, speaker)) != 1:
        _fail("Ask for one thing: URI, --day, --status, --sha256, --entity or --speaker.", code=2)
    if since is not None and status is None:
        _fail("--since goes with --status.", code=2)
    if status is Status.SUMMARIZED:
        _fail("SUMMARIZED is not in the index by status: ask with --day.", code=2)
    _check(r"\d{4}-\d\d-\d\d", day, "--day", "2026-01-31")
    _check(_INSTANT, since, "--since", "2026-01-31 or 2026-01-31T12:00")

    def answer(place: Readable) -> None:
        if name is not None:
            answer_object(place, name, as_json=as_json)
        elif day is not None:
            answer_day(place, day, as_json=as_json)
        elif status is not None:
            answer_status(place, status, since, as_json=as_json)
        elif sha256 is not None:
            answer_content(place, sha256, as_json=as_json)
        elif entity is not None:
            answer_entity(place, entity, as_json=as_json)
        elif speaker is not None:
            answer_speaker(place, speaker, as_json=as_json)

    _reading(Place(None if aws else endpoint_url or None, table, stack_name), answer)


@app.command()
def why(
    name: Annotated[str, typer.Argument(metavar="URI", help="s3://bucket/key, or a key of the uploads bucket.")],
    as_json: AsJson = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    aws: OnAws = False,
    table: Table = None,
    stack_name: StackName = None,
) -> None:
    """Say where an object is in the pipeline, why it failed if it did, and what to do."""
    place = Place(None if aws else endpoint_url or None, table, stack_name)
    _reading(place, lambda there: answer_why(there, name, as_json=as_json))


@contextmanager
def _stack(model: str, artifacts: Path | None, python: Path | None, *, port: int = 0) -> Iterator["LocalStack"]:
    """The stack, started; what goes wrong with it ends the program with a sentence."""
    for variable in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[variable]  # moto fails at import where AWS_PROFILE names none; nothing here needs them
    from infra.local.moto.server import PortTakenError
    from infra.local.running import RETRY_AFTER, code_of
    from infra.local.stack import LocalStack, LocalStackError
    from infra.local.template import TemplateError

    if model and python is None and importlib.util.find_spec("torch") is None:
        pip = f"{sys.executable} -m pip install -r functions/summarize/requirements-abstractive.txt"
        _fail(f"{plain(model)} needs torch, which is not installed. Run `{pip}`, then try again.", code=2)
    folder = Path(model).expanduser()  # functions run in another folder, so a model's is given in full
    parameters = {"SummaryModel": str(folder.resolve()) if model and folder.is_dir() else model}
    try:
        default_code, code = code_of(artifacts, python)
        with LocalStack(parameters, default_code=default_code, code=code, port=port, retry_after=RETRY_AFTER) as stack:
            yield stack
    except (LocalStackError, PortTakenError, TemplateError) as error:
        _fail(str(error))


def _reading(place: Place, read: Callable[[Readable], None]) -> None:
    try:
        read(place.open())
    except (BotoCoreError, ClientError) as error:
        _fail(str(place.explain(error)))
    except (QueryError, UnknownSchemaError) as error:
        _fail(str(error))


def _choose(files: list[Path] | None) -> list[LocalFile]:
    try:
        return choose(files or sorted(SAMPLES.iterdir()))
    except FilesError as error:
        _fail(f"These can't be uploaded:\n{error}", code=2)


def _say_how_it_went(rows: list["Row"], stack: "LocalStack", *, verbose: bool) -> None:
    out, err = console(), console(stderr=True)
    failed = sum(not row.ok for row in rows)
    files = "1 file" if len(rows) == 1 else f"{len(rows)} files"
    out.print(f"{files}: {len(rows) - failed} summarized, {failed} failed.", soft_wrap=True)
    broken = [(name, result.error) for name, result in stack.failed_batches if result.error]
    if broken:
        name, error = broken[-1]
        times = "Once" if len(broken) == 1 else f"{len(broken)} times"
        err.print(
            f"{times} a function itself broke down, the last time at {name}: {plain(error or '')}", soft_wrap=True
        )
    if verbose or broken:
        err.print(f"The functions' logs are in {stack.log_folder}.", style="dim", soft_wrap=True)
    else:
        shutil.rmtree(stack.log_folder)


def _print_lines(title: str, lines: list[str]) -> None:
    out = console()
    out.print()
    out.print(title, style="bold", soft_wrap=True)
    for line in lines:
        out.print("  " + harmless(line), soft_wrap=True)  # a line that is copied must not be broken


def _check(pattern: str, value: str | None, option: str, example: str) -> None:
    if value is not None and not re.fullmatch(pattern, value):
        _fail(f"{option} {plain(value)} is not like {example}.", code=2)


def _check_writable(path: Path) -> None:
    try:
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        _fail(f"{path} can't be written: {error.strerror}.", code=2)


def _fail(message: str, *, code: int = 1) -> NoReturn:
    console(stderr=True).print("\n".join(map(plain, message.splitlines())), style="red", soft_wrap=True)
    raise typer.Exit(code)
