"""Receives the events of one object, by a rule and a queue that exist only for as long as the test."""

import json
import uuid
from types import TracebackType
from typing import Any, Self

from infra.operations.target import ClientOf

# How the names of the rule and the queue begin. What a killed test leaves can be found by it.
PREFIX = "nutgraf-smoke-"

# Seconds for which the queue keeps messages: longer than any test.
_RETENTION = 3600


class EventWatch:
    """Collects the statuses in the events of one object, from `with` until its end. Raises what boto3 raises."""

    def __init__(self, client: ClientOf, bus: str, uri: str) -> None:
        self._events, self._sqs = client("events"), client("sqs")
        self._bus = bus
        self._uri = uri
        self._name = PREFIX + uuid.uuid4().hex
        self._url = ""
        self._statuses: set[str] = set()

    def __enter__(self) -> Self:
        try:
            self._create()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove()

    def statuses(self) -> set[str]:
        """Return the statuses in all events that have arrived so far."""
        received = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in received.get("Messages", []):
            self._statuses.add(json.loads(message["Body"])["detail"]["status"])
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return self._statuses

    def _create(self) -> None:
        attributes = {"MessageRetentionPeriod": str(_RETENTION), "SqsManagedSseEnabled": "true"}
        self._url = self._sqs.create_queue(QueueName=self._name, Attributes=attributes)["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        rule = self._events.put_rule(
            Name=self._name,
            EventBusName=self._bus,
            EventPattern=json.dumps({"source": ["nutgraf"], "detail": {"uri": {"S": [self._uri]}}}),
            Description="Temporary rule of `nutgraf smoke`. It can be deleted.",
        )["RuleArn"]
        allowed: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes={"Policy": policy})
        self._events.put_targets(Rule=self._name, EventBusName=self._bus, Targets=[{"Id": "queue", "Arn": arn}])

    def _remove(self) -> None:
        rules = self._events.list_rules(NamePrefix=self._name, EventBusName=self._bus)["Rules"]
        if rules:
            targets = self._events.list_targets_by_rule(Rule=self._name, EventBusName=self._bus)["Targets"]
            if targets:
                ids = [target["Id"] for target in targets]
                self._events.remove_targets(Rule=self._name, EventBusName=self._bus, Ids=ids)
            self._events.delete_rule(Name=self._name, EventBusName=self._bus)
        if self._url:
            self._sqs.delete_queue(QueueUrl=self._url)
