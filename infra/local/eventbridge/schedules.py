"""EventBridge Scheduler on this machine: invokes functions at a rate, from construction until `stop`.

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
    """The template has a schedule that is not run here."""


@dataclass(frozen=True, slots=True)
class ScheduleConfiguration:
    """What the template says of a schedule."""

    logical_id: str
    every: timedelta
    function_arn: str

    @classmethod
    def of(cls, logical_id: str, properties: dict[str, Any]) -> "ScheduleConfiguration":
        """From the properties of an AWS::Scheduler::Schedule; raises UnknownScheduleError for all but a plain rate."""
        expression, target = properties["ScheduleExpression"], properties["Target"]
        match = _RATE.fullmatch(expression)
        if match is None or "Input" in target or ":function:" not in str(target["Arn"]):
            raise UnknownScheduleError(
                f"{logical_id} is no rate(...) of a function without input: "
                "infra/local/eventbridge/schedules.py does not run it."
            )
        return cls(logical_id, timedelta(**{f"{match[2]}s": int(match[1])}), target["Arn"])

    def event(self) -> dict[str, Any]:
        """The event that a target without input gets."""
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
    """Runs one schedule in a thread of its own. Nobody is told how an invocation ends; the function's log tells."""

    def __init__(self, configuration: ScheduleConfiguration, invoke: Callable[[bytes], Outcome]) -> None:
        self._configuration = configuration
        self._invoke = invoke
        self._stopping = threading.Event()
        name = f"schedule-{configuration.logical_id}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Invoke no more."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until no invocation is under way any more."""
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._configuration.every.total_seconds()):
            self._invoke(json.dumps(self._configuration.event()).encode())
