"""The command `smoke`: test a deployed stack with one small upload."""

import platform
from typing import Annotated

import boto3
import typer

from infra.cli.errors import FAILURE
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, target_of
from infra.cli.sending import opened
from infra.cli.terminal import console, plain
from infra.operations.operated_stack import OperatedStack
from infra.operations.smoke.check import Result
from infra.operations.smoke.smoke import UNSEEN, SmokeTest
from shared.instants import now
from shared.version import PIPELINE_VERSION

SmokePrefix = Annotated[
    str | None,
    typer.Option(
        "--prefix",
        help="How the key of the upload begins. Default: the parameter UploadsPrefix.",
        show_default=False,
    ),
]
Timeout = Annotated[
    float, typer.Option(min=1, help="Longest wait for the row, an event and the deletion, each.", metavar="SECONDS")
]

_STYLES = {Result.OK: "green", Result.FAILED: "red", Result.SKIPPED: "yellow"}


def smoke(
    prefix: SmokePrefix = None,
    timeout: Timeout = 180,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Test a deployed stack with one small upload.

    Checks the states of the resources, uploads a text, and waits for its row and its event. Then it deletes the text,
    checks that its rows are gone, and prints the states of the alarms. Exits with 1 if a check failed. The output has
    no secrets: send it when you report a problem.
    """
    target = target_of(aws, endpoint_url, stack_name)
    out = console()
    results = []
    with opened(target) as stack:
        _print_versions(stack, aws=aws)
        key_prefix = stack.parameters.get("UploadsPrefix", "") if prefix is None else prefix
        for check in SmokeTest(target.client, stack, key_prefix, timeout).checks():
            out.print(f"{check.result:<8}", style=_STYLES[check.result], end="")
            out.print(f"{check.name:<17}{plain(check.detail)}", soft_wrap=True)
            results.append(check.result)
        out.print(f"Not seen by this test: {'; '.join(UNSEEN)}.", soft_wrap=True)
    counted = ", ".join(f"{results.count(result)} {result}" for result in Result)
    out.print(f"smoke: {counted}.", soft_wrap=True)
    if Result.FAILED in results:
        logs = f"aws logs tail /aws/lambda/{plain(stack.name)}-parse --since 15m"
        out.print(f"The reason may be in the logs: {logs} (also -summarize, -dead-letters, -sweep).", soft_wrap=True)
        raise typer.Exit(FAILURE)


def _print_versions(stack: OperatedStack, *, aws: bool) -> None:
    where = stack.s3.meta.region_name if aws else "the local stack"
    versions = f"nutgraf {PIPELINE_VERSION}, Python {platform.python_version()}, boto3 {boto3.__version__}"
    console().print(f"{versions}, {where}, {now()}", soft_wrap=True)
    parameters = " ".join(f"{name}={value}" for name, value in sorted(stack.parameters.items()) if value)
    console().print(f"parameters: {plain(parameters) or 'none'}", soft_wrap=True)
