"""Handle a batch of queue messages independently, and return only the failed ones to the queue."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.errors import PermanentError, TransientError
from shared.messages import overlap as overlapping
from shared.messages.overlap import Overlap, run_overlapping
from shared.messages.parking import ParkingQueue
from shared.observability import add_metric, error_fields, logger

Event = dict[str, Any]
Response = dict[str, Any]

T = TypeVar("T")

# Handles the body of a message. A PermanentError parks the message; any other exception returns it to the queue.
MessageHandler = Callable[[str], None]


def handle_batch(
    event: Event,
    context: LambdaContext,
    handle: MessageHandler,
    parking: ParkingQueue,
    *,
    seconds_needed: float,
    overlap: Overlap | None = None,
) -> Response:
    """Handle an SQS `event` and return Lambda's partial batch response.

    A message that no retry can fix and that belongs to no row is parked at once. If fewer than `seconds_needed` remain
    before the function's deadline, a message is not started but returned to the queue. With `overlap`, messages of one
    batch wait for AWS at the same time; without it, they are handled one after another.
    """

    def has_time_for(messages: int) -> bool:
        return context.get_remaining_time_in_millis() >= messages * seconds_needed * 1000

    def handle_record(record: SQSRecord) -> None:
        if not has_time_for(1):
            raise TransientError(f"Fewer than {seconds_needed:g} s remained for message {record.message_id}.")
        try:
            handle(record.body)
        except PermanentError as error:
            parking.park(record.body, error)
            logger.warning("message parked", extra={"message_id": record.message_id, "code": error.code})
            add_metric("messages.parked", MetricUnit.Count, 1)

    def handle_and_log(record: SQSRecord) -> None:
        try:
            handle_record(record)
        except Exception as error:
            fields = {"message_id": record.message_id, **error_fields(error)}
            logger.error("message returned to the queue", extra=fields)
            add_metric("messages.error", MetricUnit.Count, 1)
            raise

    records = event["Records"]
    add_metric("messages", MetricUnit.Count, len(records))
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    if overlap is None or len(records) == 1 or overlapping.MOST_MESSAGES == 1:
        return dict(process_partial_response(event, handle_and_log, processor, context))
    messages = ((record["body"], SQSRecord(record)) for record in records)
    finished = iter(run_overlapping(messages, handle_and_log, overlap, has_time_for))

    def raise_error_of(record: SQSRecord) -> None:
        next(finished).result()  # Powertools asks in the order of the batch

    return dict(process_partial_response(event, raise_error_of, processor, context))


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
