"""What all routes share: the answers they declare, and the cursors of pages."""

from collections.abc import Mapping
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse
from pydantic import BaseModel

from functions.read.cursors import CursorError, cursor_at, position_at
from functions.read.ids import uri_in
from functions.read.periods import PeriodError, period_of
from functions.read.problems import MEDIA_TYPE, Problem, invalid
from shared.instants import Period

AnyPosition = TypeVar("AnyPosition")

_EVERYWHERE = {
    401: "the token is missing",
    403: "the token or the signature is wrong",
    422: "a parameter is wrong",
    500: "the API has a fault",
    503: "DynamoDB or S3 did not answer",
}


def responses(
    model: type[BaseModel], description: str, problems: Mapping[int, str] | None = None, *, status: int = 200
) -> dict[int, OpenAPIResponse]:
    """Return the responses of a route for its description: the answer, and every error."""
    found: dict[int, OpenAPIResponse] = {
        status: {"description": description, "content": {"application/json": {"model": model}}}
    }
    if status == 200:
        found[304] = {"description": "the client has the current answer (If-None-Match)"}
    for code, meaning in sorted({**_EVERYWHERE, **(problems or {})}.items()):
        found[code] = {"description": meaning, "content": {MEDIA_TYPE: {"model": Problem}}}
    return found


def uri_of(object_id: str) -> str:
    """Return the URI of an id in a path; raise ProblemError if it is not an id."""
    try:
        return uri_in(object_id)
    except ValueError as error:
        raise invalid("id", str(error), "path") from error


def period(day: str | None, since: str | None, until: str | None) -> Period:
    """Return the period of a request; raise ProblemError if it is wrong."""
    try:
        return period_of(day, since, until)
    except PeriodError as error:
        raise invalid(error.name, str(error)) from error


def position_in(cursor: str | None, kind: type[AnyPosition], request: Mapping[str, Any]) -> AnyPosition | None:
    """Return the position in the cursor of a request; raise ProblemError if it belongs to another request."""
    try:
        return position_at(cursor, kind, request)
    except CursorError as error:
        raise invalid("cursor", str(error)) from error


def cursor_after(position: Any, request: Mapping[str, Any]) -> str | None:
    """Return the cursor of the page that begins after a position, None after the last page, which has no position."""
    return cursor_at(position, request) if position else None
