"""The command `redrive`: read failed objects again, or return parked messages to their queue."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from infra.cli.errors import WRONG_ARGUMENTS, fail
from infra.cli.instants import TIMES, checked_period
from infra.cli.options import LOCAL_ENDPOINT, EndpointUrl, OnAws, StackName, flag, target_of
from infra.cli.progress import progress, reporting
from infra.cli.sending import DryRun, Rate, Resume, SendOptions, opened, send_all
from infra.cli.terminal import console, plain
from infra.operations.operated_stack import OperatedStack
from infra.operations.redrive import (
    ParkedMessage,
    failed_pages,
    parked_messages,
    read_again,
    send_back,
    show_again,
)
from infra.operations.resume import Page, Place
from shared.errors import Code
from shared.revision import Status
from shared.table.reader import StatusEntry

OfCode = Annotated[
    str | None,
    typer.Option("--code", help="Only failures with this code, for example retries_exhausted.", show_default=False),
]
Since = Annotated[
    str | None,
    typer.Option(help=f"Only failures at this time or later: {TIMES}.", show_default=False, metavar="TIME"),
]
Until = Annotated[
    str | None,
    typer.Option(help="Only failures before this time, exclusive. Default: now.", show_default=False, metavar="TIME"),
]
Parked = Annotated[bool, flag("--parked", "Return the messages of the parking queue instead.")]


def redrive(
    code: OfCode = None,
    since: Since = None,
    until: Until = None,
    parked: Parked = False,
    per_second: Rate = None,
    dry_run: DryRun = False,
    resume: Resume = None,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
) -> None:
    """Read failed objects again, or return parked messages.

    With --parked, messages of the parking queue go back to the queue that they came from.
    """
    if code is not None and code not in set(Code):
        fail(f"{code} is not a code. The codes are {', '.join(Code)}.", code=WRONG_ARGUMENTS)
    if parked and (since or until):
        fail("--since and --until select rows. Parked messages do not have such a time.", code=WRONG_ARGUMENTS)
    checked_period(since, until, datetime.now(UTC))
    with opened(target_of(aws, endpoint_url, stack_name)) as stack:
        if parked:
            _redrive_parked(stack, code, dry_run=dry_run)
            return

        def pages(place: Place, started: str) -> Iterator[Page[StatusEntry]]:
            """An age such as 7d is counted from the start, so that a continued command has the same period."""
            period = checked_period(since, until, datetime.fromisoformat(started))
            return failed_pages(stack, code, period.since, period.until or started, place)

        send_all(
            stack,
            {"command": "redrive", "code": code, "since": since, "until": until},
            pages,
            lambda entry: read_again(stack, entry.uri, Status.FAILED),
            SendOptions(per_second, dry_run, resume),
        )


def _redrive_parked(stack: OperatedStack, code: str | None, *, dry_run: bool) -> None:
    """Return the parked messages with this code (None: any). Messages that no function accepts stay parked."""
    kept: list[ParkedMessage] = []
    sent = 0
    with reporting(lambda: _returned(sent)), progress("redrive") as show_counts:
        try:
            for message in parked_messages(stack):
                if message.destination is None or code not in (None, message.code):
                    kept.append(message)
                    continue
                if dry_run:
                    text = f"{plain(message.code or 'moved by SQS')}: {plain(message.body)}"
                    console().print(text, soft_wrap=True)
                    kept.append(message)
                else:
                    send_back(stack, message)
                sent += 1
                show_counts(f"{sent:,} messages sent back, {len(kept):,} stay")
        finally:
            for message in kept:
                show_again(stack, message)
    unreadable = [message for message in kept if message.destination is None]
    for message in unreadable:
        reason = plain(message.reason or "moved by SQS")
        text = f"Stays, because no function accepts it ({reason}): {plain(message.body[:200])}"
        console(stderr=True).print(text, soft_wrap=True)
    verb = "would be sent back" if dry_run else "sent back"
    console().print(f"redrive: {sent} parked messages {verb}, {len(unreadable)} stay.", soft_wrap=True)


def _returned(sent: int) -> str:
    return (
        f"{sent:,} messages were sent back. Run the same command again: it continues. The messages that it has "
        "received are visible again within five minutes."
    )
