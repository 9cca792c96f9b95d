"""Uploads files to a local stack, follows their states and reads their rows, for `run` and `serve`."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.files import LocalFile
from infra.local.lambda_service.function_environment import Code
from infra.local.moto.deleted_stacks import is_deleted
from infra.local.stack import LocalStack, LocalStackError
from infra.local.watch import StateChanges
from shared.memory import return_memory
from shared.object_version import uri_of
from shared.revision import Status
from shared.state import State, row_as_json
from shared.summary import Summary
from shared.table.table import SummaryTable

FUNCTIONS = (
    "ParseFunction",
    "SummarizeFunction",
    "DeadLettersFunction",
    "SweepFunction",
    "ReadFunction",
    "VectorsFunction",
    "SearchFunction",
)

# Seconds until a failed message is visible again. On AWS, it is a minute after the first attempt (retry_delay.py).
RETRY_AFTER = 2

# Size of an object above which a function takes seconds, in bytes: an upload for ParseFunction, a compressed Document
# (a quarter of its text) for SummarizeFunction.
LONG_BYTES = {"ParseFunction": 4_000_000, "SummarizeFunction": 50_000}

# Time between two reads of the states, in seconds.
_POLL_SECONDS = 0.05

# Time without a change after which the queues are checked, or memory is returned, in seconds.
_IDLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """The final row of a file in the table. `summary` is None unless the state is SUMMARIZED."""

    file: LocalFile
    state: State
    summary: Summary | None

    @property
    def ok(self) -> bool:
        """Whether the file has a summary."""
        return self.summary is not None

    def as_json(self) -> dict[str, Any]:
        """Return the whole row: the summary with its uri and status, or the state."""
        return row_as_json(self.state, self.summary)


def code_of(artifacts: Path | None, python: Path | None) -> tuple[Code, dict[str, Code]]:
    """Return the default code, and the code of each function in `artifacts`, the folder that `sam build` writes.

    Raises LocalStackError when a function has no folder in `artifacts`.
    """
    default = Code(python=str(python)) if python else Code()
    if artifacts is None:
        return default, {}
    folders = {function: (artifacts / function).resolve() for function in FUNCTIONS}
    if missing := [str(folder) for folder in folders.values() if not folder.is_dir()]:
        raise LocalStackError(f"{', '.join(missing)} does not exist. Run `make build` first.")
    return default, {function: Code(folder, default.python) for function, folder in folders.items()}


def upload(stack: LocalStack, file: LocalFile) -> str:
    """Put a file into the uploads bucket and return its URI."""
    bucket = stack.name("UploadsBucket")
    stack.clients.s3.upload_file(str(file.path), bucket, file.key)
    return uri_of(bucket, file.key)


def summarize(stack: LocalStack, files: Sequence[LocalFile], on_change: Callable[[State], None]) -> list[Row]:
    """Upload files, wait for their final states, and return their rows in the same order.

    Raises LocalStackError when the stack is idle, or fails, before every file has a final state.
    """
    changes = StateChanges(stack.name("SummariesTable"))
    uris = {upload(stack, file): file for file in files}
    waiting = set(uris)
    last_change = time.monotonic()
    while waiting:
        if _observed(changes, waiting, on_change):
            last_change = time.monotonic()
        if waiting and time.monotonic() - last_change > _IDLE_SECONDS:
            # The last message may have ended since the states were read.
            is_idle = not any(depth.total for depth in stack.depths())
            if is_idle and not _observed(changes, waiting, on_change):
                lost = ", ".join(sorted(waiting))
                raise LocalStackError(
                    f"The queues are empty, but there is no row for {lost}. Logs are in {stack.log_folder}."
                )
            last_change = time.monotonic()  # check the queues only once in _IDLE_SECONDS
        stack.check()
        time.sleep(_POLL_SECONDS)
    table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
    return [_row(table, uri, file) for uri, file in uris.items()]


def _observed(changes: StateChanges, waiting: set[str], on_change: Callable[[State], None]) -> bool:
    """Read new changes of states, and remove the URIs of final ones from `waiting`. Return whether there were any."""
    found = list(changes.new())
    for state in found:
        on_change(state)
        if state.status is not Status.PROCESSING:
            waiting.discard(state.uri)
    return bool(found)


def follow(stack: LocalStack, changes: StateChanges, stopping: threading.Event) -> Iterator[State]:
    """Yield changes of states until `stopping` is set. Raises LocalStackError when the stack fails.

    After changes, when nothing has changed for a while, freed memory is returned to the operating system.
    """
    last_change: float | None = time.monotonic()
    while not stopping.is_set():
        if is_deleted():  # by `nutgraf teardown`, which still empties the buckets
            stopping.wait()
            return
        for state in changes.new():
            last_change = time.monotonic()
            yield state
        stack.check()
        if last_change is not None and time.monotonic() - last_change > _IDLE_SECONDS:
            return_memory()
            last_change = None
        stopping.wait(_POLL_SECONDS)
    yield from changes.new()


def _row(table: SummaryTable, uri: str, file: LocalFile) -> Row:
    state = table.state(uri)
    if state is None:
        raise LocalStackError(f"The table has no state for {uri}.")
    return Row(file, state, table.get(uri) if state.status is Status.SUMMARIZED else None)
