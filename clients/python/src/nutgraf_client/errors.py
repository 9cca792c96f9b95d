"""Errors of the client, from application/problem+json (RFC 9457) or the messages of API Gateway."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class WrongParameter(NamedTuple):
    """A parameter that the API refused. `place` is path, query, header or body."""

    place: str
    name: str
    message: str


class ApiError(Exception):
    """The API answered with an error. `code` is stable, for example `not_found`; docs/api.md lists all codes."""

    def __init__(self, status: int, code: str, detail: str, errors: Sequence[WrongParameter] = ()) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        wrong = "".join(f" {error.name}: {error.message}." for error in self.errors)
        super().__init__(f"{status} {code}: {detail}{wrong}")


class InvalidRequestError(ApiError):
    """A parameter is wrong (422), or the request itself (400, 405, 415); `errors` names the parameters."""


class AccessDeniedError(ApiError):
    """The token or the signature is missing or wrong, or this deployment does not permit the request (401, 403)."""


class NotFoundError(ApiError):
    """There is no such object, or it has no summary (404)."""


class ConflictError(ApiError):
    """An upload would replace an object, or the document changed during the request (409)."""


class UnavailableError(ApiError):
    """The API throttles or fails (429, 5xx), still after the retries."""


class UnreachableError(Exception):
    """No answer from the API, still after the retries."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: InvalidRequestError,
    401: AccessDeniedError,
    403: AccessDeniedError,
    404: NotFoundError,
    405: InvalidRequestError,
    409: ConflictError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: UnavailableError,
}


def error_of(status: int, body: bytes) -> ApiError:
    """Return the error in an answer with this status. A body that is no JSON, as of a proxy, becomes its detail."""
    values = _json(body)
    kind = _BY_STATUS.get(status, UnavailableError if status >= 500 else ApiError)
    errors = [
        WrongParameter(str(each.get("in")), str(each.get("name")), str(each.get("message")))
        for each in values.get("errors") or []
    ]
    detail = values.get("detail") or values.get("message") or body[:200].decode("utf-8", "replace")
    return kind(status, str(values.get("code") or f"http_{status}"), str(detail), errors)


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
