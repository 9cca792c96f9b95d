"""Inject random faults into the functions' calls to AWS, through botocore's event system.

botocore's own retries remain active, without their pauses. moto responds in `before-send`, as the second to last
handler: the first handler here may prevent a call, and the last one may discard the response.
"""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from moto.core.models import botocore_stubber
from urllib3 import HTTPResponse


class Killed(BaseException):
    """The function's process was killed. It is a BaseException, so that `except Exception` does not catch it."""


@dataclass(frozen=True, slots=True)
class FaultRates:
    """Probabilities that one attempt of a call fails, and that the function is killed at it."""

    fault: float
    kill: float


LOW, MEDIUM, HIGH = FaultRates(0.06, 0.004), FaultRates(0.3, 0.015), FaultRates(0.75, 0.03)
NO_FAULTS = FaultRates(0, 0)

# The fault rates of an invocation, with weights. In total, about a quarter of all attempts fail.
WEIGHTED_RATES = ((LOW, 45), (MEDIUM, 42), (HIGH, 13))

_S3_THROTTLED = b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>"
_S3_BROKEN = b"<Error><Code>InternalError</Code><Message>Internal</Message></Error>"
_DYNAMODB_THROTTLED = ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded")

# Reasons for which DynamoDB cancels a transaction without throttling the request itself.
_ITEMS_THROTTLED = ("ThrottlingError", "ProvisionedThroughputExceeded")


@dataclass(slots=True)
class _Invocation:
    rates: FaultRates
    dead: bool = False
    # Creates the error that replaces the response of the current call.
    replacement: Callable[[AWSPreparedRequest], BaseException] | None = None


class FaultyCalls:
    """Injects faults into calls of all clients created from the default session after this, such as the functions'."""

    def __init__(self, rng: random.Random, before_call: Callable[[], None]) -> None:
        """`before_call` runs before each call of an invocation. It may switch to another invocation."""
        self._rng = rng
        self._before_call = before_call
        self._own = threading.local()
        self.operations = 0
        self.attempts = 0
        self.by_kind: Counter[str] = Counter()
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        events: Any = boto3.DEFAULT_SESSION.events
        events.register_first("before-call", self._begin)
        events.register_first("before-send", self._answer)
        events.register_last("before-send", self._discard_response)

    @property
    def faults(self) -> int:
        """The number of attempts with a fault."""
        return self.by_kind.total()

    @contextmanager
    def invocation(self, rates: FaultRates) -> Iterator[None]:
        """Treat all calls of this thread inside this context as calls of one invocation."""
        self._own.invocation = _Invocation(rates)
        try:
            yield
        finally:
            del self._own.invocation

    def _current(self) -> _Invocation | None:
        invocation: _Invocation | None = getattr(self._own, "invocation", None)
        return invocation

    def _begin(self, **_: Any) -> None:
        invocation = self._current()
        if invocation is None:
            return
        if invocation.dead:
            raise Killed
        self._before_call()
        self.operations += 1

    def _answer(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
        invocation = self._current()
        if invocation is None:
            return None
        if invocation.dead:
            raise Killed
        self.attempts += 1
        draw = self._rng.random()
        if draw < invocation.rates.kill:
            self._kill(invocation)
        elif draw < invocation.rates.kill + invocation.rates.fault:
            return self._fail(invocation, request, *event_name.split(".")[1:])
        return None

    def _kill(self, invocation: _Invocation) -> None:
        if self._rng.random() < 0.5:
            self.by_kind["killed_before"] += 1
            invocation.dead = True
            raise Killed
        self.by_kind["killed_after"] += 1

        def die(_: AWSPreparedRequest) -> BaseException:
            invocation.dead = True
            return Killed()

        invocation.replacement = die

    def _fail(
        self, invocation: _Invocation, request: AWSPreparedRequest, service: str, operation: str
    ) -> AWSResponse | None:
        kinds = ["throttled", "server_error", "timed_out", "unreachable", "lost", "lost", "lost_in_time"]
        if operation == "TransactWriteItems":
            kinds += ["conflict", "conflict", "throttled_items"]
        if operation in ("PutItem", "UpdateItem", "DeleteItem"):
            kinds += ["conflict"]
        if operation == "BatchWriteItem":
            kinds += ["unprocessed", "unprocessed"]
        kind = self._rng.choice(kinds)
        self.by_kind[kind] += 1
        match kind:
            case "throttled":
                return self._throttled(request, service)
            case "server_error":
                return _response(request, 500, _server_error_body(service))
            case "timed_out":
                raise ConnectTimeoutError(endpoint_url=request.url)
            case "unreachable":
                raise EndpointConnectionError(endpoint_url=request.url)
            case "lost":
                return _response(request, 500, _server_error_body(service), executed=True)
            case "lost_in_time":
                invocation.replacement = lambda sent: ReadTimeoutError(endpoint_url=sent.url)
                return None
            case "conflict" if operation != "TransactWriteItems":
                return _response(request, 400, _error_body("TransactionConflictException"))
            case "conflict":
                return _response(request, 400, _cancelled(request, "TransactionConflict"))
            case "throttled_items":
                return _response(request, 400, _cancelled(request, self._rng.choice(_ITEMS_THROTTLED)))
            case _:
                unprocessed = {"UnprocessedItems": json.loads(_text_of(request))["RequestItems"]}
                return _response(request, 200, json.dumps(unprocessed).encode())

    def _throttled(self, request: AWSPreparedRequest, service: str) -> AWSResponse:
        if service == "s3":
            return _response(request, 503, _S3_THROTTLED)
        code = self._rng.choice(_DYNAMODB_THROTTLED) if service == "dynamodb" else "ThrottlingException"
        return _response(request, 400, _error_body(code))

    def _discard_response(self, request: AWSPreparedRequest, **_: Any) -> None:
        botocore_stubber.enabled = True
        invocation = self._current()
        if invocation is not None and invocation.replacement is not None:
            replacement, invocation.replacement = invocation.replacement, None
            raise replacement(request)


def _response(request: AWSPreparedRequest, status: int, body: bytes, *, executed: bool = False) -> AWSResponse:
    botocore_stubber.enabled = executed
    headers = HTTPHeaders()
    return AWSResponse(request.url, status, headers, HTTPResponse(body=BytesIO(body), preload_content=False))


def _server_error_body(service: str) -> bytes:
    return _S3_BROKEN if service == "s3" else _error_body("InternalServerError")


def _error_body(code: str, **more: object) -> bytes:
    return json.dumps({"__type": code, "message": "injected", **more}).encode()


def _cancelled(request: AWSPreparedRequest, reason: str) -> bytes:
    """Return the response if the last item of a transaction prevents it."""
    number = len(json.loads(_text_of(request))["TransactItems"])
    reasons = [{"Code": "None"}] * (number - 1) + [{"Code": reason, "Message": "injected"}]
    return _error_body("TransactionCanceledException", CancellationReasons=reasons)


def _text_of(request: AWSPreparedRequest) -> bytes:
    body: Any = request.body
    return body.encode() if isinstance(body, str) else bytes(body)
