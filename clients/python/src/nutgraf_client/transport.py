"""Requests over HTTP, with retries, and errors as exceptions."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError

from nutgraf_client.auth import Auth
from nutgraf_client.errors import UnavailableError, UnreachableError, error_of
from shared.version import PIPELINE_VERSION

# Statuses after which a request is repeated: throttling, and faults that can pass.
RETRIED = frozenset({429, 500, 502, 503, 504})

# Maximum seconds between two attempts, also if Retry-After asks for more: a signature is valid for five minutes.
LONGEST_PAUSE = 20


class Answer(NamedTuple):
    """An answer that is no error."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the values in the body; raise UnavailableError if it is no JSON, as the page of a proxy."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise UnavailableError(self.status, "no_json", "The answer is not JSON. Is this the API's URL?") from error


class Transport:
    """Sends requests to one API. Connections are kept; it can be used by several threads."""

    def __init__(self, url: str, auth: Auth | None, *, retries: int, timeout: float, pause: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is not an address such as http://127.0.0.1:5056 or the stack output ApiUrl.")
        self._url = url.rstrip("/")
        self._auth = auth
        self._pool = urllib3.PoolManager(
            timeout=timeout,
            retries=urllib3.Retry(
                retries,
                redirect=0,
                allowed_methods=None,  # GET, and a POST that creates a form, which can be repeated
                status_forcelist=RETRIED,
                backoff_factor=pause,
                backoff_jitter=pause,
                backoff_max=LONGEST_PAUSE,
                retry_after_max=LONGEST_PAUSE,
                raise_on_status=False,
                raise_on_redirect=False,
            ),
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def get(self, *path: str, **parameters: object) -> Any:
        """Return the JSON of a path, whose parts are encoded here. Parameters that are None are left out."""
        given = {name.removesuffix("_"): value for name, value in parameters.items() if value is not None}
        query = f"?{urlencode(given, quote_via=quote)}" if given else ""
        target = "/".join(quote(part, safe="") for part in path)
        return self._send("GET", f"{self._url}/v1/{target}{query}", b"").json()

    def post(self, path: str, values: Mapping[str, Any]) -> Any:
        """Send values as JSON; return those of the answer."""
        return self._send("POST", f"{self._url}/v1/{path}", json.dumps(values).encode()).json()

    def post_form(self, url: str, fields: Mapping[str, str], content: bytes) -> Answer:
        """Send a form with a file to S3, without the authentication of the API."""
        parts = [*fields.items(), ("file", ("file", content, fields.get("Content-Type", "application/octet-stream")))]
        return self._answer("POST", url, fields=parts)

    def _send(self, method: str, url: str, body: bytes) -> Answer:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"nutgraf-client/{PIPELINE_VERSION}",
            **({"Content-Type": "application/json"} if body else {}),
        }
        if self._auth:
            headers |= self._auth.headers(method, url, headers, body)
        return self._answer(method, url, headers=headers, body=body or None)

    def _answer(self, method: str, url: str, **request: Any) -> Answer:
        try:
            response = self._pool.request(method, url, **request)
        except HTTPError as error:
            reason = error.reason if isinstance(error, MaxRetryError) else error
            raise UnreachableError(f"No answer from {urlsplit(url).netloc}: {reason}") from error
        if not 200 <= response.status < 300:
            raise error_of(response.status, response.data)
        return Answer(response.status, response.headers, response.data)
