"""The parking queue. It holds messages that can't become a row until an operator handles them."""

from typing import TYPE_CHECKING

from shared.errors import NotConfinedError, PermanentError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class ParkingQueue:
    """Stores unchanged messages, each with the reason why it was parked."""

    def __init__(self, url: str, sqs: "SQSClient") -> None:
        self._url = url
        self._sqs = sqs

    def park(self, body: str, reason: PermanentError | NotConfinedError) -> None:
        """Send the body of a message to the parking queue, with `code` and `reason` as message attributes."""
        self._sqs.send_message(
            QueueUrl=self._url,
            MessageBody=body,
            MessageAttributes={
                "code": {"DataType": "String", "StringValue": reason.code},
                "reason": {"DataType": "String", "StringValue": str(reason)},
            },
        )
