"""The number of messages in queues."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from infra.local.lambda_service.event_source_mapping import EventSourceMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Depth(NamedTuple):
    """The messages of one queue: visible ones, and ones that are in flight or delayed."""

    queue: str
    waiting: int
    in_flight: int

    @property
    def total(self) -> int:
        """The number of all messages of the queue."""
        return self.waiting + self.in_flight

    def __str__(self) -> str:
        return f"{self.queue} has {self.waiting} waiting messages and {self.in_flight} in flight or delayed"


def depths(sqs: "SQSClient", mappings: Iterable[EventSourceMapping]) -> list[Depth]:
    """Return the depth of the queue of each mapping."""
    found = []
    for mapping in mappings:
        numbers = sqs.get_queue_attributes(
            QueueUrl=mapping.queue_url,
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed",
            ],
        )["Attributes"]
        waiting = int(numbers["ApproximateNumberOfMessages"])
        others = sum(int(number) for number in numbers.values()) - waiting
        found.append(Depth(mapping.queue_url.rpartition("/")[2], waiting, others))
    return found
