"""Handle a batch of queue messages one by one, and return only the failed ones to the queue."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.errors import PermanentError, TransientError
from shared.messages.parking import ParkingQueue
from shared.observability import error_fields, logger, metrics

Event = dict[str, Any]
Response = dict[str, Any]

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

    def handle_record(record: SQSRecord) -> None:
        if context.get_remaining_time_in_millis() < seconds_needed * 1000:
            raise TransientError(f"Fewer than {seconds_needed:g} s remained for message {record.message_id}.")
        try:
            handle(record.body)
        except PermanentError as error:
            parking.park(record.body, error)
            logger.warning("message parked", extra={"message_id": record.message_id, "code": error.code})
            metrics.add_metric(name="messages.parked", unit=MetricUnit.Count, value=1)

    def handle_and_log(record: SQSRecord) -> None:
        try:
            handle_record(record)
        except Exception as error:
            fields = {"message_id": record.message_id, **error_fields(error)}
            logger.error("message returned to the queue", extra=fields)
            metrics.add_metric(name="messages.error", unit=MetricUnit.Count, value=1)
            raise

    metrics.add_metric(name="messages", unit=MetricUnit.Count, value=len(event["Records"]))
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event, handle_and_log, processor, context))


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
