"""Deliver S3's notifications to the queues late, repeatedly and out of order, as S3 documents; lose a few."""

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

# Shares of the notifications that are repeated, delivered only after all uploads, and lost.
#
# S3 delivers each at least once, unless the bucket's configuration is removed for a time or a queue is purged.
DUPLICATED, HELD_BACK, VANISHED = 0.15, 0.05, 0.01

# Share of the objects of which one notification is lost after a command of the operators.
LOST_ONCE = 0.5


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification and the name of its queue."""

    queue: str
    body: str


class Notifications:
    """Intercepts the notifications of moto's S3, and delivers them on request in a random order."""

    def __init__(self, rng: random.Random, sqs: "SQSClient") -> None:
        self._rng = rng
        self._sqs = sqs
        self._pending: list[Notification] = []
        self._held_back: list[Notification] = []
        # URIs of the objects of lost notifications.
        self.vanished: set[str] = set()
        # Whether operators are at work. They find little to do, so that VANISHED would lose none of its notifications.
        self.operators = False
        self._met: set[str] = set()
        self.duplicated = 0
        self.held_back = 0
        self.reordered = 0

    @contextmanager
    def intercepting(self) -> Iterator[None]:
        """Intercept notifications inside the context."""

        def take(account: str, body: Any, queue: str, region: str) -> None:
            notification = Notification(queue, json.dumps(body))
            draw = self._rng.random()
            if draw < VANISHED or (self.operators and self._lose_once(notification)):
                self.vanished |= uris_in(notification.body)
            elif draw < VANISHED + HELD_BACK:
                self.held_back += 1
                self._held_back.append(notification)
            else:
                self._pending.append(notification)

        with patch.object(notifications, "_send_sqs_message", take):
            yield

    def _lose_once(self, notification: Notification) -> bool:
        uris = uris_in(notification.body)
        is_new = not uris <= self._met
        self._met |= uris
        return is_new and self._rng.random() < LOST_ONCE

    @property
    def empty(self) -> bool:
        """Whether no notification is pending, except those held back."""
        return not self._pending

    def release(self) -> bool:
        """Make the notifications that are held back pending; return whether there were any."""
        found = bool(self._held_back)
        self._pending += self._held_back
        self._held_back.clear()
        return found

    def deliver(self) -> None:
        """Deliver a random pending notification to its queue. Some remain pending for another delivery."""
        place = self._rng.randrange(len(self._pending))
        self.reordered += place > 0
        notification = self._pending.pop(place)
        url = self._sqs.get_queue_url(QueueName=notification.queue)["QueueUrl"]
        self._sqs.send_message(QueueUrl=url, MessageBody=notification.body)
        if self._rng.random() < DUPLICATED:
            self.duplicated += 1
            self._pending.append(notification)
