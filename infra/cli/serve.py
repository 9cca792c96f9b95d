"""The command `serve`: keep a local stack running for any AWS client."""

import signal
import sys
import threading
from typing import Annotated

import typer

from infra.cli import hints
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
from infra.cli.options import PORT
from infra.cli.render import change_line
from infra.cli.terminal import console
from shared.object_version import uri_of

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port of every AWS service; 0 selects a free one.")]


def serve(
    files: Files = None,
    port: Port = PORT,
    summary_model: SummaryModel = "",
    artifacts: Artifacts = None,
    python: Python = None,
) -> None:
    """Keep a stack running on this machine for any AWS client.

    Uploads FILES, then prints a line for each change of an object's state, until Ctrl-C.
    """
    chosen = chosen_files(files) if files else []
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    out = console()
    with local_stack(Functions(summary_model, artifacts, python), port=port) as stack:
        from infra.local.running import follow, upload

        bucket = stack.name("UploadsBucket")
        out.print(f"The stack is up at {stack.endpoint_url} until Ctrl-C.", style="bold", soft_wrap=True)
        for label, value in (("bucket", bucket), ("table", stack.table_name), ("logs", stack.log_folder)):
            out.print(f"  {label:<8}{value}", soft_wrap=True)
        _print_hints(stack.endpoint_url, bucket, stack.table_name, chosen[0].key if chosen else "report.pdf")
        for file in chosen:
            upload(stack, file)
        for state in follow(stack, stopping):
            out.print(change_line(state), soft_wrap=True)
            sys.stdout.flush()
    out.print(f"The stack has stopped. Its data is deleted; its logs are in {stack.log_folder}.", soft_wrap=True)


def _print_hints(endpoint_url: str, bucket: str, table: str, key: str) -> None:
    lines = [
        *hints.environment(endpoint_url),
        f"aws s3 cp report.pdf s3://{bucket}/",
        *hints.questions(uri_of(bucket, key), table),
    ]
    print_lines("In another shell:", lines)
    print()
    sys.stdout.flush()
