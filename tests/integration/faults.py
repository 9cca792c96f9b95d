"""Inject faults of AWS through botocore's event system, so that the code under test handles them like real ones."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from moto.core.models import botocore_stubber
from urllib3 import HTTPResponse


@dataclass(frozen=True, slots=True)
class Fault:
    """An error response. With `lost`, the call is executed, and only its response is replaced."""

    status: int
    body: bytes
    lost: bool = False


THROTTLED = Fault(400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')
UNAVAILABLE = Fault(503, b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>")
DENIED = Fault(403, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
CONFLICT = Fault(
    400,
    b'{"__type": "TransactionCanceledException", "message": "Cancelled", "CancellationReasons": '
    b'[{"Code": "None"}, {"Code": "TransactionConflict"}]}',
)
LOST_BY_DYNAMODB = Fault(500, b'{"__type": "InternalServerError", "message": "Internal"}', lost=True)
LOST_BY_S3 = Fault(500, b"<Error><Code>InternalError</Code><Message>Internal</Message></Error>", lost=True)


class Faults:
    """Makes calls fail, for all clients created after this, such as the functions' clients at the first invocation."""

    def __init__(self) -> None:
        self._planned: dict[str, tuple[Fault, int]] = {}
        self.injected: list[str] = []
        self.conflicts = 0
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        # moto responds in the same event, and would execute the calls that must fail.
        events: Any = boto3.DEFAULT_SESSION.events
        events.register_first("before-send", self._answer)
        events.register_last("before-send", self._let_moto_answer)

    def plan(self, service: str, operation: str, fault: Fault, *, times: int) -> None:
        """Respond with a fault to the next `times` calls of an operation (`*` for all of the service)."""
        self._planned[f"before-send.{service}.{operation}"] = (fault, times)

    def clear(self) -> None:
        """Remove all planned faults."""
        self._planned.clear()
        self.injected.clear()
        self.conflicts = 0

    def _answer(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
        name = event_name if event_name in self._planned else event_name.rpartition(".")[0] + ".*"
        if name not in self._planned:
            return None
        fault, left = self._planned[name]
        if left == 0:
            return None
        self._planned[name] = (fault, left - 1)
        self.injected.append(event_name)
        self.conflicts += fault is CONFLICT
        botocore_stubber.enabled = fault.lost
        raw = HTTPResponse(body=BytesIO(fault.body), preload_content=False)
        return AWSResponse(request.url, fault.status, HTTPHeaders(), raw)

    def _let_moto_answer(self, **_: Any) -> None:
        botocore_stubber.enabled = True


class Refusals:
    """Inside this context, the bus rejects one event of each PutEvents call, up to `times` calls."""

    def __init__(self, events: Any, times: int) -> None:
        """`events` is the client of the pipe."""
        self._events = events.meta.events
        self._left = times
        self.refused = 0

    def __enter__(self) -> "Refusals":
        self._events.register("provide-client-params.events.PutEvents", self._spoil, unique_id="refusals")
        return self

    def __exit__(self, *_: object) -> None:
        self._events.unregister("provide-client-params.events.PutEvents", unique_id="refusals")

    def _spoil(self, params: dict[str, Any], **_: Any) -> dict[str, Any]:
        if not self._left:
            return params
        self._left -= 1
        self.refused += 1
        first, *others = params["Entries"]
        return params | {"Entries": [first | {"Detail": "rejected, because this is not JSON"}, *others]}
