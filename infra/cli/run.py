"""The command `run`: summarize files on a local stack that lasts as long as the command."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from infra.cli import hints
from infra.cli.errors import FAILURE, WRONG_ARGUMENTS, fail
from infra.cli.local_stack import (
    Artifacts,
    Files,
    Functions,
    Python,
    SummaryModel,
    chosen_files,
    local_stack,
    print_lines,
)
from infra.cli.options import LOCAL_ENDPOINT, flag
from infra.cli.render import change_line, state_record, summary_record
from infra.cli.sandbox import Sandbox
from infra.cli.terminal import console, json_line, plain, show
from infra.local.files import SAMPLES, LocalFile
from shared.revision import Status
from shared.settings import SandboxMode

if TYPE_CHECKING:
    from infra.local.running import Row
    from infra.local.stack import LocalStack
    from shared.state import State

JsonFile = Annotated[
    Path | None,
    typer.Option(
        "--json",
        help="Write the whole row of each file to this file, one JSON object a line; - for standard output only.",
        show_default=False,
        metavar="FILE",
    ),
]
Verbose = Annotated[bool, flag("--verbose", "Print each change of state, and the folder of the functions' logs.")]
_STANDARD_OUTPUT = Path("-")


def run(
    files: Files = None,
    json_file: JsonFile = None,
    summary_model: SummaryModel = "",
    artifacts: Artifacts = None,
    python: Python = None,
    sandbox: Sandbox = SandboxMode.BEST_EFFORT,
    verbose: Verbose = False,
) -> None:
    """Summarize files on a stack that lasts as long as the command.

    Starts a local stack, uploads FILES (default: the samples), prints a record of each, and stops the stack. Exits with
    1 if a file failed.
    """
    chosen = chosen_files(files or sorted(SAMPLES.iterdir()))
    if json_file not in (None, _STANDARD_OUTPUT):
        _check_writable(json_file)
    stack, rows = _summarized(Functions(summary_model, artifacts, python, sandbox), chosen, verbose=verbose)
    lines = "".join(json_line(row.as_json()) + "\n" for row in rows)
    if json_file == _STANDARD_OUTPUT:
        print(lines, end="")
    else:
        _print_records(rows)
        if json_file is not None:
            json_file.write_text(lines, encoding="utf-8")
        _print_result(rows, stack, verbose=verbose)
        if json_file is None:
            _print_hints(rows, stack, files or [])
    raise typer.Exit(0 if all(row.ok for row in rows) else FAILURE)


def _summarized(functions: Functions, files: Sequence[LocalFile], *, verbose: bool) -> tuple["LocalStack", list["Row"]]:
    """Return the stack, stopped, and a row for each file. A progress bar is shown if standard error is a terminal."""
    err = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("starting the stack", total=len(files))

        def on_change(state: "State") -> None:
            if state.status is not Status.PROCESSING:
                progress.advance(task)
            if verbose:
                err.print(change_line(state), soft_wrap=True)

        with local_stack(functions) as stack:
            from infra.local.running import summarize

            progress.update(task, description="summarizing")
            return stack, summarize(stack, files, on_change)


def _print_records(rows: Sequence["Row"]) -> None:
    out = console()
    for row in rows:
        name = row.file.key
        show(out, summary_record(name, row.state, row.summary) if row.summary else state_record(name, row.state))


def _print_result(rows: Sequence["Row"], stack: "LocalStack", *, verbose: bool) -> None:
    """Print how many files succeeded. Delete the functions' logs unless they explain an error or were requested."""
    out, err = console(), console(stderr=True)
    failed = sum(not row.ok for row in rows)
    files = "1 file" if len(rows) == 1 else f"{len(rows)} files"
    out.print(f"{files}: {len(rows) - failed} summarized, {failed} failed.", soft_wrap=True)
    errors = [(name, result.error) for name, result in stack.failed_batches if result.error]
    if errors:
        name, error = errors[-1]
        times = "once" if len(errors) == 1 else f"{len(errors)} times"
        err.print(f"A function failed {times}. Last error, in {name}: {plain(error or '')}", soft_wrap=True)
    if verbose or errors:
        err.print(f"The functions' logs are in {stack.log_folder}.", style="dim", soft_wrap=True)
    else:
        stack.delete_logs()


def _print_hints(rows: Sequence["Row"], stack: "LocalStack", files: Sequence[Path]) -> None:
    example = next((row for row in rows if row.ok), rows[0])
    lines = [*hints.environment(LOCAL_ENDPOINT), *hints.questions(example.state.uri, stack.table_name)]
    print_lines("The stack has stopped. To query its table, start one that keeps running:", [hints.serve(files)])
    print_lines("Then, in another shell:", lines)


def _check_writable(path: Path) -> None:
    try:
        path.open("a", encoding="utf-8").close()
    except OSError as error:
        fail(f"Cannot write {path}: {error.strerror}.", code=WRONG_ARGUMENTS)
