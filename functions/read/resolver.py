"""ReadResolver: Powertools' resolver with strict parameters, ETags, and errors as application/problem+json."""

import hashlib
import json
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Route
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.middlewares.openapi_validation import OpenAPIRequestValidationMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)
from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel

from functions.read.answers import as_json
from functions.read.problems import CORRECT, ProblemError, WrongParameter, answer_of, not_found
from shared.observability import error_fields, logger
from shared.version import PIPELINE_VERSION

JSON = "application/json"

# A browser asks with the ETag before it uses what it has stored; a shared cache stores nothing.
_CACHE_CONTROL = "private, no-cache"

# Bytes from which an answer is compressed: a smaller one fits into one packet anyway.
_COMPRESSED_FROM = 1_400

# Seconds that a client waits after DynamoDB or S3 failed.
_RETRY_AFTER = "1"

_PARAMETER = re.compile(r"<(\w+)>")


class ReadResolver(APIGatewayHttpResolver):
    """Routes requests of an HTTP API (payload format 2.0), one at a time."""

    def __init__(self) -> None:
        super().__init__(enable_validation=True, debug=False)
        self._request_validation_middleware = _JsonRequests()  # type: ignore[no-untyped-call]  # of Powertools
        self.use([_refuse_unknown_parameters])
        self.exception_handler(RequestValidationError)(_invalid)
        self.exception_handler(RequestUnsupportedContentType)(_unsupported_media_type)
        self.exception_handler(ProblemError)(answer_of)
        self.exception_handler(NotFoundError)(self._no_route)
        self.exception_handler([ClientError, BotoCoreError])(_failed_call)
        self.exception_handler(Exception)(_internal)

    @staticmethod
    def _compile_regex(rule: str, base_regex: str = "") -> re.Pattern[str]:
        """Return the pattern of a route. A parameter is text without a slash, also with combining marks."""
        return re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", rule) + r"\Z")

    def routes_of(self, path: str) -> list[Route]:
        """Return the routes of a path, one for each method."""
        return [route for route in [*self._static_routes, *self._dynamic_routes] if route.rule.match(path)]

    def answer(self, answer: BaseModel, *, etag: str | None = None) -> Response[str]:
        """Return an answer with its ETag, by default a hash of it; 304 without a body if the client has it already."""
        body = as_json(answer)
        tag = etag or etag_of(body)
        if self.has_current(tag):
            return self.not_modified(tag)
        compress = len(body) >= _COMPRESSED_FROM
        headers = {**_validators(tag), "Vary": "Accept-Encoding"}
        return Response(HTTPStatus.OK.value, JSON, body, headers, compress=compress)

    def fresh(self, answer: BaseModel, *, status: HTTPStatus = HTTPStatus.OK) -> Response[str]:
        """Return an answer that no client stores, because it contains a signature."""
        return Response(status.value, JSON, as_json(answer), {"Cache-Control": "no-store"})

    def has_current(self, etag: str) -> bool:
        """Whether the client has the answer with this ETag."""
        given = self.current_event.headers.get("if-none-match") or ""
        tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
        return "*" in tags or etag.removeprefix("W/") in tags

    def not_modified(self, etag: str) -> Response[str]:
        """Return the answer to a client that has this ETag."""
        return Response(HTTPStatus.NOT_MODIFIED.value, None, "", _validators(etag), compress=False)

    def _no_route(self, _: NotFoundError) -> Response[str]:
        path = self.current_event.path
        if methods := sorted({route.method for route in self.routes_of(path)}):
            allowed = ", ".join(methods)
            return answer_of(
                ProblemError(
                    HTTPStatus.METHOD_NOT_ALLOWED,
                    "method_not_allowed",
                    f"This path accepts only {allowed}.",
                    headers={"Allow": allowed},
                )
            )
        return answer_of(not_found("There is no such path. docs/api.md lists all paths; they begin with /v1/."))


class _JsonRequests(OpenAPIRequestValidationMiddleware):
    """Validates requests. Their bodies are JSON only, not forms, which Powertools accepts too."""

    def _get_body(self, app: Any) -> Any:
        content_type = (app.current_event.headers.get("content-type") or "").partition(";")[0].strip().lower()
        if content_type != JSON:
            raise RequestUnsupportedContentType("not JSON", errors=[])
        try:
            return json.loads(app.current_event.decoded_body or "")
        except (ValueError, RecursionError) as error:
            problem = {"type": "json_invalid", "loc": ("body",), "msg": "the body is not valid JSON", "input": None}
            raise RequestValidationError([problem]) from error


def etag_of(*parts: object) -> str:
    """Return a weak ETag of what determines an answer. It also changes with the version of Nutgraf."""
    described = json.dumps([PIPELINE_VERSION, *parts], default=str)
    return f'W/"{hashlib.sha256(described.encode(errors="surrogatepass")).hexdigest()[:32]}"'


def _validators(etag: str) -> dict[str, str | list[str]]:
    return {"ETag": etag, "Cache-Control": _CACHE_CONTROL}


def _refuse_unknown_parameters(app: Any, next_middleware: NextMiddleware) -> Response[str]:
    """Refuse parameters that the route does not have, and repeated ones, instead of ignoring them."""
    known = {field.alias for field in app.context["_route"].dependant.query_params}
    given = [name for name, _ in parse_qsl(app.current_event.raw_query_string, keep_blank_values=True)]
    problems = [
        _wrong("query", name, f"this route has only the parameters {', '.join(sorted(known))}" if known else "unknown")
        for name in dict.fromkeys(given)
        if name not in known
    ] + [_wrong("query", name, "give it once") for name in dict.fromkeys(given) if given.count(name) > 1]
    is_route = app.context["_route"] in app.routes_of(app.context["_path"])  # Powertools also calls this for a 404
    if problems and is_route:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", CORRECT, errors=problems)
    return next_middleware(app)


def _invalid(error: RequestValidationError) -> Response[str]:
    wrong = []
    for each in error.errors():
        location, *names = each["loc"]
        wrong.append(_wrong(str(location), ".".join(map(str, names)), str(each["msg"])))
    return answer_of(ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", CORRECT, errors=wrong))


def _wrong(location: str, name: str, message: str) -> WrongParameter:
    return WrongParameter.model_validate({"in": location, "name": name, "message": message})


def _unsupported_media_type(_: RequestUnsupportedContentType) -> Response[str]:
    detail = "Send the body as JSON, with the header Content-Type: application/json."
    return answer_of(ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail))


def _failed_call(error: ClientError | BotoCoreError) -> Response[str]:
    logger.error("a call to AWS failed", extra=error_fields(error))
    detail = "DynamoDB or S3 did not answer. Repeat the request after the seconds in Retry-After."
    headers = {"Retry-After": _RETRY_AFTER}
    return answer_of(ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail, headers=headers))


def _internal(error: Exception) -> Response[str]:
    logger.error("a request failed", extra=error_fields(error))
    detail = "The API has a fault. The log of ReadFunction has the error; report it."
    return answer_of(ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", detail))
