"""The command `console`: serve the console of a stack on this machine."""

import signal
import threading
from typing import Annotated

import typer

from infra.cli.errors import fail
from infra.cli.options import LOCAL_ENDPOINT, READ_PORT, EndpointUrl, OnAws, StackName, flag, target_of
from infra.cli.sending import opened
from infra.cli.terminal import console as terminal

ConsolePort = Annotated[
    int, typer.Option(min=0, max=65535, envvar="READ_PORT", help="Port of the console; 0 selects a free one.")
]
AllowUploads = Annotated[bool, flag("--allow-uploads", "Sign uploads, which can replace objects of the bucket.")]


def console(
    port: ConsolePort = READ_PORT,
    allow_uploads: AllowUploads = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Serve the console of a stack until Ctrl-C.

    It runs on this machine with your own credentials. Nothing is deployed.
    """
    from infra.local.http_api.server import ApiPortTakenError
    from infra.operations.console import StackConsole

    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    target = target_of(aws, endpoint_url, stack_name)
    with opened(target) as stack:
        try:
            served = StackConsole(stack, target.client("dynamodb"), port=port, uploads=allow_uploads)
        except ApiPortTakenError as error:
            fail(str(error))
        terminal().print(f"The console of {stack.name} is at {served.url} until Ctrl-C.", style="bold", soft_wrap=True)
        stopping.wait()
        served.close()
