"""The command `nutgraf`: its subcommands in the groups of its help."""

import io
import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from infra.cli.bulk import backfill, reconcile, reprocess
from infra.cli.check import check
from infra.cli.console import console
from infra.cli.cost import cost
from infra.cli.erase import erase
from infra.cli.errors import fast_end, full_disk_reported
from infra.cli.export import export
from infra.cli.options import flag
from infra.cli.parse import parse
from infra.cli.presign import presign
from infra.cli.probe import probe
from infra.cli.query import query, why
from infra.cli.redrive import redrive
from infra.cli.run import run
from infra.cli.serve import serve
from infra.cli.smoke import smoke
from infra.cli.teardown import teardown
from shared.version import PIPELINE_VERSION

GROUPS: dict[str, tuple[Callable[..., None], ...]] = {
    "Try it": (run, serve, parse),
    "Query": (query, why, export, console),
    "Operate": (redrive, reprocess, backfill, reconcile, erase, presign),
    "Deploy": (smoke, teardown),
    "Plan": (cost, check, probe),
}

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group, commands in GROUPS.items():
    for command in commands:
        app.command(rich_help_panel=group)(command)


def _print_version(requested: bool) -> None:
    if requested:
        print(f"nutgraf {PIPELINE_VERSION}")
        raise typer.Exit


Version = Annotated[bool, flag("--version", "Print the version and exit.", is_eager=True, callback=_print_version)]


@app.callback()
def nutgraf(version: Version = False) -> None:
    """Summarize the files of an S3 bucket into a DynamoDB table, on AWS or on this machine.

    Commands use the stack that `nutgraf serve` keeps running on this machine. With --aws they use a stack on AWS.
    """


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character displays a question mark
    for variable in ("NO_PROXY", "no_proxy"):  # no proxy leads to this machine
        os.environ[variable] = ",".join(filter(None, [os.environ.get(variable), "127.0.0.1,localhost"]))
    with full_disk_reported(), fast_end():
        app(prog_name="nutgraf")
