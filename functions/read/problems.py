"""Errors of the API as application/problem+json (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"

# Advice for wrong parameters, which `errors` names.
CORRECT = "Correct the parameters in `errors` and repeat the request."


class WrongParameter(BaseModel):
    """A parameter that is wrong."""

    in_: Literal["path", "query", "body", "header"] = Field(alias="in", serialization_alias="in")
    name: str = Field(description="name of the parameter; of the body, the path of a field")
    message: str


class Problem(BaseModel):
    """An error: what is wrong, and what to do."""

    status: int = Field(description="the HTTP status")
    title: str = Field(description="the HTTP status in words")
    code: str = Field(description="stable code of the error; docs/api.md lists all")
    detail: str = Field(description="what is wrong and what to do")
    errors: list[WrongParameter] | None = Field(default=None, description="the wrong parameters")


class ProblemError(Exception):
    """An error that becomes an answer."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str,
        *,
        errors: Sequence[WrongParameter] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def invalid(name: str, message: str, location: Literal["path", "query", "body", "header"] = "query") -> ProblemError:
    """Return the error for one wrong parameter."""
    wrong = WrongParameter.model_validate({"in": location, "name": name, "message": message})
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", CORRECT, errors=[wrong])


def not_found(detail: str, code: str = "not_found") -> ProblemError:
    """Return the error for something that does not exist."""
    return ProblemError(HTTPStatus.NOT_FOUND, code, detail)


def answer_of(error: ProblemError) -> Response[str]:
    """Return the answer to a request that failed."""
    problem = Problem(
        status=error.status.value,
        # The standard's phrase, which differs between versions of Python.
        title="Unprocessable Content" if error.status == 422 else error.status.phrase,
        code=error.code,
        detail=error.detail,
        errors=error.errors or None,
    )
    body = problem.model_dump_json(by_alias=True, exclude_none=True)
    headers: dict[str, str | list[str]] = {"Cache-Control": "no-store", **error.headers}
    return Response(error.status.value, MEDIA_TYPE, body, headers)
