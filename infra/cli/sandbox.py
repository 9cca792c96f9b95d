"""The option `--sandbox` of the commands that parse files on this machine."""

from typing import Annotated

import typer

from infra.cli.errors import fail
from shared.errors import NotConfinedError, TransientError
from shared.settings import ReadingLimits, SandboxMode

Sandbox = Annotated[
    SandboxMode,
    typer.Option(
        "--sandbox",
        envvar="PARSE_SANDBOX",
        help="The parameter ParseSandbox: parse files where the kernel lacks a layer of the sandbox (best-effort), "
        "refuse to (required), or use no sandbox (off).",
    ),
]

# Limits of a process that is started and reads nothing: bytes of a file, seconds, megabytes, files.
_BYTES, _SECONDS, _MEGABYTES, _FILES = 1, 1.0, 1500, 1


def check_sandbox(mode: SandboxMode) -> None:
    """Exit with a message if `mode` requires a sandbox that this machine does not allow."""
    if mode is not SandboxMode.REQUIRED:
        return
    # Most commands do not need the worker, and its import takes a tenth of a second.
    from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits

    try:
        with ParseWorker(WorkerLimits(ReadingLimits(), _BYTES, _SECONDS, _MEGABYTES, _FILES, mode)) as worker:
            worker.start()
    except (NotConfinedError, TransientError) as error:
        fail(str(error))
