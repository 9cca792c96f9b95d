"""Code shared by `run` and `serve`: their options, the choice of files, and the start of the local stack.

Modules that need moto are imported when a stack starts, because their import takes seconds.
"""

import importlib.util
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infra.cli.errors import WRONG_ARGUMENTS, fail
from infra.cli.sandbox import check_sandbox
from infra.cli.terminal import console, harmless, plain
from infra.local.files import FilesError, LocalFile, choose
from shared.settings import BEDROCK, BEDROCK_ID, SandboxMode

if TYPE_CHECKING:
    from infra.local.stack import LocalStack

Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Files and folders. Hidden files in a folder are skipped.", show_default=False),
]
SummaryModel = Annotated[
    str,
    typer.Option(
        help="Model that writes the summaries: the name of a sequence-to-sequence model on the Hugging Face Hub, its "
        "folder, or bedrock:ID, which a rule replaces on this machine.",
        show_default=False,
        metavar="NAME",
    ),
]
Artifacts = Annotated[
    Path | None,
    typer.Option(help="Folder of packages to run, as `make build` makes them: .aws-sam/build.", show_default=False),
]
Python = Annotated[
    Path | None,
    typer.Option(help="Python that runs the functions; needs awslambdaric and boto3.", show_default=False),
]


@dataclass(frozen=True, slots=True)
class Functions:
    """What runs the functions of the local stack."""

    summary_model: str
    artifacts: Path | None
    python: Path | None
    sandbox: SandboxMode = SandboxMode.BEST_EFFORT


def chosen_files(paths: list[Path]) -> list[LocalFile]:
    """Return the files at `paths` and in their folders; exits with a message if one cannot be read."""
    try:
        return choose(paths)
    except FilesError as error:
        fail(f"Cannot read these files:\n{error}", code=WRONG_ARGUMENTS)


@contextmanager
def local_stack(
    functions: Functions,
    *,
    port: int = 0,
    jobs: int | None = None,
    log_folder: Path | None = None,
    semantic: bool = False,
) -> Iterator["LocalStack"]:
    """Start the stack and stop it at the end; exits with a message if the stack fails.

    `jobs`: the maximum number of processes of each function; None for `default_jobs`. If the stack or one of its
    functions fails, the logs are kept. `semantic`: store vectors.
    """
    for variable in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[variable]  # the import of moto fails if AWS_PROFILE names no profile; nothing here needs them
    check_sandbox(functions.sandbox)
    from infra.local.ports import PortTakenError
    from infra.local.stack import LocalStackError
    from infra.local.template import TemplateError

    stack = _new_stack(functions, port, jobs or default_jobs(functions), log_folder, semantic=semantic)
    interrupted = _interrupts()
    try:
        with stack:
            if interrupted.is_set():
                raise KeyboardInterrupt
            yield stack
    except (LocalStackError, PortTakenError, TemplateError) as error:
        fail(str(error))
    except (KeyboardInterrupt, typer.Exit, OSError):
        stack.delete_logs()
        raise


def _new_stack(functions: Functions, port: int, jobs: int, log_folder: Path | None, *, semantic: bool) -> "LocalStack":
    """Return the stack before its start; exits with a message if the packages of its functions can't be run."""
    from infra.local.allocator import limit_arenas
    from infra.local.running import LONG_BYTES, RETRY_AFTER, code_of
    from infra.local.search_stack import CORE_PARAMETERS
    from infra.local.stack import LocalStack, LocalStackError

    parameters = {"SummaryModel": _model(functions), "ParseSandbox": functions.sandbox.value}
    limit_arenas()
    try:
        default_code, code = code_of(functions.artifacts, functions.python)
    except LocalStackError as error:
        fail(str(error))
    return LocalStack(
        parameters | (CORE_PARAMETERS if semantic else {}),
        default_code=default_code,
        code=code,
        port=port,
        retry_after=RETRY_AFTER,
        concurrency=jobs,
        long_bytes=LONG_BYTES,
        log_folder=log_folder,
    )


def _interrupts() -> threading.Event:
    """Return an event that Ctrl-C sets: a library may suppress the exception of Ctrl-C while the stack starts."""
    interrupted = threading.Event()

    def interrupt(*_: object) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    return interrupted


def default_jobs(functions: Functions) -> int:
    """Return the default of the maximum number of processes of each function: one for each processor, from 2 to 4.

    A process of SummarizeFunction needs 300 MB. With a sequence-to-sequence model it needs gigabytes, so the default is
    one.
    """
    loads_weights = functions.summary_model and not functions.summary_model.startswith(BEDROCK)
    return 1 if loads_weights else max(2, min(4, os.cpu_count() or 2))


def check_ports(port: int, read_port: int) -> None:
    """Exit with a message if a port is taken, before a stack starts, which takes seconds."""
    from infra.local import ports
    from infra.local.http_api import server

    try:
        ports.check_port(port)
        server.check_port(read_port)
    except (ports.PortTakenError, server.ApiPortTakenError) as error:
        fail(str(error))


@contextmanager
def read_api(
    stack: "LocalStack",
    functions: Functions,
    *,
    port: int,
    token: str | None,
    origins: Sequence[str],
    semantic: bool = False,
) -> Iterator[str]:
    """Serve the read API of the stack and yield its address; exits with a message if its port is taken.

    `semantic`: with the search by meaning, whose stack is created here.
    """
    from infra.local.http_api.access import Access
    from infra.local.http_api.server import ApiPortTakenError
    from infra.local.read_api import ReadApi
    from infra.local.running import code_of
    from infra.local.search_stack import deploy_search

    default_code, code = code_of(functions.artifacts, functions.python)
    log = stack.log_folder / "ReadFunction.log"
    try:
        api = ReadApi(
            stack,
            stack.endpoint_url,
            log,
            port=port,
            access=Access(token, frozenset(origins)),
            code=code.get("ReadFunction", default_code),
            parameters=deploy_search(stack) if semantic else None,
        )
    except ApiPortTakenError as error:
        fail(str(error))
    try:
        yield api.url
    finally:
        api.close()


def print_lines(title: str, lines: list[str]) -> None:
    """Print lines to copy below a title; a line is never wrapped."""
    out = console()
    out.print()
    out.print(title, style="bold", soft_wrap=True)
    for line in lines:
        out.print("  " + harmless(line), soft_wrap=True)


def _model(functions: Functions) -> str:
    """Return the parameter SummaryModel; a folder becomes an absolute path, because functions run in another folder."""
    model = functions.summary_model
    if model.startswith(BEDROCK):
        if not BEDROCK_ID.fullmatch(model.removeprefix(BEDROCK)):
            fail(
                f"{plain(model)} is no model. Give, for example, bedrock:amazon.nova-micro-v1:0.", code=WRONG_ARGUMENTS
            )
        notice = f"The local stack does not call Amazon Bedrock: a rule answers in place of {plain(model)}."
        console(stderr=True).print(notice, style="yellow", soft_wrap=True)
        return model
    if model and functions.python is None and importlib.util.find_spec("torch") is None:
        pip = f"{sys.executable} -m pip install -r functions/summarize/requirements-abstractive.txt"
        fail(f"{plain(model)} requires torch, which is not installed. Run `{pip}`.", code=WRONG_ARGUMENTS)
    folder = Path(model).expanduser()
    return str(folder.resolve()) if model and folder.is_dir() else model
