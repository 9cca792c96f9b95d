"""Code shared by `redrive`, `reprocess`, `backfill` and `reconcile`: options, and sending a message per object."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from infra.cli.errors import reported
from infra.cli.options import flag
from infra.cli.progress import progress, reporting
from infra.cli.terminal import console, plain
from infra.operations.messages import messages_of, send
from infra.operations.operated_stack import OperatedStack, open_stack
from infra.operations.resume import Page, Place, ResumePoint, process_pages
from infra.operations.target import Target
from shared.instants import now
from shared.messages.internal_messages import InternalMessage

T = TypeVar("T")

DryRun = Annotated[bool, flag("--dry-run", "Print what the command would do, and change nothing.")]
Resume = Annotated[
    Path | None,
    typer.Option(
        help="File that stores the progress. After an interruption, the same command continues from it.",
        show_default="nutgraf-COMMAND.json",
        metavar="FILE",
    ),
]
Rate = Annotated[float | None, typer.Option(min=0.1, help="Maximum number of objects per second.", show_default=False)]
Prefix = Annotated[str, typer.Option(help="Only objects whose key begins with this.", show_default=False)]


@dataclass(frozen=True, slots=True)
class SendOptions:
    """Options of a command that sends messages; `per_second` None means no limit."""

    per_second: float | None
    dry_run: bool
    resume: Path | None


@contextmanager
def opened(target: Target) -> Iterator[OperatedStack]:
    """Open the target's stack; an error in the block becomes a message and an exit status."""
    with reported(target):
        yield open_stack(target.client, target.stack_name, local=target.endpoint_url is not None)


def send_all(
    stack: OperatedStack,
    request: dict[str, Any],
    pages: Callable[[Place, str], Iterator[Page[T]]],
    message_of: Callable[[T], InternalMessage | None],
    options: SendOptions,
) -> None:
    """Send the message of each object in the pages, from the resume point on, and print how many were sent.

    `request` identifies the command and its selection; a resume point is valid for the same request only. `pages` is
    called with the place reached and the time at which the command first started.
    """
    name = request["command"]
    path = options.resume or Path(f"nutgraf-{name}.json")
    of_stack = {"stack": stack.name, "bucket": stack.bucket}
    point = None if options.dry_run else ResumePoint(path, request | of_stack)
    saved = point.read() if point else None
    if saved:
        console(stderr=True).print(f"Continuing after {saved['done']} objects, from {path}.", soft_wrap=True)
    reached = saved or {"place": None, "started": now(), "done": 0}

    def work(items: Sequence[T]) -> int:
        messages = messages_of(items, message_of, options.per_second)
        return _printed(messages) if options.dry_run else send(stack.parse_queue, messages)

    with reporting(lambda: _reached(point)), progress(name) as show_counts:
        checked = 0

        def on_page(seen: int, done: int) -> None:
            nonlocal checked
            checked += seen
            show_counts(f"{done:,} sent, {checked:,} checked")

        found = pages(reached["place"], reached["started"])
        done = process_pages(found, work, point, started=reached["started"], done=reached["done"], on_page=on_page)
    verb = "would be sent" if options.dry_run else "sent"
    console().print(f"{name}: {done} {'object' if done == 1 else 'objects'} {verb} to be read.", soft_wrap=True)


def _reached(point: ResumePoint | None) -> str:
    """Return how far an interrupted command is, and how it continues."""
    if point is None:
        return "Nothing was changed, because of --dry-run."
    saved = point.read()
    if saved is None:
        return "No page of objects was complete. Run the same command again: it starts again, which does no harm."
    return (
        f"{saved['done']:,} objects were sent until the last complete page. Run the same command again: it continues "
        f"from {point.path}, and sends at most the objects of one page twice, which does no harm."
    )


def _printed(messages: Iterator[InternalMessage]) -> int:
    """Print the object of each message; return how many there are."""
    count = 0
    for message in messages:
        console().print(plain(message.uri), soft_wrap=True)
        count += 1
    return count
