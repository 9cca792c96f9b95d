"""What `run` and `serve` do with a stack: upload files, follow their states, collect their rows."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.files import LocalFile
from infra.local.lambda_service.function_environment import Code
from infra.local.stack import LocalStack, LocalStackError
from infra.local.watch import StateChanges
from shared.object_version import uri_of
from shared.revision import Status
from shared.state import State
from shared.summary import Summary
from shared.table.table import SummaryTable

FUNCTIONS = ("ParseFunction", "SummarizeFunction", "DeadLettersFunction", "SweepFunction")

# Seconds after which a failed message comes back: on AWS it takes the queue's visibility timeout, half an hour.
RETRY_AFTER = 2
_LOOK_SECONDS = 0.05
_IDLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of a file in the end. `summary` is None unless the state is SUMMARIZED."""

    file: LocalFile
    state: State
    summary: Summary | None

    @property
    def ok(self) -> bool:
        """Whether the file has a summary."""
        return self.summary is not None

    def as_json(self) -> dict[str, Any]:
        """The whole row: the summary with its uri and status, or the state."""
        if self.summary is None:
            return self.state.model_dump(mode="json")
        named = {"uri": self.state.uri, "status": self.state.status.value}
        return named | self.summary.model_dump(mode="json")


def code_of(artifacts: Path | None, python: Path | None) -> tuple[Code, dict[str, Code]]:
    """Where code is by default, and by function: in its folder of `artifacts`, as `sam build` makes them, if given.

    Raises LocalStackError when a function has no folder there.
    """
    default = Code(python=str(python)) if python else Code()
    if artifacts is None:
        return default, {}
    folders = {function: (artifacts / function).resolve() for function in FUNCTIONS}
    if missing := [str(folder) for folder in folders.values() if not folder.is_dir()]:
        raise LocalStackError(f"{', '.join(missing)} is not there: run `make build` first.")
    return default, {function: Code(folder, default.python) for function, folder in folders.items()}


def upload(stack: LocalStack, file: LocalFile) -> str:
    """Put a file into the uploads bucket and return its URI."""
    bucket = stack.name("UploadsBucket")
    stack.clients.s3.upload_file(str(file.path), bucket, file.key)
    return uri_of(bucket, file.key)


def summarize(stack: LocalStack, files: Sequence[LocalFile], on_change: Callable[[State], None]) -> list[Row]:
    """Upload files, wait until each is through, and return their rows in the same order.

    Raises LocalStackError when the stack comes to rest, or breaks down, with a file not through.
    """
    changes = StateChanges(stack.name("SummariesTable"))
    uris = {upload(stack, file): file for file in files}
    waiting = set(uris)
    last_change = time.monotonic()
    while waiting:
        for state in changes.new():
            last_change = time.monotonic()
            on_change(state)
            if state.status is not Status.PROCESSING:
                waiting.discard(state.uri)
        if waiting and time.monotonic() - last_change > _IDLE_SECONDS:
            if not any(depth.total for depth in stack.depths()):
                lost = ", ".join(sorted(waiting))
                raise LocalStackError(
                    f"Nothing is under way any more, but no row came for {lost}. Logs are in {stack.log_folder}."
                )
            last_change = time.monotonic()  # look again only after a while
        stack.check()
        time.sleep(_LOOK_SECONDS)
    table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
    return [_row(table, uri, file) for uri, file in uris.items()]


def follow(stack: LocalStack, stopping: threading.Event) -> Iterator[State]:
    """Changes of states as they come, until `stopping` is set; raises LocalStackError when the stack breaks down."""
    changes = StateChanges(stack.name("SummariesTable"))
    while not stopping.is_set():
        yield from changes.new()
        stack.check()
        stopping.wait(_LOOK_SECONDS)
    yield from changes.new()


def _row(table: SummaryTable, uri: str, file: LocalFile) -> Row:
    state = table.state(uri)
    if state is None:
        raise LocalStackError(f"The state of {uri} has gone from the table.")
    return Row(file, state, table.get(uri) if state.status is Status.SUMMARIZED else None)
