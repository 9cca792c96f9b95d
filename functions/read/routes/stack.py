"""Routes of the whole stack: counts, and forms for uploads."""

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.read.answers import Stats, Upload, UploadRequest
from functions.read.parameters import FirstDay, LastDay
from functions.read.periods import PeriodError, date_in
from functions.read.problems import invalid
from functions.read.resolver import ReadResolver
from functions.read.routes.common import responses
from functions.read.sources import Sources
from functions.read.stats import MOST_DAYS, stats_of
from functions.read.uploads import upload_of

# Days of the counts without `from`.
DEFAULT_DAYS = 7


def add_stats(api: ReadResolver, sources: Sources) -> None:
    """Add the counts."""

    @api.get(
        "/v1/stats",
        summary="Count objects by day and status",
        operation_id="getStats",
        responses=responses(Stats, "the counts"),
    )
    def stats(first: FirstDay = None, last: LastDay = None) -> Response[str]:
        return api.answer(stats_of(sources.table, *_days(first, last)))


def add_uploads(api: ReadResolver, sources: Sources) -> None:
    """Add the forms for uploads."""

    @api.post(
        "/v1/uploads",
        summary="Get a form that uploads one file",
        operation_id="createUpload",
        status_code=HTTPStatus.CREATED.value,
        responses=responses(
            Upload,
            "a form that is valid for five minutes",
            {409: "there is an object with this key", 415: "the body is not JSON"},
            status=HTTPStatus.CREATED.value,
        ),
    )
    def uploads(request: Annotated[UploadRequest, Body()]) -> Response[str]:
        return api.fresh(upload_of(sources, request), status=HTTPStatus.CREATED)


def _days(first: str | None, last: str | None) -> tuple[date, date]:
    """Return the first and the last day of a request; raise ProblemError if they are wrong."""
    try:
        until = None if last is None else date_in(last, "to")
        since = None if first is None else date_in(first, "from")
    except PeriodError as error:
        raise invalid(error.name, str(error)) from error
    try:
        if until is None:
            today = datetime.now(UTC).date()
            until = min(today, since + timedelta(days=MOST_DAYS - 1)) if since and since < today else since or today
        since = since or until - timedelta(days=DEFAULT_DAYS - 1)
    except OverflowError as error:
        raise invalid("to", "give a later day") from error
    if not 0 <= (until - since).days < MOST_DAYS:
        raise invalid("to", f"`to` must be the day of `from` or later, and the period at most {MOST_DAYS} days")
    return since, until
