"""AWS Lambda's Runtime API, version 2018-06-01: a runtime requests its next event, and sends the outcome.

Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
"""

import json
import queue
import sys
import threading
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PREFIX = "/2018-06-01/runtime/"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One event for a function. `deadline_ms` is epoch milliseconds."""

    event: bytes
    function_arn: str
    deadline_ms: int
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The handler returned. `payload` is its return value as JSON."""

    request_id: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """The function failed. `kind` is Lambda's errorType; `request_id` is None when it failed before the event."""

    request_id: str | None
    kind: str
    message: str
    trace: tuple[str, ...] = ()


Outcome = Succeeded | Failed


class RuntimeApi:
    """Serves one runtime process, on its own port, from construction until `close`.

    `ready` is set while the runtime waits for an event. `outcomes` receives the outcome of each event.
    """

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self.invocations: queue.SimpleQueue[Invocation | None] = queue.SimpleQueue()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="runtime-api", daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """`host:port`, for AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Close the connection of a waiting runtime, and stop the server."""
        self.invocations.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    api: RuntimeApi

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore broken connections: a runtime that is killed breaks its connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # http.server defines the name
        if self.path != _PREFIX + "invocation/next":
            self._answer(HTTPStatus.NOT_FOUND)
            return
        api = self.server.api
        api.ready.set()
        invocation = api.invocations.get()
        api.ready.clear()
        if invocation is None:
            self.close_connection = True
            return
        trace = invocation.request_id.replace("-", "")[:24]
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": f"Root=1-{invocation.deadline_ms // 1000:08x}-{trace}",
        }
        self._answer(HTTPStatus.OK, invocation.event, headers)

    def do_POST(self) -> None:  # http.server defines the name
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        api, parts = self.server.api, self.path.removeprefix(_PREFIX).split("/")
        match parts:
            case ["invocation", request_id, "response"]:
                api.outcomes.put(Succeeded(request_id, body))
            case ["invocation", request_id, "error"]:
                api.outcomes.put(_failure(request_id, body))
            case ["init", "error"]:
                api.outcomes.put(_failure(None, body))
            case _:
                self._answer(HTTPStatus.NOT_FOUND)
                return
        self._answer(HTTPStatus.ACCEPTED, b'{"status":"OK"}', {"Content-Type": "application/json"})

    def log_message(self, format: str, *args: Any) -> None:  # http.server defines the name
        """Log nothing: the function's log has the outcome."""

    def _answer(self, status: HTTPStatus, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _failure(request_id: str | None, body: bytes) -> Failed:
    try:
        error = json.loads(body)
    except ValueError:
        error = {"errorMessage": body.decode(errors="replace")}
    trace = tuple(str(line) for line in error.get("stackTrace") or ())
    return Failed(request_id, str(error.get("errorType", "Unknown")), str(error.get("errorMessage", "")), trace)
