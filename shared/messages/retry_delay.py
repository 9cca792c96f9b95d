"""How long a failed message waits for its next attempt: less than the visibility timeout of its queue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from shared.observability import error_fields, logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Seconds before the next attempt, by the number of attempts so far. With the five attempts that the queues allow, the
# last one is two hours after the first, so an outage of this length fails no file.
_DELAYS = (60, 300, 1800, 5400)

# Seconds after the last attempt. The next receive only moves the message to the dead-letter queue.
_DELAY_OF_THE_LAST = 60

# Minimum time before the function's deadline to change the delay, in seconds: the longest time of a call with the
# retries of `shared.clients`. Beyond the deadline, the messages that succeeded would return as well.
SECONDS_NEEDED = 30


def seconds_before_retry(receive_count: int) -> int:
    """Return the seconds before the next attempt of a message that was received `receive_count` times, from 1."""
    return _DELAYS[receive_count - 1] if 1 <= receive_count <= len(_DELAYS) else _DELAY_OF_THE_LAST


class RetryDelay:
    """Sets the delay of failed messages in their queue. Without it, they wait for the queue's visibility timeout."""

    def __init__(self, queue_url: str, sqs: "SQSClient") -> None:
        self._queue_url = queue_url
        self._sqs = sqs

    def set(self, records: Sequence[dict[str, Any]], context: LambdaContext) -> None:
        """Set the delay of the failed `records` of an SQS event, at most ten.

        Call this when no message of the batch is in progress any more: a message that is visible again is received by
        another invocation, and may be about the same object as another message of the batch. An error is logged, and
        the messages then wait for the visibility timeout.
        """
        if context.get_remaining_time_in_millis() < SECONDS_NEEDED * 1000:
            logger.warning("failed messages wait for the visibility timeout, because the deadline is near")
            return
        try:
            response = self._sqs.change_message_visibility_batch(
                QueueUrl=self._queue_url,
                Entries=[
                    {
                        "Id": str(number),
                        "ReceiptHandle": record["receiptHandle"],
                        "VisibilityTimeout": seconds_before_retry(int(record["attributes"]["ApproximateReceiveCount"])),
                    }
                    for number, record in enumerate(records)
                ],
            )
        except (BotoCoreError, ClientError) as error:
            logger.warning("failed messages wait for the visibility timeout", extra=error_fields(error))
            return
        if failed := response.get("Failed"):
            codes = sorted({entry["Code"] for entry in failed})
            logger.warning(
                "some failed messages wait for the visibility timeout", extra={"count": len(failed), "codes": codes}
            )
