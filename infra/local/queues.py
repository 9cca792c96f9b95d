"""How full queues are."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from infra.local.lambda_service.event_source_mapping import EventSourceMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Depth(NamedTuple):
    """Messages of one queue: those that wait, those that are under way or delayed."""

    queue: str
    waiting: int
    under_way: int

    @property
    def total(self) -> int:
        """All messages of the queue."""
        return self.waiting + self.under_way

    def __str__(self) -> str:
        return f"{self.queue} has {self.waiting} waiting and {self.under_way} under way or to be tried again"


def depths(sqs: "SQSClient", mappings: Iterable[EventSourceMapping]) -> list[Depth]:
    """The depth of each mapping's queue."""
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
