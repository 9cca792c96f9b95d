"""Handle a batch of queue messages independently, and return only the failed ones to the queue."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.errors import NotConfinedError, PermanentError, TransientError
from shared.messages.overlap import Overlap, run_overlapping
from shared.messages.parking import ParkingQueue
from shared.messages.retry_delay import RetryDelay
from shared.observability import add_metric, error_fields, logger

Event = dict[str, Any]
Record = dict[str, Any]
Response = dict[str, Any]

T = TypeVar("T")

# Handles the body of a message. A PermanentError and a NotConfinedError park the message; any other exception returns
# it to the queue.
MessageHandler = Callable[[str], None]


def handle_batch(
    event: Event,
    context: LambdaContext,
    handle: MessageHandler,
    parking: ParkingQueue,
    *,
    seconds_needed: float,
    overlap: Overlap | None = None,
    delay: RetryDelay | None = None,
) -> Response:
    """Handle an SQS `event` and return Lambda's partial batch response.

    A message that no retry can fix and that belongs to no row is parked at once, as is one that needs a sandbox which
    the kernel does not allow. If fewer than `seconds_needed` remain before the function's deadline, a message is not
    started but returned to the queue. With `overlap`, messages of one batch wait for AWS at the same time; without it,
    they are handled one after another. `delay` determines when a failed message is received again; without it, the
    visibility timeout of the queue does.
    """
    messages = _Messages(context, handle, parking, seconds_needed)
    records: list[Record] = event["Records"]
    add_metric("messages", MetricUnit.Count, len(records))
    if overlap is None:
        results = [messages.succeeds(record) for record in records]
    else:
        bodies = [(record["body"], record) for record in records]
        results = run_overlapping(bodies, messages.succeeds, overlap, messages.have_time)
    failed = [record for record, result in zip(records, results, strict=True) if not result]
    if failed and delay is not None:
        delay.set(failed, context)
    return partial_response(failed)


@dataclass(frozen=True, slots=True)
class _Messages:
    """The messages of one invocation. Its methods may run in several threads."""

    context: LambdaContext
    handle: MessageHandler
    parking: ParkingQueue
    seconds_needed: float

    def have_time(self, number: int) -> bool:
        """Return whether the time before the deadline is enough for a number of messages one after another."""
        return self.context.get_remaining_time_in_millis() >= number * self.seconds_needed * 1000

    def succeeds(self, record: Record) -> bool:
        """Handle or park a message, and return whether this succeeded. Log why if it did not."""
        try:
            self._handle(record)
        except Exception as error:  # noqa: BLE001 - the message returns to the queue, and the others are still handled
            fields = {"message_id": record["messageId"], **error_fields(error)}
            logger.error("message returned to the queue", extra=fields)
            add_metric("messages.error", MetricUnit.Count, 1)
            return False
        return True

    def _handle(self, record: Record) -> None:
        if not self.have_time(1):
            raise TransientError(f"Fewer than {self.seconds_needed:g} s remained for message {record['messageId']}.")
        try:
            self.handle(record["body"])
        except (PermanentError, NotConfinedError) as error:
            self.parking.park(record["body"], error)
            logger.warning("message parked", extra={"message_id": record["messageId"], "code": error.code})
            add_metric("messages.parked", MetricUnit.Count, 1)


def partial_response(failed: Iterable[Record]) -> Response:
    """Return Lambda's response that returns the `failed` messages of a batch to the queue.

    Powertools has the same, but importing it takes a tenth of a cold start.
    """
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


def for_each(events: Iterable[T], handle: Callable[[T], None]) -> None:
    """Handle every event of one message, even if an earlier one failed; then raise the errors."""
    errors: list[Exception] = []
    for event in events:
        try:
            handle(event)
        except Exception as error:  # noqa: BLE001 - raised below
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup(f"{len(errors)} events of a message failed", errors)
