"""An HTTP server in front of a function, on the loopback interface, and static files beside it."""

import json
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local.http_api.access import Access
from infra.local.http_api.event import Answer, Request, answer_of, event_of
from infra.local.http_api.pages import Pages
from infra.local.lambda_service.runtime_api import Failed, Outcome

HOST = "127.0.0.1"

# Largest body of a request in bytes: that of API Gateway.
MOST_BYTES = 10 * 2**20

# Seconds after which an idle connection is closed.
_IDLE_SECONDS = 60


class ApiPortTakenError(Exception):
    """The port of the API is not available."""


def check_port(port: int) -> None:
    """Raise ApiPortTakenError if the port is not available now."""
    _listening(port).server_close()


class HttpApi:
    """Serves requests from construction until `close`. Port 0 chooses a free port.

    Paths that begin with /v1/ go to `invoke`; others are files of `pages`.
    """

    def __init__(
        self,
        invoke: Callable[[bytes], Outcome],
        *,
        port: int = 0,
        access: Access | None = None,
        pages: Pages | None = None,
    ) -> None:
        self._server = _listening(port)
        self._server.api = self
        self._invoke = invoke
        self._access = access or Access()
        self._pages = pages
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="http-api", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        answer = self._answer(request)
        return answer._replace(headers=answer.headers | self._access.headers(request))

    def _answer(self, request: Request) -> Answer:
        if not request.path.startswith("/v1/"):
            file = self._pages.answer(request) if self._pages else None
            return file or _message(HTTPStatus.NOT_FOUND, "Not Found")
        if request.method == "OPTIONS" and request.header("access-control-request-method"):
            return Answer(HTTPStatus.NO_CONTENT, {}, b"")
        if (refusal := self._access.refusal(request)) is not None:
            return refusal
        outcome = self._invoke(json.dumps(event_of(request)).encode())
        if isinstance(outcome, Failed):
            return _message(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")  # as API Gateway
        return answer_of(outcome.payload)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128
    api: HttpApi

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore broken connections: browsers close them at any time."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1  # the headers and the body leave in one packet

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not length.isascii() or not length.isdigit() or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._send(_message(HTTPStatus.LENGTH_REQUIRED, "Length Required"))
        elif int(length) > MOST_BYTES:
            self.close_connection = True
            self._send(_message(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large"))
        else:
            body = self.rfile.read(int(length))
            self._send(self.server.api.answer(Request(self.command, self.path, self.headers.items(), body)))

    def __getattr__(self, name: str) -> Any:
        """Serve every method, also an unknown one: http.server calls `do_<method>`."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # http.server defines the name
        """Log nothing: the function's log has a line for each request."""


def _listening(port: int) -> _Server:
    try:
        return _Server((HOST, port), _Handler)
    except OSError as error:
        raise ApiPortTakenError(
            f"Port {port} is not available ({error.strerror}). Is `make serve` already running? "
            "Choose another port for the API with `make serve READ_PORT=NUMBER` or --read-port."
        ) from error


def _message(status: HTTPStatus, message: str) -> Answer:
    """Return an answer of API Gateway itself."""
    return Answer(status.value, {"Content-Type": "application/json"}, json.dumps({"message": message}).encode())
