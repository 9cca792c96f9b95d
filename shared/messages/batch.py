"""Handle a batch of queue messages one by one, and return only the failed ones to the queue."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.errors import PermanentError, TransientError
from shared.messages.parking import ParkingQueue
from shared.observability import error_fields, logger, metrics

Event = dict[str, Any]
Response = dict[str, Any]

# A message of an SQS event.
Record = dict[str, Any]

T = TypeVar("T")

# Handles the body of a message. A PermanentError parks the message; any other exception returns it to the queue.
MessageHandler = Callable[[str], None]


def handle_batch(
    event: Event, context: LambdaContext, handle: MessageHandler, parking: ParkingQueue, *, seconds_needed: float
) -> Response:
    """Handle an SQS `event` and return Lambda's partial batch response.

    A message that no retry can fix and that belongs to no row is parked at once. If fewer than `seconds_needed` remain
    before the function's deadline, a message is not started but returned to the queue.
    """

    def handle_record(record: Record) -> None:
        if context.get_remaining_time_in_millis() < seconds_needed * 1000:
            raise TransientError(f"Fewer than {seconds_needed:g} s remained for message {record['messageId']}.")
        try:
            handle(record["body"])
        except PermanentError as error:
            parking.park(record["body"], error)
            logger.warning("message parked", extra={"message_id": record["messageId"], "code": error.code})
            metrics.add_metric(name="messages.parked", unit=MetricUnit.Count, value=1)

    def handle_and_log(record: Record) -> None:
        try:
            handle_record(record)
        except Exception as error:
            fields = {"message_id": record["messageId"], **error_fields(error)}
            logger.error("message returned to the queue", extra=fields)
            metrics.add_metric(name="messages.error", unit=MetricUnit.Count, value=1)
            raise

    metrics.add_metric(name="messages", unit=MetricUnit.Count, value=len(event["Records"]))
    return partial_response(event["Records"], handle_and_log)


def partial_response(records: Iterable[Record], handle: Callable[[Record], None]) -> Response:
    """Handle each record, and return Lambda's partial batch response: the ids of the messages whose handling raised.

    Powertools has the same loop, but importing it takes a tenth of a cold start.
    """
    failed = []
    for record in records:
        try:
            handle(record)
        except Exception:  # noqa: BLE001 - `handle` has logged it, and the other messages are independent
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


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
