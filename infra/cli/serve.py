"""The command `serve`: keep a local stack running for any AWS client."""

import secrets
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infra.cli import hints
from infra.cli.local_stack import (
    Artifacts,
    Files,
    Functions,
    Python,
    SummaryModel,
    check_ports,
    chosen_files,
    local_stack,
    print_lines,
    read_api,
)
from infra.cli.options import PORT, READ_PORT, flag
from infra.cli.render import change_line
from infra.cli.sandbox import Sandbox
from infra.cli.terminal import console
from infra.local.files import LocalFile
from shared.object_version import uri_of
from shared.settings import SandboxMode

if TYPE_CHECKING:
    from infra.local.stack import LocalStack

ReadPort = Annotated[
    int, typer.Option(min=0, max=65535, envvar="READ_PORT", help="Port of the read API; 0 selects a free one.")
]
Auth = Annotated[bool, flag("--auth", "Print a token, and require it in every request to the read API.")]
Semantic = Annotated[bool, flag("--semantic", "Also find documents by meaning, and similar documents.")]
AllowedOrigins = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-origin",
        help="Origin of a web page that may call the read API. Pages of this machine may.",
        show_default=False,
        metavar="ORIGIN",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Maximum number of processes of each function. Default: one for each processor, from 2 to 4.",
        show_default=False,
    ),
]
LogFolder = Annotated[
    Path | None,
    typer.Option(help="Folder of the functions' logs. Default: a temporary one.", show_default=False, metavar="FOLDER"),
]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port of every AWS service; 0 selects a free one.")]


def serve(
    files: Files = None,
    port: Port = PORT,
    summary_model: SummaryModel = "",
    artifacts: Artifacts = None,
    python: Python = None,
    read_port: ReadPort = READ_PORT,
    auth: Auth = False,
    semantic: Semantic = False,
    allow_origin: AllowedOrigins = None,
    sandbox: Sandbox = SandboxMode.BEST_EFFORT,
    jobs: Jobs = None,
    log_folder: LogFolder = None,
) -> None:
    """Keep a stack running on this machine for any AWS client.

    Uploads FILES, then prints a line for each change of an object's state, until Ctrl-C.
    """
    chosen = chosen_files(files) if files else []
    check_ports(port, read_port)
    token = secrets.token_urlsafe(24) if auth else None
    functions = Functions(summary_model, artifacts, python, sandbox)
    with (
        local_stack(functions, port=port, jobs=jobs, log_folder=log_folder, semantic=semantic) as stack,
        read_api(
            stack, functions, port=read_port, token=token, origins=allow_origin or [], semantic=semantic
        ) as api_url,
    ):
        stopping = _set_by_signals()
        _print_start(stack, api_url, token, key=chosen[0].key if chosen else "report.pdf")
        _upload_and_follow(stack, chosen, stopping)
    stack.delete_logs()
    kept = f"Its data is deleted; its logs are in {log_folder}." if log_folder else "Its data and logs are deleted."
    console().print(f"The stack has stopped. {kept}", soft_wrap=True)


def _set_by_signals() -> threading.Event:
    """Return an event that Ctrl-C and SIGTERM set from now on."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _print_start(stack: "LocalStack", api_url: str, token: str | None, *, key: str) -> None:
    """Print where the stack is, the names of its parts, and commands to begin with, for an object with this key."""
    bucket, table = stack.name("UploadsBucket"), stack.table_name
    start = f"The stack is up at {stack.endpoint_url} until Ctrl-C."
    console().print(start, style="bold", soft_wrap=True)
    _print_names(console=api_url, bucket=bucket, table=table, api=api_url, token=token, logs=stack.log_folder)
    _print_hints(stack.endpoint_url, bucket, table, key, hints.api(api_url, token))


def _upload_and_follow(stack: "LocalStack", files: Sequence[LocalFile], stopping: threading.Event) -> None:
    """Upload files, and print each change of a state until `stopping` is set."""
    from infra.local.running import follow, upload
    from infra.local.watch import StateChanges

    out, changes = console(), StateChanges(stack.table_name)
    for file in files:
        if not stopping.is_set():
            upload(stack, file)
    for state in follow(stack, changes, stopping):
        out.print(change_line(state), soft_wrap=True)
        sys.stdout.flush()


def _print_names(**names: object) -> None:
    for label, value in names.items():
        if value:
            console().print(f"  {label:<8}{value}", soft_wrap=True)


def _print_hints(endpoint_url: str, bucket: str, table: str, key: str, api: str) -> None:
    lines = [
        *hints.environment(endpoint_url),
        f"aws s3 cp report.pdf s3://{bucket}/",
        *hints.questions(uri_of(bucket, key), table),
        api,
    ]
    print_lines("In another shell:", lines)
    print()
    sys.stdout.flush()
