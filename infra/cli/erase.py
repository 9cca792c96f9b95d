"""The command `erase`: remove everything that the stack stores about an object, or about all objects under a prefix."""

from typing import Annotated

import typer

from infra.cli.errors import FAILURE, WRONG_ARGUMENTS, fail
from infra.cli.object_names import OBJECT, full_uri, version_hint
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, flag, target_of
from infra.cli.progress import progress, reporting
from infra.cli.sending import DryRun, opened
from infra.cli.terminal import console, plain
from infra.operations import erase as erasure
from infra.operations.operated_stack import OperatedStack
from infra.operations.target import OperationError

Uri = Annotated[str | None, typer.Argument(metavar="[URI]", help=OBJECT, show_default=False)]
Yes = Annotated[bool, flag("--yes", "Do not ask for confirmation.")]
Prefix = Annotated[
    str | None,
    typer.Option(help="Instead of URI: all objects whose key begins with this. Scans the table.", show_default=False),
]


def erase(
    name: Uri = None,
    prefix: Prefix = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Remove everything stored about an object, permanently.

    Removes all versions of the upload, its Documents, its summary and its index rows. With --prefix, erases all objects
    whose key begins with it.
    """
    if (name is None) == (prefix is None):
        fail("Give either URI or --prefix.", code=WRONG_ARGUMENTS)
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        uris = [full_uri(stack.bucket, name)] if name is not None else erasure.erasable(stack, prefix or "")
        if not uris:
            console().print(f"No object begins with {plain(prefix or '')}.", soft_wrap=True)
            return
        _print_holdings(stack, uris)
        if dry_run:
            console().print(f"erase: {_counted(uris)} would be erased.", soft_wrap=True)
            return
        if not yes and not typer.confirm(f"Erase all of it ({_counted(uris)})?"):
            raise typer.Exit(FAILURE)
        _erase_all(stack, uris)
    out = console()
    out.print(f"Erased {_counted(uris)}. The following remains for a limited time:")
    for line in erasure.REMAINS:
        out.print(f"- {line}", soft_wrap=True)


def _print_holdings(stack: OperatedStack, uris: list[str]) -> None:
    """Print a line for each object; raise OperationError if the stack stores nothing about the only one."""
    for uri in uris:
        found = erasure.holdings(stack, uri)
        if len(uris) == 1 and not (found.versions or found.documents or found.has_summary or found.has_state):
            raise OperationError(f"The stack stores nothing about {plain(uri)}. Check the key.{version_hint(uri)}")
        summary = "a summary" if found.has_summary else "no summary"
        console().print(
            f"{plain(uri)}: {found.versions} versions and delete markers, {found.documents} Documents, {summary}.",
            soft_wrap=True,
        )


def _erase_all(stack: OperatedStack, uris: list[str]) -> None:
    erased = 0
    rest = (
        "Run the same command again: it erases the rest. An object whose erasure was interrupted is part of the rest."
    )
    with (
        reporting(lambda: f"{erased:,} of {_counted(uris)} erased. {rest}"),
        progress("erase") as show_counts,
    ):
        for uri in uris:
            erasure.erase(stack, uri)
            erased += 1
            show_counts(f"{erased:,} of {len(uris):,} objects erased")


def _counted(uris: list[str]) -> str:
    return f"{len(uris):,} {'object' if len(uris) == 1 else 'objects'}"
