"""The command `erase`: remove everything that the stack stores about one object."""

from typing import Annotated

import typer

from infra.cli.errors import FAILURE
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, flag, target_of
from infra.cli.sending import DryRun, opened
from infra.cli.terminal import console, plain
from infra.operations import erase as erasure

Uri = Annotated[str, typer.Argument(metavar="URI", help="s3://bucket/key")]
Yes = Annotated[bool, flag("--yes", "Do not ask for confirmation.")]


def erase(
    uri: Uri,
    yes: Yes = False,
    dry_run: DryRun = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Remove everything stored about one object, permanently.

    Removes all versions of the upload, its Documents, its summary and its index rows.
    """
    out = console()
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        found = erasure.holdings(stack, uri)
        summary = "a summary" if found.has_summary else "no summary"
        out.print(
            f"{plain(uri)}: {found.versions} versions and delete markers, {found.documents} Documents, {summary}.",
            soft_wrap=True,
        )
        if dry_run:
            return
        if not yes and not typer.confirm("Erase all of it?"):
            raise typer.Exit(FAILURE)
        erasure.erase(stack, uri)
    out.print("Erased. The following remains for a limited time:")
    for line in erasure.REMAINS:
        out.print(f"- {line}", soft_wrap=True)
