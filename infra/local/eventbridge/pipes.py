"""EventBridge Pipes from a table's stream to an event bus.

Source: Amazon EventBridge User Guide, "Amazon EventBridge Pipes" with its pages on DynamoDB streams, filtering, error
handling and targets. MaximumRecordAgeInSeconds is not implemented: no record waits that long in the local stack.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.events.models import EventPattern

from infra.local.clients import ACCOUNT, REGION, Clients
from infra.local.eventbridge.input_template import InputTemplate, MalformedEventError
from infra.local.moto.table_stream import Record, TableStream
from infra.local.template import UnknownResourceError

# Maximum number of events in one PutEvents request.
_MAX_EVENTS = 10

# Maximum time before a retry, in seconds.
_MAX_PAUSE = 1.0

# Supported properties, by the path of the object that contains them. LogConfiguration has no effect here.
_SUPPORTED = {
    "": {
        *("Name", "Description", "RoleArn", "Source", "SourceParameters", "Target", "TargetParameters", "Tags"),
        "LogConfiguration",
    },
    "SourceParameters": {"DynamoDBStreamParameters", "FilterCriteria"},
    "SourceParameters.DynamoDBStreamParameters": {
        "StartingPosition",
        "BatchSize",
        "MaximumRetryAttempts",
        "MaximumRecordAgeInSeconds",
        "OnPartialBatchItemFailure",
        "DeadLetterConfig",
    },
    "TargetParameters": {"InputTemplate", "EventBridgeEventBusParameters"},
    "TargetParameters.EventBridgeEventBusParameters": {"Source", "DetailType"},
}

# Operators of event patterns that moto matches as EventBridge does. For other operators, moto accepts every value.
_OPERATORS = frozenset({"exists", "prefix", "anything-but"})


@dataclass(frozen=True, slots=True)
class PipeConfiguration:
    """The configuration of a pipe in the template. A record passes when a filter matches it, or without filters."""

    logical_id: str
    stream_arn: str
    batch_size: int
    retries: int
    dead_letter_arn: str
    filters: tuple[EventPattern, ...]
    template: InputTemplate
    bus: str
    source: str
    detail_type: str

    @classmethod
    def of(cls, logical_id: str, properties: Mapping[str, Any]) -> "PipeConfiguration":
        """Parse a pipe of a translated template. Raises UnknownResourceError for an unsupported property or value."""
        for path, supported in _SUPPORTED.items():
            if unknown := _within(properties, path).keys() - supported:
                raise UnknownResourceError(
                    f"{logical_id}: infra/local/eventbridge/pipes.py does not support {path} {sorted(unknown)}."
                )
        stream = _within(properties, "SourceParameters.DynamoDBStreamParameters")
        if stream["StartingPosition"] != "TRIM_HORIZON" or int(stream["MaximumRetryAttempts"]) < 0:
            raise UnknownResourceError(
                f"{logical_id}: only TRIM_HORIZON and a limited number of retries are supported."
            )
        target = _within(properties, "TargetParameters.EventBridgeEventBusParameters")
        if any(value.startswith("$") for value in target.values()):
            raise UnknownResourceError(f"{logical_id}: the local stack does not support paths as Source or DetailType.")
        filters = properties["SourceParameters"].get("FilterCriteria", {}).get("Filters", [])
        return cls(
            logical_id,
            properties["Source"],
            int(stream.get("BatchSize", 1)),
            int(stream["MaximumRetryAttempts"]),
            stream["DeadLetterConfig"]["Arn"],
            tuple(_pattern(logical_id, entry["Pattern"]) for entry in filters),
            InputTemplate(properties["TargetParameters"]["InputTemplate"]),
            properties["Target"],
            target["Source"],
            target["DetailType"],
        )

    def passes(self, record: Record) -> bool:
        """Return whether a record passes the filters."""
        return not self.filters or any(
            pattern.matches_event(_as_json(record))  # type: ignore[arg-type]  # moto types it as an event of a bus
            for pattern in self.filters
        )


class Pipe:
    """One pipe. `pause`: seconds before the first retry of an event; it doubles for each retry, up to one second."""

    def __init__(self, configuration: PipeConfiguration, clients: Clients, *, pause: float = 0.05) -> None:
        self.configuration = configuration
        self._events = clients.of("events")
        self._sqs = clients.sqs
        self._pause = pause
        self._stream = TableStream(configuration.stream_arn.partition("/")[2].partition("/")[0])
        self._stopping = threading.Event()
        self._delivering = False
        queue = configuration.dead_letter_arn.rpartition(":")[2]
        self._dead_letter_url: str = clients.sqs.get_queue_url(QueueName=queue)["QueueUrl"]

    @property
    def is_idle(self) -> bool:
        """Whether every record so far was delivered or sent to the dead-letter queue."""
        return not self._delivering and not self._stream.pending

    def stop(self) -> None:
        """Stop retrying. Events that are not delivered yet are not sent."""
        self._stopping.set()

    def deliver(self) -> int:
        """Send the events for all records since the last call. Returns how many records passed the filters."""
        passed = 0
        self._delivering = True
        try:
            for batch in _batches(filter(self.configuration.passes, self._stream.new()), self.configuration.batch_size):
                if self._stopping.is_set():
                    break
                passed += len(batch)
                self._deliver(batch)
        finally:
            self._delivering = False
        return passed

    def _deliver(self, batch: Sequence[Record]) -> None:
        entries: list[tuple[Record, Any]] = []
        for record in batch:
            try:
                entries.append((record, self._entry(record)))
            except MalformedEventError:
                self._send_to_dead_letter_queue(record, "InvalidEvent")
        for attempt in range(1 + self.configuration.retries):
            if attempt and self._stopping.wait(min(_MAX_PAUSE, self._pause * 2 ** (attempt - 1))):
                return
            entries = [entry for chunk in _batches(iter(entries), _MAX_EVENTS) for entry in self._put(chunk)]
            if not entries:
                return
        for record, _ in entries:
            self._send_to_dead_letter_queue(record, "RetryAttemptsExhausted")

    def _entry(self, record: Record) -> dict[str, str]:
        configuration = self.configuration
        return {
            "Source": configuration.source,
            "DetailType": configuration.detail_type,
            "Detail": configuration.template.render(_as_json(record)),
            "EventBusName": configuration.bus,
        }

    def _put(self, chunk: Sequence[tuple[Record, Any]]) -> list[tuple[Record, Any]]:
        """Send up to ten events. Returns the events that the bus did not accept."""
        try:
            response = self._events.put_events(Entries=[entry for _, entry in chunk])
        except (BotoCoreError, ClientError):
            return list(chunk)
        results = response["Entries"]
        return [sent for sent, result in zip(chunk, results, strict=True) if "ErrorCode" in result]

    def _send_to_dead_letter_queue(self, record: Record, condition: str) -> None:
        """Send the position of a record in the stream to the dead-letter queue, without its content, as a pipe does."""
        change = record["dynamodb"]
        arrived = _instant(change["ApproximateCreationDateTime"])
        message = {
            "context": {
                "partnerResourceArn": f"arn:aws:pipes:{REGION}:{ACCOUNT}:pipe/{self.configuration.logical_id}",
                "condition": condition,
            },
            "version": "1.0",
            "timestamp": _instant(datetime.now(UTC)),
            "DDBStreamBatchInfo": {
                "shardId": "local",
                "startSequenceNumber": change["SequenceNumber"],
                "endSequenceNumber": change["SequenceNumber"],
                "approximateArrivalOfFirstRecord": arrived,
                "approximateArrivalOfLastRecord": arrived,
                "batchSize": 1,
                "streamArn": self.configuration.stream_arn,
            },
        }
        self._sqs.send_message(QueueUrl=self._dead_letter_url, MessageBody=json.dumps(message))


def _within(properties: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    for name in filter(None, path.split(".")):
        if name not in properties:
            raise UnknownResourceError(f"The local stack does not support a pipe without {path}.")
        properties = properties[name]
    return properties


def _pattern(logical_id: str, text: str) -> EventPattern:
    def check(node: Any) -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                if name.startswith("$"):
                    raise UnknownResourceError(
                        f"{logical_id}: infra/local/eventbridge/pipes.py does not support {name} in a pattern."
                    )
                check(value)
        elif isinstance(node, list):
            for value in node:
                if isinstance(value, dict) and (len(value) != 1 or not value.keys() <= _OPERATORS):
                    raise UnknownResourceError(
                        f"{logical_id}: infra/local/eventbridge/pipes.py does not support {value} in a pattern."
                    )

    pattern = EventPattern.load(text)
    check(pattern.get_pattern())
    return pattern


def _as_json(record: Record) -> Record:
    """Return a record in the JSON format of a pipe: with its time in seconds, where moto has a datetime, and base64."""
    change = record["dynamodb"]
    seconds = change["ApproximateCreationDateTime"].timestamp()
    found: Record = _with_base64(record | {"dynamodb": change | {"ApproximateCreationDateTime": seconds}})
    return found


def _with_base64(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: _with_base64(each) for name, each in value.items()}
    return [_with_base64(each) for each in value] if isinstance(value, list) else value


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(islice(items, size)):
        yield batch
