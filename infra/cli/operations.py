"""The operators' command line: each command works on a stack on AWS, or on this machine with --endpoint-url."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from infra.cli.hints import quoted
from infra.cli.render import console, json_line, plain
from infra.operations import redrive as failures
from infra.operations.erase import REMAINS, holdings
from infra.operations.erase import erase as erase_object
from infra.operations.inventory import inventory_pages
from infra.operations.listing import listed_pages
from infra.operations.messages import send
from infra.operations.presign import LONGEST_SECONDS, presigned_upload
from infra.operations.reconcile import disagreements, without_state
from infra.operations.reprocess import older_pages
from infra.operations.resume import Page, Place, ResumePoint, walk
from infra.operations.stack import OperatedStack, OperationError, clients, explained, open_stack
from shared.errors import Code, NutgrafError, TransientError
from shared.instants import now
from shared.messages.own_messages import OwnMessage
from shared.revision import Status
from shared.settings import ParseSettings
from shared.version import PIPELINE_VERSION

T = TypeVar("T")
MAX_BYTES: int = ParseSettings.model_fields["max_bytes"].default

app = typer.Typer(
    help="What operators do with a stack. Every command may be run again, and beside live uploads.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

StackName = Annotated[
    str | None,
    typer.Option(
        "--stack-name",
        "--stack",
        help="The CloudFormation stack. Default: nutgraf, with --endpoint-url nutgraf-local.",
        show_default=False,
    ),
]
EndpointUrl = Annotated[
    str | None,
    typer.Option(
        envvar="AWS_ENDPOINT_URL", help="Where `make serve` keeps a stack up. Default: AWS.", show_default=False
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
Resume = Annotated[
    Path | None,
    typer.Option(
        help="The file that holds the place reached; the same command goes on from there.",
        show_default="nutgraf-COMMAND.json",
    ),
]
Rate = Annotated[float | None, typer.Option(min=0.1, help="Objects a second at most.", show_default=False)]
Prefix = Annotated[str, typer.Option(help="Only keys that begin with this.", show_default=False)]
Manifest = Annotated[
    str | None,
    typer.Option(help="s3://bucket/…/manifest.json of S3 Inventory, in place of a listing.", show_default=False),
]
Since = Annotated[str | None, typer.Option(help="Failed at this time or later, or its beginning.", show_default=False)]
Until = Annotated[str | None, typer.Option(help="Failed before this time. Default: now.", show_default=False)]


@app.command()
def redrive(
    code: Annotated[
        str | None, typer.Option(help="Only rows with this code, for example retries_exhausted.", show_default=False)
    ] = None,
    since: Since = None,
    until: Until = None,
    parked: Annotated[bool, typer.Option("--parked", help="The parking queue's messages, in place of rows.")] = False,
    per_second: Rate = None,
    dry_run: DryRun = False,
    resume: Resume = None,
    endpoint_url: EndpointUrl = None,
    stack_name: StackName = None,
) -> None:
    """Read again what FAILED; or send parked messages back to the queue that they came from."""
    if code is not None and code not in set(Code):
        _fail(f"{plain(code)} is no code. The codes are {', '.join(Code)}.", code=2)
    with _opened(endpoint_url, stack_name) as stack:
        if parked:
            if since or until:
                _fail("--since and --until are for rows: parked messages have no such time.", code=2)
            _redrive_parked(stack, code, dry_run=dry_run)
            return
        request = {"command": "redrive", "code": code, "since": since, "until": until}
        _go(
            stack,
            request,
            resume,
            lambda place, started: failures.failed_pages(stack, code, since, until or started, place),
            lambda entry: failures.read_again(stack, entry.uri, Status.FAILED),
            per_second=per_second,
            dry_run=dry_run,
        )


@app.command()
def reprocess(
    before: Annotated[str, typer.Option(help="Summaries of versions before this one.")] = PIPELINE_VERSION,
    per_second: Rate = None,
    dry_run: DryRun = False,
    resume: Resume = None,
    endpoint_url: EndpointUrl = None,
    stack_name: StackName = None,
) -> None:
    """Read again what an older version of the pipeline has summarized. Reads the whole table once."""
    with _opened(endpoint_url, stack_name) as stack:
        _go(
            stack,
            {"command": "reprocess", "before": before},
            resume,
            lambda place, _: older_pages(stack, before, place),
            lambda uri: failures.read_again(stack, uri, Status.SUMMARIZED),
            per_second=per_second,
            dry_run=dry_run,
        )


@app.command()
def backfill(
    prefix: Prefix = "",
    inventory: Manifest = None,
    per_second: Annotated[float, typer.Option(min=0.1, help="Objects a second at most.")] = 50,
    dry_run: DryRun = False,
    resume: Resume = None,
    endpoint_url: EndpointUrl = None,
    stack_name: StackName = None,
) -> None:
    """Bring in the objects of the uploads bucket that the table knows nothing of."""
    with _opened(endpoint_url, stack_name) as stack:

        def pages(place: Place, _: str) -> Iterator[Page[Any]]:
            if inventory:
                listed = inventory_pages(stack.s3, inventory, stack.bucket, prefix, place)
            else:
                listed = listed_pages(stack.s3, stack.bucket, prefix, place)
            return without_state(stack, listed)

        request = {"command": "backfill", "prefix": prefix, "inventory": inventory}
        _go(stack, request, resume, pages, lambda check: check, per_second=per_second, dry_run=dry_run)


@app.command()
def reconcile(
    prefix: Prefix = "",
    settled_minutes: Annotated[
        float, typer.Option(min=0, help="Leave out what was uploaded or deleted in the last minutes.")
    ] = 60,
    per_second: Rate = None,
    dry_run: DryRun = False,
    resume: Resume = None,
    endpoint_url: EndpointUrl = None,
    stack_name: StackName = None,
) -> None:
    """Find objects without a state of their current version, and states whose object is gone; put both right.

    Lists the whole bucket, then reads the whole table.
    """
    with _opened(endpoint_url, stack_name) as stack:
        _go(
            stack,
            {"command": "reconcile", "prefix": prefix, "settled_minutes": settled_minutes},
            resume,
            lambda place, _: disagreements(stack, prefix, timedelta(minutes=settled_minutes), place),
            lambda check: check,
            per_second=per_second,
            dry_run=dry_run,
        )


@app.command()
def erase(
    uri: Annotated[str, typer.Argument(metavar="URI", help="s3://bucket/key")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: DryRun = False,
    endpoint_url: EndpointUrl = None,
    stack_name: StackName = None,
) -> None:
    """Remove all versions of an upload, its Documents, its summary and its index rows, for ever."""
    out = console()
    with _opened(endpoint_url, stack_name) as stack:
        found = holdings(stack, uri)
        summary = "a summary" if found.has_summary else "no summary"
        out.print(
            f"{plain(uri)}: {found.versions} versions and delete markers, {found.documents} Documents, {summary}.",
            soft_wrap=True,
        )
        if dry_run:
            return
        if not yes and not typer.confirm("Erase all of it?"):
            raise typer.Exit(1)
        erase_object(stack, uri)
    out.print("Erased. What remains for a while:")
    for line in REMAINS:
        out.print(f"- {line}", soft_wrap=True)


@app.command()
def presign(
    content_type: Annotated[str, typer.Option(help="The file's media type; image/* takes all pictures.")],
    key: Annotated[str | None, typer.Option(help="The key that the file gets.", show_default=False)] = None,
    prefix: Annotated[
        str | None, typer.Option(help="In place of --key: the uploader's own name after this.", show_default=False)
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(min=1, help="Of the file at most. Default: what the stack reads.", show_default=False)
    ] = None,
    summary_length: Annotated[
        str | None, typer.Option(help="short, medium, long or a number of words.", show_default=False)
    ] = None,
    seconds: Annotated[int, typer.Option(min=1, max=LONGEST_SECONDS, help="How long the form is good for.")] = 300,
    as_json: Annotated[
        bool, typer.Option("--json", help="url and fields, for a form, in place of a curl line.")
    ] = False,
    endpoint_url: EndpointUrl = None,
    stack_name: StackName = None,
) -> None:
    """Make a form by which somebody without credentials uploads one file, within limits that S3 enforces."""
    with _opened(endpoint_url, stack_name) as stack:
        read = stack.parameters.get("UploadsPrefix", "")
        if not (key if key is not None else prefix or "").startswith(read):
            raise OperationError(f"This stack reads only keys that begin with {read}.")
        upload = presigned_upload(
            stack.s3,
            stack.bucket,
            key=key,
            prefix=prefix,
            content_type=content_type,
            max_bytes=max_bytes or int(stack.parameters.get("MaxBytes", MAX_BYTES)),
            summary_length=summary_length,
            seconds=seconds,
        )
    if as_json:
        print(json_line(upload._asdict()))
        return
    missing = {"Content-Type": f"{content_type.removesuffix('*')}TYPE"} if content_type.endswith("/*") else {}
    fields = " ".join(f"--form-string {quoted(f'{name}={value}')}" for name, value in (upload.fields | missing).items())
    console().print(f"curl --fail-with-body {fields} --form file=@FILE {quoted(upload.url)}", soft_wrap=True)


def _go(
    stack: OperatedStack,
    request: dict[str, Any],
    resume: Path | None,
    pages: Callable[[Place, str], Iterator[Page[T]]],
    message_of: Callable[[T], OwnMessage | None],
    *,
    per_second: float | None,
    dry_run: bool,
) -> None:
    """Send a message for each object of the pages, from the resume point on; say how many there were.

    `pages` is called with the place reached and the moment at which the command was first begun.
    """
    name = request["command"]
    point = ResumePoint(resume or Path(f"nutgraf-{name}.json"), request | {"stack": stack.name, "bucket": stack.bucket})
    saved = None if dry_run else point.read()
    started = saved["started"] if saved else now()
    out, err = console(), console(stderr=True)
    if saved:
        err.print(f"Going on after {saved['done']} objects, from {point.path}.", soft_wrap=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(name, total=None)
        looked_at = 0

        def on_page(seen: int, done: int) -> None:
            nonlocal looked_at
            looked_at += seen
            progress.update(task, description=f"{name}: {done} sent of {looked_at} looked at")

        def work(items: Sequence[T]) -> int:
            def tell(uri: str) -> None:
                if dry_run:
                    out.print(plain(uri), soft_wrap=True)

            return send(stack, items, message_of, per_second=per_second, dry_run=dry_run, tell=tell)

        done = walk(
            pages(saved["place"] if saved else None, started),
            work,
            None if dry_run else point,
            started=started,
            done=saved["done"] if saved else 0,
            on_page=on_page,
        )
    verb = "would be sent" if dry_run else "sent"
    objects = "object" if done == 1 else "objects"
    out.print(f"{name}: {done} {objects} {verb} to be read.", soft_wrap=True)


def _redrive_parked(stack: OperatedStack, code: str | None, *, dry_run: bool) -> None:
    out, err = console(), console(stderr=True)
    sent, left = 0, []
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as progress:
        task = progress.add_task("redrive", total=None)
        for message in failures.parked_messages(stack):
            if message.destination is None or (code is not None and message.code != code):
                left.append(message)
                continue
            sent += 1
            if dry_run:
                out.print(f"{plain(message.code or 'moved by SQS')}: {plain(message.body)}", soft_wrap=True)
                left.append(message)
            else:
                failures.send_back(stack, message)
            progress.update(task, description=f"redrive: {sent} messages")
        for message in left:
            failures.show_again(stack, message)
    unread = [message for message in left if message.destination is None]
    for message in unread:
        reason = plain(message.reason or "SQS moved it here")
        err.print(f"Stays, for no function understands it ({reason}): {plain(message.body[:200])}", soft_wrap=True)
    verb = "would be sent back" if dry_run else "sent back"
    out.print(f"redrive: {sent} parked messages {verb}, {len(unread)} stay.", soft_wrap=True)


@contextmanager
def _opened(endpoint_url: str | None, stack_name: str | None) -> Iterator[OperatedStack]:
    """The stack; what goes wrong with it ends the program with a sentence."""
    try:
        yield open_stack(clients(endpoint_url), stack_name, local=bool(endpoint_url))
    except (BotoCoreError, ClientError) as error:
        _fail(str(explained(error, endpoint_url)))
    except OperationError as error:
        _fail(str(error))
    except TransientError as error:
        _fail(f"{error}. Run the same command again: it goes on where it was.")
    except NutgrafError as error:
        _fail(str(error))


def _fail(message: str, *, code: int = 1) -> NoReturn:
    console(stderr=True).print(plain(message), style="red", soft_wrap=True)
    raise typer.Exit(code)
