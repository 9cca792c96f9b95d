"""Errors of commands: each is one sentence on standard error and an exit status."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import typer
from botocore.exceptions import BotoCoreError, ClientError

from infra.cli.terminal import console, plain
from infra.operations.target import OperationError, Target
from shared.errors import NutgrafError, TransientError

# Exit statuses. That of an interruption is 128 + SIGINT, as in a shell.
FAILURE, WRONG_ARGUMENTS, INTERRUPTED = 1, 2, 130

# Errors of a write to a full disk, above a quota, and above the limit of a process.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def fail(message: str, *, code: int = FAILURE) -> NoReturn:
    """Print the message on standard error and exit."""
    console(stderr=True).print("\n".join(map(plain, message.splitlines())), style="red", soft_wrap=True)
    raise typer.Exit(code)


@contextmanager
def reported(target: Target) -> Iterator[None]:
    """Turn an error of AWS or of an operation on `target` into a message and an exit status."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        fail(str(target.explain(error)))
    except TransientError as error:
        fail(f"{str(error).rstrip('.')}. Run the same command again.")
    except (OperationError, NutgrafError) as error:
        fail(str(error))


@contextmanager
def full_disk_reported() -> Iterator[None]:
    """Turn the error of a write to a full disk into a sentence, and end the process."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        place = f": {error.filename}" if error.filename else ""
        message = f"Nothing more can be written{place}. {os.strerror(error.errno)}. Free space, and run it again."
        with suppress(OSError):
            console(stderr=True).print(plain(message), style="red", soft_wrap=True)
        end_process(FAILURE)


@contextmanager
def fast_end() -> Iterator[None]:
    """End the process at once if the body exits after it has started a local stack.

    A normal end first frees each object of moto, which takes seconds.
    """
    try:
        yield
    except SystemExit as end:
        sys.stdout.flush()
        if "moto" in sys.modules and not isinstance(end.code, str):
            end_process(end.code or 0)
        raise


def end_process(status: int) -> NoReturn:
    """End this process without freeing its memory."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)
