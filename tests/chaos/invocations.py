"""Invocations of the stack's functions, each in a weather of its own."""

import json
import random
from unittest.mock import patch

from functions.parse.worker.worker import ParseWorker, WorkerLimits
from infra.local.in_process import Context, InProcessStack
from infra.local.lambda_service.runtime_api import Failed, Outcome, Succeeded
from infra.local.permissions import NotAllowedError
from tests.chaos.calls import CLEAR, WEATHERS, FaultyCalls, Killed, Weather


class Invocations:
    """Calls handlers as Lambda would. While `faults` is true, their calls to AWS fail as the weather has it."""

    def __init__(self, rng: random.Random, stack: InProcessStack, calls: FaultyCalls) -> None:
        """Imports every handler, so `calls` must be there before."""
        self._rng = rng
        self._stack = stack
        self._calls = calls
        self._functions = stack.deployment.functions()
        self.faults = True
        with patch("functions.parse.worker.worker.ParseWorker", _poisoned_worker):
            for function in self._functions.values():
                stack.handler(function.logical_id)

    def invoke(self, function: str, event: bytes) -> Outcome:
        """Invoke a function (physical name). Raises NotAllowedError, which no function can help."""
        weathers, weights = [weather for weather, _ in WEATHERS], [weight for _, weight in WEATHERS]
        (weather,) = self._rng.choices(weathers, weights)
        return self._invoke(function, event, weather if self.faults else CLEAR)

    def _invoke(self, function: str, event: bytes, weather: Weather) -> Outcome:
        configuration = self._functions[function]
        name = configuration.logical_id
        try:
            with self._calls.invocation(weather), self._stack.permissions.of(name):
                response = self._stack.handler(name)(json.loads(event), Context(configuration))
        except NotAllowedError:
            raise
        except Killed:
            return Failed("chaos", "Killed", "the process ended")
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is a failed invocation, as on Lambda
            return Failed("chaos", type(error).__name__, str(error))
        return Succeeded("chaos", json.dumps(response).encode())


def _poisoned_worker(limits: WorkerLimits) -> ParseWorker:
    return ParseWorker(limits, "tests.integration.poisoned_child")
