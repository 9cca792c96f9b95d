"""Who may send requests to the local API: this machine, its own pages, and, with a token, everyone who has it."""

import hmac
import json
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from infra.local.http_api.event import Answer, Request

# Names of the loopback interface. A page of another host that a browser reaches under such an address has its own name
# in the header Host (DNS rebinding).
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_METHODS = "GET, POST, OPTIONS"
_HEADERS = "authorization, content-type, if-none-match"

# Seconds for which a browser keeps the answer to a preflight request.
_MAX_AGE = "600"


class Access(NamedTuple):
    """The rules. `token` None: no token is needed. `origins`: pages of other hosts that may read answers."""

    token: str | None = None
    origins: frozenset[str] = frozenset()

    def refusal(self, request: Request) -> Answer | None:
        """Return the answer to a request that is not permitted, or None."""
        if _host(f"//{request.header('host')}") not in _LOOPBACK:
            return _problem(HTTPStatus.FORBIDDEN, "forbidden", "Use the address http://127.0.0.1 or http://localhost.")
        if request.header("origin") and not self._permits(request.header("origin")):
            detail = "This page may not use the API. Start `nutgraf serve` with --allow-origin and its origin."
            return _problem(HTTPStatus.FORBIDDEN, "forbidden", detail)
        if self.token is None:
            return None
        scheme, _, token = request.header("authorization").partition(" ")
        if scheme.lower() != "bearer" or not token:
            detail = "Send the token that `nutgraf serve --auth` printed: Authorization: Bearer TOKEN."
            return _problem(HTTPStatus.UNAUTHORIZED, "unauthorized", detail, {"WWW-Authenticate": "Bearer"})
        if not hmac.compare_digest(token.strip().encode(), self.token.encode()):
            return _problem(HTTPStatus.FORBIDDEN, "forbidden", "The token is wrong.")
        return None

    def headers(self, request: Request) -> dict[str, str]:
        """Return the CORS headers of an answer."""
        origin = request.header("origin")
        if not origin or not self._permits(origin):
            return {}
        headers = {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "ETag, Retry-After"}
        if request.method == "OPTIONS":
            headers |= {
                "Access-Control-Allow-Methods": _METHODS,
                "Access-Control-Allow-Headers": _HEADERS,
                "Access-Control-Max-Age": _MAX_AGE,
            }
        return headers

    def _permits(self, origin: str) -> bool:
        return origin in self.origins or _host(origin) in _LOOPBACK


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _problem(status: HTTPStatus, code: str, detail: str, headers: dict[str, str] | None = None) -> Answer:
    problem = {"status": status.value, "title": status.phrase, "code": code, "detail": detail}
    content = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    return Answer(status.value, content | (headers or {}), json.dumps(problem).encode())
