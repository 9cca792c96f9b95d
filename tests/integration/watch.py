"""CloudWatch for the local stack: the values of the metrics of an alarm, and whether the alarm would fire.

Queue metrics come from the attributes of the queues, the functions' own metrics from their log lines; invocations and
received messages are counted. A period begins with `begin_period`. Metrics that are not measured here (throttles of
Lambda) are missing, as they are on AWS while there are none.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from moto.backends import get_backend

from infra.local.clients import ACCOUNT, REGION
from infra.local.in_process import InProcessStack
from tests.integration.faults import Faults
from tests.support.log_lines import LogLines, recorded
from tests.support.operations_stack import Metric, OperationsStack

# Operations of DynamoDB whose throttling counts as a ReadThrottleEvent.
READS = ("GetItem", "Query", "BatchGetItem", "Scan")


class Watch:
    """The alarms of an operations stack, evaluated for the current period."""

    def __init__(self, stack: InProcessStack, operations: OperationsStack, faults: Faults, lines: LogLines) -> None:
        self.operations = operations
        self._stack = stack
        self._faults = faults
        self._lines = lines
        self._counted: Counter[Metric] = Counter()
        self._past: dict[Metric, int] = {}

    def begin_period(self) -> None:
        """Begin a new period: reset all counts."""
        self._counted.clear()
        self._faults.injected.clear()
        self._faults.conflicts = 0
        self._past = {metric: len(values) for metric, values in self._lines.metrics().items()}

    def value(self, alarm: str) -> float | None:
        """Return the value that an alarm (logical id) compares with its threshold; None if nothing was measured."""
        measured = {read.id: self._measure(read.metric, read.statistic) for read in self.operations.metrics_of(alarm)}
        expression = re.sub(r"\bAND\b", "and", self.operations.expression_of(alarm))
        if "FILL" not in expression and None in measured.values():
            return None
        functions = {
            "FILL": lambda value, filling: filling if value is None else value,
            "IF": lambda condition, yes, no: yes if condition else no,
            "MAX": max,
        }
        return float(eval(_lazily(expression), functions | measured))

    def fires(self, alarm: str) -> bool:
        """Return whether an alarm (logical id) would fire if all its periods were like this one."""
        properties, value = self.operations.alarms[alarm], self.value(alarm)
        if value is None:
            return bool(properties["TreatMissingData"] == "breaching")
        threshold: float = properties["Threshold"]
        if properties["ComparisonOperator"] == "LessThanThreshold":
            return value < threshold
        assert properties["ComparisonOperator"] == "GreaterThanThreshold"
        return value > threshold

    def _measure(self, metric: Metric, statistic: str) -> float | None:
        if metric.namespace == "Nutgraf":
            values = self._lines.metrics().get(metric, [])[self._past.get(metric, 0) :]
            if not values:
                return None
            return (
                sum(values) if statistic == "Sum" else max(values)
            )  # the maximum is the p99 of fewer than a hundred values
        if metric.name == "ApproximateNumberOfMessagesVisible":
            sqs = self._stack.clients.sqs
            url = sqs.get_queue_url(QueueName=metric.dimension("QueueName"))["QueueUrl"]
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
            return int(attributes["Attributes"]["ApproximateNumberOfMessages"])
        if metric.name == "ApproximateAgeOfOldestMessage":
            # SQS has no attribute for it, and receiving a message would change the count of received messages.
            queue = get_backend("sqs")[ACCOUNT][REGION].get_queue(metric.dimension("QueueName"))
            sent = [int(message.sent_timestamp or 0) for message in queue.messages]
            return time.time() - min(sent) / 1000 if sent else None
        if metric.name == "TransactionConflict":
            return self._faults.conflicts or None
        if metric.name.endswith("ThrottleEvents"):
            return self._throttled(metric)
        return self._counted[metric] or None

    def _throttled(self, metric: Metric) -> float | None:
        """Return the throttled responses of DynamoDB that a test injected; only of the table, not of its indexes."""
        if "GlobalSecondaryIndexName" in dict(metric.dimensions):
            return None
        operations = [name.rpartition(".")[2] for name in self._faults.injected if ".dynamodb." in name]
        reads = sum(operation in READS for operation in operations)
        writes = len(operations) - reads - self._faults.conflicts
        return (reads if metric.name.startswith("Read") else writes) or None

    def count_invocation(self, function: str, *, failed: bool) -> None:
        """Count an invocation of a function (logical id)."""
        dimensions = frozenset({("FunctionName", self._stack.name(function))})
        self._counted[Metric("AWS/Lambda", "Invocations", dimensions)] += 1
        self._counted[Metric("AWS/Lambda", "Errors", dimensions)] += failed

    def count_events(self, sent: int, rejected: int) -> None:
        """Count the events of one PutEvents call of the pipe."""
        dimensions = frozenset({("PipeName", self._stack.deployment.outputs["StateChangesPipe"])})
        self._counted[Metric("AWS/EventBridge/Pipes", "EventCount", dimensions)] += sent
        self._counted[Metric("AWS/EventBridge/Pipes", "ExecutionPartiallyFailed", dimensions)] += rejected > 0

    def count_received(self, queue_url: str, messages: int) -> None:
        """Count messages that a client received."""
        dimensions = frozenset({("QueueName", queue_url.rpartition("/")[2])})
        self._counted[Metric("AWS/SQS", "NumberOfMessagesReceived", dimensions)] += messages


def _lazily(expression: str) -> str:
    """Return the expression as Python. IF evaluates a division only if its condition holds, as in CloudWatch."""
    return re.sub(r"IF\((.*?), (100 \* .*), 0\)$", r"((\2) if (\1) else 0)", expression)


@contextmanager
def watched(stack: InProcessStack, faults: Faults, **parameters: str) -> Iterator[Watch]:
    """Create an operations stack beside the core stack, and yield its alarms."""
    events = stack.clients.sqs.meta.events

    def note_queue(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["watched_queue"] = params["QueueUrl"]

    def note_messages(parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        watch.count_received(context["watched_queue"], len(parsed.get("Messages", [])))

    def note_events(parsed: dict[str, Any], **_: Any) -> None:
        watch.count_events(len(parsed["Entries"]), parsed["FailedEntryCount"])

    def invoke_and_count(function: str, event: Any) -> Any:
        try:
            response = invoke(function, event)
        except Exception:  # of any kind: a failed invocation is counted, and the error is raised again
            watch.count_invocation(function, failed=True)
            raise
        watch.count_invocation(function, failed=False)
        return response

    with ExitStack() as closing:
        lines = closing.enter_context(recorded())
        invoke = stack.invoke
        watch = Watch(stack, OperationsStack(stack, **parameters), faults, lines)
        closing.enter_context(patch.object(stack, "invoke", invoke_and_count))
        for event, note in (("before-parameter-build", note_queue), ("after-call", note_messages)):
            events.register(f"{event}.sqs.ReceiveMessage", note)
            closing.callback(events.unregister, f"{event}.sqs.ReceiveMessage", note)
        bus = stack.clients.of("events").meta.events
        bus.register("after-call.events.PutEvents", note_events)
        closing.callback(bus.unregister, "after-call.events.PutEvents", note_events)
        yield watch
