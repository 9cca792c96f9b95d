"""The commands that read the table: `query` and `why`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from infra.cli.errors import WRONG_ARGUMENTS, fail, reported
from infra.cli.instants import TIMES, checked, checked_period, day_of
from infra.cli.object_names import OBJECT
from infra.cli.open_table import OpenTable, open_table
from infra.cli.options import LOCAL_ENDPOINT, AsJson, EndpointUrl, OnAws, StackName, target_of
from infra.cli.query_output import (
    answer_content,
    answer_day,
    answer_entity,
    answer_object,
    answer_speaker,
    answer_status,
    answer_why,
)
from infra.cli.search_output import answer_names, answer_search
from infra.cli.similar_output import VECTOR_BUCKET, answer_similar
from infra.operations.target import Target
from shared.revision import Status

Uri = Annotated[str, typer.Argument(metavar="URI", help=OBJECT)]
OptionalUri = Annotated[str | None, typer.Argument(metavar="[URI]", help=OBJECT, show_default=False)]
Day = Annotated[
    str | None,
    typer.Option(
        help="Objects uploaded on this day (UTC): a date, today or yesterday.", show_default=False, metavar="DAY"
    ),
]
OfStatus = Annotated[
    Status | None, typer.Option(help="Objects with this status.", show_default=False, case_sensitive=False)
]
Since = Annotated[
    str | None,
    typer.Option(
        help=f"With --status: changed at this time or later. With --search: uploaded then or later. TIME is {TIMES}.",
        show_default=False,
        metavar="TIME",
    ),
]
Sha256 = Annotated[
    str | None, typer.Option(help="Objects with this content.", show_default=False, metavar="HEX DIGITS")
]
Entity = Annotated[
    str | None,
    typer.Option(help="Documents that mention this person, organization or place.", show_default=False, metavar="NAME"),
]
Speaker = Annotated[str | None, typer.Option(help="Quotations of this speaker.", show_default=False, metavar="NAME")]
Search = Annotated[
    str | None,
    typer.Option(
        help="Documents with all these words in title, names or keywords.", show_default=False, metavar="WORDS"
    ),
]
Names = Annotated[
    str | None, typer.Option(help="Names that begin with these letters.", show_default=False, metavar="LETTERS")
]
Similar = Annotated[
    str | None,
    typer.Option(help="Documents that are similar to this one. Needs search.yaml.", show_default=False, metavar="URI"),
]
VectorBucket = Annotated[
    str, typer.Option(help="With --similar: the parameter VectorBucketName of search.yaml.", metavar="NAME")
]
Table = Annotated[
    str | None, typer.Option(help="Name of the table. Default: the table of the stack.", show_default=False)
]


# What answers a criterion, and its value; None if it is not given.
_Criterion = tuple[Callable[..., None], str | None]


def query(
    name: OptionalUri = None,
    day: Day = None,
    status: OfStatus = None,
    since: Since = None,
    sha256: Sha256 = None,
    entity: Entity = None,
    speaker: Speaker = None,
    search: Search = None,
    names: Names = None,
    similar: Similar = None,
    vector_bucket: VectorBucket = VECTOR_BUCKET,
    as_json: AsJson = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
    table: Table = None,
) -> None:
    """Find objects by URI, day, status, content, name or words.

    Exits with 1 if an object has no summary, or if no document has the name or the words.
    """
    at = datetime.now(UTC)
    day = checked("--day", day, day_of, at)
    since = checked_period(since, None, at).since
    answer, value = _only_one_of(
        (answer_object, name),
        (answer_day, day),
        (partial(answer_status, since=since), status),
        (answer_content, sha256),
        (answer_entity, entity),
        (answer_speaker, speaker),
        (partial(answer_search, since=since), search),
        (answer_names, names),
        (partial(answer_similar, bucket=vector_bucket), similar),
    )
    _check(since is None or status is not None or search is not None, "--since requires --status or --search.")
    _check(status is not Status.SUMMARIZED, "Summarized objects are not in the index by status. Use --day.")
    with _table_of(target_of(aws, endpoint_url, stack_name), table) as opened:
        answer(opened, value, as_json=as_json)


def why(
    name: Uri,
    as_json: AsJson = False,
    aws: OnAws = False,
    endpoint_url: EndpointUrl = LOCAL_ENDPOINT,
    stack_name: StackName = None,
    table: Table = None,
) -> None:
    """Show the state of an object, and why it failed."""
    with _table_of(target_of(aws, endpoint_url, stack_name), table) as opened:
        answer_why(opened, name, as_json=as_json)


def _only_one_of(*criteria: _Criterion) -> _Criterion:
    """Return the criterion that is given; end the command with a message if none is, or several are."""
    given = [criterion for criterion in criteria if criterion[1] is not None]
    options = "--day, --status, --sha256, --entity, --speaker, --search, --names and --similar"
    _check(len(given) == 1, f"Give exactly one of URI, {options}.")
    return given[0]


@contextmanager
def _table_of(target: Target, table: str | None) -> Iterator[OpenTable]:
    with reported(target):
        yield open_table(target, table)


def _check(holds: bool, message: str) -> None:
    if not holds:
        fail(message, code=WRONG_ARGUMENTS)
