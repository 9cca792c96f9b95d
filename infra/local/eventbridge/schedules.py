"""EventBridge Scheduler for the local stack: invokes functions at a rate.

Source: EventBridge Scheduler User Guide, "Schedule types in EventBridge Scheduler" and "Adding target input".
"""

import json
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.clients import ACCOUNT, REGION
from infra.local.lambda_service.runtime_api import Outcome

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")


class UnknownScheduleError(Exception):
    """The template has a schedule that the local stack does not support."""


@dataclass(frozen=True, slots=True)
class ScheduleConfiguration:
    """The configuration of a schedule in the template. `every` is the time between two invocations."""

    logical_id: str
    every: timedelta
    function_arn: str

    @classmethod
    def of(cls, logical_id: str, properties: dict[str, Any]) -> "ScheduleConfiguration":
        """Parse an AWS::Scheduler::Schedule. Raises UnknownScheduleError unless it is a plain rate of a function."""
        expression, target = properties["ScheduleExpression"], properties["Target"]
        match = _RATE.fullmatch(expression)
        if match is None or "Input" in target or ":function:" not in str(target["Arn"]):
            raise UnknownScheduleError(
                f"{logical_id} is not a rate(...) that invokes a function without input: "
                "infra/local/eventbridge/schedules.py supports no other schedule."
            )
        return cls(logical_id, timedelta(**{f"{match[2]}s": int(match[1])}), target["Arn"])

    def event(self) -> dict[str, Any]:
        """Return the event that a target without input receives."""
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.scheduler",
            "account": ACCOUNT,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": [f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{self.logical_id}"],
            "detail": "{}",
        }


class Schedule:
    """Runs one schedule in its own thread, from construction until `stop`.

    The outcome of an invocation is only in the log of the function.
    """

    def __init__(self, configuration: ScheduleConfiguration, invoke: Callable[[bytes], Outcome]) -> None:
        self._configuration = configuration
        self._invoke = invoke
        self._stopping = threading.Event()
        name = f"schedule-{configuration.logical_id}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop invoking."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until no invocation is in progress."""
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._configuration.every.total_seconds()):
            self._invoke(json.dumps(self._configuration.event()).encode())
