"""Faults on the functions' calls to AWS, drawn from a seed and injected in botocore's event system.

botocore's own retries stay as they are, but for their pauses. moto answers in `before-send`, as the last but one of the
handlers here: the first may keep a call from it, the last may lose its answer.
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
    """The function's process has ended. No `except Exception` catches it."""


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely one attempt of a call meets a fault, and the function its end."""

    fault: float
    kill: float


CALM, WINDY, STORM = Weather(0.06, 0.004), Weather(0.3, 0.015), Weather(0.75, 0.03)
CLEAR = Weather(0, 0)

# What an invocation runs in, and how often of 100: with them about a quarter of all attempts is faulty.
WEATHERS = ((CALM, 45), (WINDY, 42), (STORM, 13))

_S3_THROTTLED = b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>"
_S3_BROKEN = b"<Error><Code>InternalError</Code><Message>Internal</Message></Error>"
_DYNAMODB_THROTTLED = ("ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded")


@dataclass(slots=True)
class _Invocation:
    weather: Weather
    dead: bool = False
    # What the caller is told in place of the answer of the call that is being carried out.
    loses: Callable[[AWSPreparedRequest], BaseException] | None = None


class FaultyCalls:
    """Makes calls of clients fail that are made after this with the default session, as the functions' are."""

    def __init__(self, rng: random.Random, before_call: Callable[[], None]) -> None:
        """`before_call` is called before each call of an invocation: there somebody else may have a turn."""
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
        events.register_last("before-send", self._lose)

    @property
    def faults(self) -> int:
        """Attempts that met a fault."""
        return self.by_kind.total()

    @contextmanager
    def invocation(self, weather: Weather) -> Iterator[None]:
        """While this lasts, the calls of this thread are those of one invocation of a function."""
        self._own.invocation = _Invocation(weather)
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
        if draw < invocation.weather.kill:
            self._kill(invocation)
        elif draw < invocation.weather.kill + invocation.weather.fault:
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

        invocation.loses = die

    def _fail(
        self, invocation: _Invocation, request: AWSPreparedRequest, service: str, operation: str
    ) -> AWSResponse | None:
        kinds = ["throttled", "server_error", "timed_out", "unreachable", "lost", "lost", "lost_in_time"]
        if operation == "TransactWriteItems":
            kinds += ["conflict", "conflict"]
        if operation == "BatchWriteItem":
            kinds += ["unprocessed", "unprocessed"]
        kind = self._rng.choice(kinds)
        self.by_kind[kind] += 1
        match kind:
            case "throttled":
                return self._throttled(request, service)
            case "server_error":
                return _answered(request, 500, *_broken(service))
            case "timed_out":
                raise ConnectTimeoutError(endpoint_url=request.url)
            case "unreachable":
                raise EndpointConnectionError(endpoint_url=request.url)
            case "lost":
                return _answered(request, 500, *_broken(service), carried_out=True)
            case "lost_in_time":
                invocation.loses = lambda sent: ReadTimeoutError(endpoint_url=sent.url)
                return None
            case "conflict":
                return _answered(request, 400, *_conflict(request))
            case _:
                left = {"UnprocessedItems": json.loads(_text_of(request))["RequestItems"]}
                return _answered(request, 200, json.dumps(left).encode())

    def _throttled(self, request: AWSPreparedRequest, service: str) -> AWSResponse:
        if service == "s3":
            return _answered(request, 503, _S3_THROTTLED)
        code = self._rng.choice(_DYNAMODB_THROTTLED) if service == "dynamodb" else "ThrottlingException"
        return _answered(request, 400, *_coded(code))

    def _lose(self, request: AWSPreparedRequest, **_: Any) -> None:
        botocore_stubber.enabled = True
        invocation = self._current()
        if invocation is not None and invocation.loses is not None:
            loses, invocation.loses = invocation.loses, None
            raise loses(request)


def _answered(request: AWSPreparedRequest, status: int, body: bytes, *, carried_out: bool = False) -> AWSResponse:
    botocore_stubber.enabled = carried_out
    headers = HTTPHeaders()
    return AWSResponse(request.url, status, headers, HTTPResponse(body=BytesIO(body), preload_content=False))


def _broken(service: str) -> tuple[bytes]:
    return (_S3_BROKEN,) if service == "s3" else _coded("InternalServerError")


def _coded(code: str, **more: object) -> tuple[bytes]:
    return (json.dumps({"__type": code, "message": "injected", **more}).encode(),)


def _conflict(request: AWSPreparedRequest) -> tuple[bytes]:
    """Another transaction is at work on one of the items, the last one."""
    number = len(json.loads(_text_of(request))["TransactItems"])
    reasons = [{"Code": "None"}] * (number - 1) + [{"Code": "TransactionConflict", "Message": "injected"}]
    return _coded("TransactionCanceledException", CancellationReasons=reasons)


def _text_of(request: AWSPreparedRequest) -> bytes:
    body: Any = request.body
    return body.encode() if isinstance(body, str) else bytes(body)
