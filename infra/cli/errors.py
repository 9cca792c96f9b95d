"""Errors of commands: each is one sentence on standard error and an exit status."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from botocore.exceptions import BotoCoreError, ClientError

from infra.cli.terminal import console, plain
from infra.operations.target import OperationError, Target
from shared.errors import NutgrafError, TransientError

# Exit statuses. That of an interruption is 128 + SIGINT, as in a shell.
FAILURE, WRONG_ARGUMENTS, INTERRUPTED = 1, 2, 130


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
