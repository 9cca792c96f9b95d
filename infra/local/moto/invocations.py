"""Calls of one function by another: moto answers them with the functions of the local stack, not with containers."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.awslambda.models import LambdaFunction

from infra.local.lambda_service.runtime_api import Outcome, Succeeded

# Runs a function with an event.
Invoke = Callable[[bytes], Outcome]


class Invocations:
    """The functions that can be invoked, by their physical names."""

    def __init__(self) -> None:
        self._functions: dict[str, Invoke] = {}

    def register(self, name: str, invoke: Invoke) -> None:
        """Answer invocations of a function."""
        self._functions[name] = invoke

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Answer synchronous invocations in moto inside this context."""

        def invoke(function: LambdaFunction, body: Any, _: Any, response_headers: Any) -> bytes:
            outcome = self._functions[function.function_name](_as_bytes(body))
            if isinstance(outcome, Succeeded):
                return outcome.payload
            response_headers["x-amz-function-error"] = "Unhandled"
            return json.dumps({"errorType": outcome.kind, "errorMessage": outcome.message}).encode()

        with patch.object(LambdaFunction, "invoke", invoke):
            yield


def _as_bytes(body: str | bytes) -> bytes:
    """Return the event of an invocation. Without a payload, Lambda passes an empty object."""
    return (body if isinstance(body, bytes) else body.encode()) or b"{}"
