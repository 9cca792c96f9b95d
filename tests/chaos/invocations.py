"""Invoke the stack's functions, each invocation with its own fault rates."""

import json
import random

from infra.local.in_process import Context, InProcessStack
from infra.local.lambda_service.runtime_api import Failed, Outcome, Succeeded
from infra.local.permissions import NotAllowedError
from tests.chaos.calls import NO_FAULTS, WEIGHTED_RATES, FaultRates, FaultyCalls, Killed
from tests.integration.poisoned_parsers import poisoned_parsers


class Invocations:
    """Calls handlers as Lambda does. While `faults` is true, their calls to AWS fail at random fault rates."""

    def __init__(self, rng: random.Random, stack: InProcessStack, calls: FaultyCalls) -> None:
        """Import every handler. `calls` must exist before, so that it affects their clients."""
        self._rng = rng
        self._stack = stack
        self._calls = calls
        self._functions = stack.deployment.functions()
        self.faults = True
        with poisoned_parsers():
            for function in self._functions.values():
                stack.handler(function.logical_id)

    def invoke(self, function: str, event: bytes) -> Outcome:
        """Invoke a function (physical name). NotAllowedError passes through, because it is an error of the template."""
        choices, weights = [rates for rates, _ in WEIGHTED_RATES], [weight for _, weight in WEIGHTED_RATES]
        (rates,) = self._rng.choices(choices, weights)
        return self._invoke(function, event, rates if self.faults else NO_FAULTS)

    def _invoke(self, function: str, event: bytes, rates: FaultRates) -> Outcome:
        configuration = self._functions[function]
        name = configuration.logical_id
        try:
            with self._calls.invocation(rates), self._stack.permissions.of(name):
                response = self._stack.handler(name)(json.loads(event), Context(configuration))
        except NotAllowedError:
            raise
        except Killed:
            return Failed("chaos", "Killed", "the process ended")
        except Exception as error:  # noqa: BLE001 - any exception of a handler is a failed invocation, as on Lambda
            return Failed("chaos", type(error).__name__, str(error))
        return Succeeded("chaos", json.dumps(response).encode())
