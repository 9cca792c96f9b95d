"""CloudWatch's part on the local stack: what the metrics of an alarm measure, and whether the alarm would ring.

Queues are asked for their attributes, the functions' own metrics are taken from their lines, invocations and received
messages are counted. A period begins with `begin_period`. What is not measured here (throttles of Lambda) is missing,
as it is on AWS while there are none.
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

# DynamoDB's operations whose throttling is a ReadThrottleEvent.
READS = ("GetItem", "Query", "BatchGetItem", "Scan")


class Watch:
    """Alarms of an operations stack, evaluated for the present period."""

    def __init__(self, stack: InProcessStack, operations: OperationsStack, faults: Faults, lines: LogLines) -> None:
        self.operations = operations
        self._stack = stack
        self._faults = faults
        self._lines = lines
        self._counted: Counter[Metric] = Counter()
        self._past: dict[Metric, int] = {}

    def begin_period(self) -> None:
        """Forget what was counted: a new period begins."""
        self._counted.clear()
        self._faults.injected.clear()
        self._past = {metric: len(values) for metric, values in self._lines.metrics().items()}

    def value(self, alarm: str) -> float | None:
        """What an alarm (logical id) compares with its threshold; None where nothing was measured."""
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

    def rings(self, alarm: str) -> bool:
        """Whether an alarm (logical id) would ring if all its periods were as this one."""
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
            return sum(values) if statistic == "Sum" else max(values)  # p99 of fewer than a hundred
        if metric.name == "ApproximateNumberOfMessagesVisible":
            sqs = self._stack.clients.sqs
            url = sqs.get_queue_url(QueueName=metric.dimension("QueueName"))["QueueUrl"]
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
            return int(attributes["Attributes"]["ApproximateNumberOfMessages"])
        if metric.name == "ApproximateAgeOfOldestMessage":
            # SQS has no attribute for it, and to receive a message would be to count it as received.
            queue = get_backend("sqs")[ACCOUNT][REGION].get_queue(metric.dimension("QueueName"))
            sent = [int(message.sent_timestamp or 0) for message in queue.messages]
            return time.time() - min(sent) / 1000 if sent else None
        if metric.name.endswith("ThrottleEvents"):
            return self._throttled(metric)
        return self._counted[metric] or None

    def _throttled(self, metric: Metric) -> float | None:
        """Throttled answers of DynamoDB, which a test has made; of the table alone, for indexes follow later."""
        if "GlobalSecondaryIndexName" in dict(metric.dimensions):
            return None
        operations = [name.rpartition(".")[2] for name in self._faults.injected if ".dynamodb." in name]
        reads = sum(operation in READS for operation in operations)
        return (reads if metric.name.startswith("Read") else len(operations) - reads) or None

    def count_invocation(self, function: str, *, failed: bool) -> None:
        """An invocation of a function (logical id)."""
        dimensions = frozenset({("FunctionName", self._stack.name(function))})
        self._counted[Metric("AWS/Lambda", "Invocations", dimensions)] += 1
        self._counted[Metric("AWS/Lambda", "Errors", dimensions)] += failed

    def count_received(self, queue_url: str, messages: int) -> None:
        """Messages that somebody has received."""
        dimensions = frozenset({("QueueName", queue_url.rpartition("/")[2])})
        self._counted[Metric("AWS/SQS", "NumberOfMessagesReceived", dimensions)] += messages


def _lazily(expression: str) -> str:
    """The expression as Python: IF divides only where its condition holds, as CloudWatch gives no value for x / 0."""
    return re.sub(r"IF\((.*?), (100 \* .*), 0\)$", r"((\2) if (\1) else 0)", expression)


@contextmanager
def watched(stack: InProcessStack, faults: Faults, **parameters: str) -> Iterator[Watch]:
    """An operations stack beside the core one, and what its alarms would see from now on."""
    events = stack.clients.sqs.meta.events

    def note_queue(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["watched_queue"] = params["QueueUrl"]

    def note_messages(parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        watch.count_received(context["watched_queue"], len(parsed.get("Messages", [])))

    def invoke_and_count(function: str, event: Any) -> Any:
        try:
            response = invoke(function, event)
        except Exception:
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
        yield watch
