"""The commands that find objects to read: `reprocess`, `backfill` and `reconcile`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, target_of
from infra.cli.sending import DryRun, Prefix, Rate, Resume, SendOptions, opened, send_all
from infra.operations.inventory import inventory_pages
from infra.operations.listing import listed_pages
from infra.operations.reconcile import disagreements, without_state
from infra.operations.redrive import read_again
from infra.operations.reprocess import older_pages
from infra.operations.resume import Page, Place
from shared.messages.internal_messages import Check
from shared.revision import Status
from shared.version import PIPELINE_VERSION

Before = Annotated[str, typer.Option(help="Only summaries of a pipeline version before this one.", metavar="VERSION")]
Manifest = Annotated[
    str | None,
    typer.Option(
        help="Manifest of an S3 Inventory report (s3://bucket/…/manifest.json), read instead of listing the bucket.",
        show_default=False,
        metavar="URI",
    ),
]
BackfillRate = Annotated[float, typer.Option(min=0.1, help="Maximum number of objects per second.")]
SettledMinutes = Annotated[
    float,
    typer.Option(min=0, help="Skip objects uploaded or deleted within this time, because their event may be pending."),
]


def reprocess(
    before: Before = PIPELINE_VERSION,
    per_second: Rate = None,
    dry_run: DryRun = False,
    resume: Resume = None,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Read again what an older pipeline version summarized.

    Scans the whole table.
    """
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        send_all(
            stack,
            {"command": "reprocess", "before": before},
            lambda place, _: older_pages(stack, before, place),
            lambda uri: read_again(stack, uri, Status.SUMMARIZED),
            SendOptions(per_second, dry_run, resume),
        )


def backfill(
    prefix: Prefix = "",
    inventory: Manifest = None,
    per_second: BackfillRate = 50,
    dry_run: DryRun = False,
    resume: Resume = None,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Read the objects of the uploads bucket that have no row.

    Lists the bucket, or reads a report of S3 Inventory.
    """
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:

        def pages(place: Place, _: str) -> Iterator[Page[Check]]:
            if inventory:
                found = inventory_pages(stack.s3, inventory, stack.bucket, prefix, place)
            else:
                found = listed_pages(stack.s3, stack.bucket, prefix, place)
            return without_state(stack, found)

        request = {"command": "backfill", "prefix": prefix, "inventory": inventory}
        send_all(stack, request, pages, lambda check: check, SendOptions(per_second, dry_run, resume))


def reconcile(
    prefix: Prefix = "",
    settled_minutes: SettledMinutes = 60,
    per_second: Rate = None,
    dry_run: DryRun = False,
    resume: Resume = None,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Repair differences between the bucket and the table.

    Finds objects without a row for their current version, rows whose object no longer exists, and Documents and index
    rows of older versions. Lists the whole bucket, then scans the whole table.
    """
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        send_all(
            stack,
            {"command": "reconcile", "prefix": prefix, "settled_minutes": settled_minutes},
            lambda place, _: disagreements(stack, prefix, timedelta(minutes=settled_minutes), place),
            lambda check: check,
            SendOptions(per_second, dry_run, resume),
        )
