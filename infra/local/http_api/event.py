"""Convert HTTP requests to events of an HTTP API (payload format 2.0), and a function's answers to HTTP.

Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs". The path of an event is
decoded.
"""

import base64
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from infra.local.clients import ACCOUNT


class Request(NamedTuple):
    """An HTTP request. `target` is the path and the query as sent."""

    method: str
    target: str
    headers: Iterable[tuple[str, str]] = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(self.target.partition("?")[0])

    def header(self, name: str) -> str:
        """Return a header, `""` if it is absent."""
        return self.joined_headers().get(name.lower(), "")

    def joined_headers(self) -> dict[str, str]:
        """Return the headers in lower case; values of the same header are joined by commas."""
        joined: dict[str, str] = {}
        for name, value in self.headers:
            joined[name.lower()] = f"{joined[name.lower()]},{value}" if name.lower() in joined else value
        return joined


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def event_of(request: Request) -> dict[str, Any]:
    """Return the event of a request."""
    query = request.target.partition("?")[2]
    headers = request.joined_headers()
    cookies = headers.pop("cookie", "")
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{request.method} /{{proxy+}}",
        "rawPath": request.path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": headers.get("host", ""),
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "routeKey": f"{request.method} /{{proxy+}}",
            "stage": "$default",
            "timeEpoch": int(time.time() * 1000),
        },
        "pathParameters": {"proxy": request.path.removeprefix("/")},
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies.split("; ")
    if parameters:
        event["queryStringParameters"] = parameters
    if request.body:
        event |= _body(request.body)
    return event


def answer_of(payload: bytes) -> Answer:
    """Return the answer that a function returned as JSON."""
    returned = json.loads(payload)
    body = returned.get("body") or ""
    content = base64.b64decode(body) if returned.get("isBase64Encoded") else body.encode()
    headers = {name: str(value) for name, value in (returned.get("headers") or {}).items()}
    return Answer(int(returned["statusCode"]), headers, content)


def _body(body: bytes) -> Mapping[str, Any]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
