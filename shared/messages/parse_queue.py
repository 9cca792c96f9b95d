"""The parse queue as a target of internal messages, which the sweep and the operators' commands send."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.errors import TransientError
from shared.messages.internal_messages import InternalMessage

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Maximum number of messages in one SendMessageBatch call (SQS quota). Keys have at most 1,024 bytes, so ten messages
# are far below the limit of 1 MB.
MOST_AT_ONCE = 10


class ParseQueue:
    """Sends internal messages."""

    def __init__(self, url: str, sqs: "SQSClient") -> None:
        self._url = url
        self._sqs = sqs

    def send(self, messages: Sequence[InternalMessage]) -> None:
        """Send all messages; raise TransientError if SQS rejects some. It is safe to send all of them again."""
        for start in range(0, len(messages), MOST_AT_ONCE):
            batch = messages[start : start + MOST_AT_ONCE]
            response = self._sqs.send_message_batch(
                QueueUrl=self._url,
                Entries=[{"Id": str(n), "MessageBody": message.model_dump_json()} for n, message in enumerate(batch)],
            )
            if failed := response.get("Failed"):
                raise TransientError(f"SQS rejected {len(failed)} of {len(batch)} messages: {failed[0].get('Message')}")
