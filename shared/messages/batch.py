"""A batch of queue messages: each handled alone, the failed ones alone sent back to the queue."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.errors import PermanentError, TransientError
from shared.messages.parking import ParkingQueue
from shared.observability import described, logger, metrics

Event = dict[str, Any]
Response = dict[str, Any]


T = TypeVar("T")

# What a function does with a message's body. A PermanentError parks the message, any other sends it back.
MessageHandler = Callable[[str], None]


def handle_batch(
    event: Event, context: LambdaContext, handle: MessageHandler, parking: ParkingQueue, *, seconds_needed: float
) -> Response:
    """Lambda's partial batch response for an SQS `event`.

    A message that no retry can mend and that belongs to no row is parked at once. One for which fewer than
    `seconds_needed` are left until the function's deadline is not begun with: it goes back to the queue.
    """

    def handle_record(record: SQSRecord) -> None:
        if context.get_remaining_time_in_millis() < seconds_needed * 1000:
            raise TransientError(f"fewer than {seconds_needed:g} s were left for message {record.message_id}")
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
            logger.error("message goes back to the queue", extra={"message_id": record.message_id, **described(error)})
            metrics.add_metric(name="messages.error", unit=MetricUnit.Count, value=1)
            raise

    metrics.add_metric(name="messages", unit=MetricUnit.Count, value=len(event["Records"]))
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event, handle_and_log, processor, context))


def for_each(events: Iterable[T], handle: Callable[[T], None]) -> None:
    """Handle every event of one message, also after one that failed; then raise what was raised."""
    errors: list[Exception] = []
    for event in events:
        try:
            handle(event)
        except Exception as error:  # noqa: BLE001 - it is raised below
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup(f"{len(errors)} events of a message failed", errors)
