"""S3's notifications on their way to the queues: held back, repeated and mixed up, as S3 documents; and a few lost."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moto.s3 import notifications

from tests.chaos.operators import uris_in

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Shares of the notifications that come again, come only when all uploads are done, and never come.
#
# S3 promises at least one. Who removes the bucket's configuration for an hour, or purges a queue, breaks that.
DUPLICATED, HELD_BACK, VANISHED = 0.15, 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Letter:
    """A notification, and the name of the queue that it goes to."""

    queue: str
    body: str


class Post:
    """Takes what moto's S3 sends and delivers it when it is told to, in an order drawn from the seed."""

    def __init__(self, rng: random.Random, sqs: "SQSClient") -> None:
        self._rng = rng
        self._sqs = sqs
        self._under_way: list[Letter] = []
        self._held_back: list[Letter] = []
        # URIs of the objects of notifications that nobody will see.
        self.vanished: set[str] = set()
        self.duplicated = 0
        self.held_back = 0
        self.reordered = 0

    @contextmanager
    def in_charge(self) -> Iterator[None]:
        """Inside, notifications come here and not into their queues."""

        def take(account: str, body: Any, queue: str, region: str) -> None:
            letter = Letter(queue, json.dumps(body))
            draw = self._rng.random()
            if draw < VANISHED:
                self.vanished |= uris_in(letter.body)
            elif draw < VANISHED + HELD_BACK:
                self.held_back += 1
                self._held_back.append(letter)
            else:
                self._under_way.append(letter)

        with patch.object(notifications, "_send_sqs_message", take):
            yield

    @property
    def empty(self) -> bool:
        """Whether nothing is under way but what is held back."""
        return not self._under_way

    def release(self) -> bool:
        """Put under way what was held back; tells whether there was any."""
        found = bool(self._held_back)
        self._under_way += self._held_back
        self._held_back.clear()
        return found

    def deliver(self) -> None:
        """Bring one notification, any of those under way, to its queue; some will come once more."""
        place = self._rng.randrange(len(self._under_way))
        self.reordered += place > 0
        letter = self._under_way.pop(place)
        url = self._sqs.get_queue_url(QueueName=letter.queue)["QueueUrl"]
        self._sqs.send_message(QueueUrl=url, MessageBody=letter.body)
        if self._rng.random() < DUPLICATED:
            self.duplicated += 1
            self._under_way.append(letter)
