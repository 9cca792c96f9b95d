"""The parse queue, as the sweep and the operators' commands send to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.errors import TransientError
from shared.messages.own_messages import OwnMessage

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Messages that SQS takes in one call. A key has 1,024 bytes at most, so that ten are far below its 1 MB.
MOST_AT_ONCE = 10


class ParseQueue:
    """Takes messages of our own."""

    def __init__(self, url: str, sqs: "SQSClient") -> None:
        self._url = url
        self._sqs = sqs

    def send(self, messages: Sequence[OwnMessage]) -> None:
        """Send all; raises TransientError when SQS refuses some. To send them all again does no harm."""
        for start in range(0, len(messages), MOST_AT_ONCE):
            batch = messages[start : start + MOST_AT_ONCE]
            response = self._sqs.send_message_batch(
                QueueUrl=self._url,
                Entries=[{"Id": str(n), "MessageBody": message.model_dump_json()} for n, message in enumerate(batch)],
            )
            if failed := response.get("Failed"):
                raise TransientError(f"SQS refused {len(failed)} of {len(batch)} messages: {failed[0].get('Message')}")
