"""The command `probe`: what the kernel allows the sandbox of the parser process, here or on AWS Lambda."""

from enum import StrEnum
from typing import Annotated

import typer

from infra.cli.errors import fail, reported
from infra.cli.options import AsJson, OnAws, StackName
from infra.cli.terminal import console, json_line, plain
from infra.operations.target import AWS_STACK, Target


class Architecture(StrEnum):
    """Lambda's names of processor architectures."""

    X86_64 = "x86_64"
    ARM64 = "arm64"


ArchitectureOption = Annotated[
    Architecture, typer.Option("--architecture", help="Processor architecture of the function, with --aws.")
]


def probe(
    architecture: ArchitectureOption = Architecture.X86_64,
    as_json: AsJson = False,
    aws: OnAws = False,
    stack_name: StackName = None,
) -> None:
    """Print what the kernel allows the sandbox of the parser.

    Without --aws, runs on this machine. With --aws, creates a function named after the stack (nutgraf-probe), with a
    role that has no permissions, runs it once, and removes both.
    """
    from infra.probe.kernel import GAPS, report
    from infra.probe.on_lambda import ProbeError, report_of_lambda

    if aws:
        target = Target(None)
        with reported(target):
            try:
                found = report_of_lambda(target.client, f"{stack_name or AWS_STACK}-probe", architecture)
            except ProbeError as error:
                fail(str(error))
    else:
        found = report()
    if as_json:
        print(json_line(found))
        return
    gaps = found.pop(GAPS)
    for label, value in found.items():
        console().print(f"{label.replace('_', ' '):<24}{plain(str(value))}", soft_wrap=True)
    missing = gaps if isinstance(gaps, list) else [gaps]
    console().print(f"\nLayers of the sandbox that are missing here: {len(missing)}", style="bold", soft_wrap=True)
    for gap in missing:
        console().print(f"- {plain(gap)}", soft_wrap=True)
