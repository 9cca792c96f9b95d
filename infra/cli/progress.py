"""Progress of long commands on standard error, and what an interrupted command prints."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from infra.cli.errors import INTERRUPTED, fail
from infra.cli.terminal import console, plain
from infra.operations.target import OperationError
from shared.errors import NutgrafError

# Seconds between two lines of progress if standard error is no terminal.
_LINE_SECONDS = 10.0


@contextmanager
def progress(name: str) -> Iterator[Callable[[str], None]]:
    """Show how far a command is: its counts beside a spinner on a terminal, else a line from time to time."""
    err = console(stderr=True)
    if not err.is_terminal:
        yield _lines(name)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda counts: bar.update(task, description=f"{name}: {plain(counts)}")


@contextmanager
def reporting(reached: Callable[[], str]) -> Iterator[None]:
    """Print what a command has done, and how to continue, if the block is interrupted or fails.

    `reached` returns these sentences. A failure is reported after them as usual.
    """
    try:
        yield
    except KeyboardInterrupt:
        fail(f"Interrupted. {reached()}", code=INTERRUPTED)
    except (BotoCoreError, ClientError, OperationError, NutgrafError):
        console(stderr=True).print(f"Stopped by an error. {plain(reached())}", soft_wrap=True)
        raise


def _lines(name: str) -> Callable[[str], None]:
    printed = time.monotonic()

    def show(counts: str) -> None:
        nonlocal printed
        if time.monotonic() - printed >= _LINE_SECONDS:
            printed = time.monotonic()
            console(stderr=True).print(f"{name}: {plain(counts)}", soft_wrap=True)

    return show
