"""The order in which batches of messages reach the environments of a function: long ones leave room for short ones.

On AWS, a function has tens of environments, so that a long document delays no other. Here it has a few.
"""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

# Number of short batches that may overtake the long batches that wait.
MOST_OVERTAKING = 10

T = TypeVar("T")


class Lanes(Generic[T]):
    """Batches that wait for one of some environments. Not thread-safe.

    `is_long` returns whether a batch takes long. Long batches use at most all environments but one, so that short ones
    have one. With a single environment, they use it. A short batch starts before a long one that waits, but at most
    MOST_OVERTAKING short ones do so in a row. Within a lane, the order is that of arrival.
    """

    def __init__(self, environments: int, is_long: Callable[[T], bool]) -> None:
        self._environments = environments
        self._most_long = max(1, environments - 1)
        self._is_long = is_long
        self._short: deque[T] = deque()
        self._long: deque[T] = deque()
        self._running = 0
        self._running_long = 0
        self._overtaking = 0

    @property
    def has_room(self) -> bool:
        """Whether an environment is free for a short batch."""
        return self._running + len(self._short) < self._environments

    @property
    def waiting(self) -> list[T]:
        """The batches that have not started."""
        return [*self._short, *self._long]

    def add(self, batch: T) -> None:
        """Let a batch wait."""
        (self._long if self._is_long(batch) else self._short).append(batch)

    def start_next(self) -> T | None:
        """Return the batch that starts now, or None if none may start."""
        if self._running == self._environments:
            return None
        may_be_long = bool(self._long) and self._running_long < self._most_long
        if may_be_long and (not self._short or self._overtaking == MOST_OVERTAKING):
            self._overtaking = 0
            self._running += 1
            self._running_long += 1
            return self._long.popleft()
        if not self._short:
            return None
        self._overtaking = self._overtaking + 1 if may_be_long else 0
        self._running += 1
        return self._short.popleft()

    def end(self, batch: T) -> None:
        """Free the environment of a batch that was started."""
        self._running -= 1
        self._running_long -= self._is_long(batch)
