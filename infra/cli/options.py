"""Options that several commands have, and the target that they select."""

from typing import Annotated, Any

import typer

from infra.cli.errors import WRONG_ARGUMENTS, fail
from infra.operations.target import AWS_STACK, Target

# Port of the local stack, unless `serve --port` sets another.
PORT = 5055
# Port of the read API. It does not depend on the port of the stack.
READ_PORT = 5056
LOCAL_ENDPOINT = f"http://127.0.0.1:{PORT}"
_TARGET = "Which stack"


def flag(name: str, description: str, **options: Any) -> Any:
    """Return an option without a value. Typer would show the value `<bool>` in the help of such an option."""
    return typer.Option(name, help=description, metavar="", **options)


OnAws = Annotated[
    bool,
    flag(
        "--aws",
        "Use a stack on AWS, with the credentials and the region of your environment (AWS_PROFILE, AWS_REGION).",
        rich_help_panel=_TARGET,
    ),
]
EndpointUrl = Annotated[
    str,
    typer.Option(envvar="AWS_ENDPOINT_URL", help="Endpoint of the local stack.", rich_help_panel=_TARGET),
]
StackName = Annotated[
    str | None,
    typer.Option(
        "--stack-name",
        "--stack",
        help=f"Name of the CloudFormation stack. Default: nutgraf-local; with --aws, {AWS_STACK}.",
        show_default=False,
        rich_help_panel=_TARGET,
    ),
]
AsJson = Annotated[bool, flag("--json", "Print JSON, one object a line.")]


def target_of(aws: bool, endpoint_url: str, stack_name: str | None) -> Target:
    """Return the target that the options select."""
    if not aws and not endpoint_url:
        fail("--endpoint-url is empty. Use --aws for a stack on AWS.", code=WRONG_ARGUMENTS)
    return Target(None if aws else endpoint_url, stack_name)
