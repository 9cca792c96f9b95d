"""Overlap the messages of a batch: while one message uses the processor, others wait for AWS.

A message runs in a thread of its own, from its first call to its last, so a failure belongs to the message that needed
the call, and a message succeeds only when everything is stored. The services keep the work that needs the processor to
one message at a time. What is bounded here: the messages in progress, their bytes, and the time that is left. Messages
about one object never overlap, because their conditional writes would fail and wait for a retry.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

# Maximum number of messages in progress: one that is read, one that is fetched, and one that is stored.
MOST_MESSAGES = 3

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a message needs: names of the objects that it is about, and the bytes that it loads into memory."""

    objects: frozenset[str]
    size: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """The rule for the messages of a function.

    `footprint_of`: returns the footprint of a message's body, or None if it is unknown. Such a message overlaps with no
    other. `most_bytes`: maximum sum of the sizes of the messages in progress. A larger message runs alone.
    """

    footprint_of: Callable[[str], Footprint | None]
    most_bytes: int

    def permits(self, footprint: Footprint | None, others: Sequence[Footprint | None]) -> bool:
        """Return whether a message may start while `others` are in progress."""
        if not others:
            return True
        everything = [each for each in (footprint, *others) if each is not None]
        return (
            len(everything) == len(others) + 1 <= MOST_MESSAGES
            and sum(each.size for each in everything) <= self.most_bytes
            and len(frozenset().union(*(each.objects for each in everything))) == sum(map(_objects, everything))
        )


def run_overlapping(
    messages: Sequence[tuple[str, T]], work: Callable[[T], R], overlap: Overlap, has_time_for: Callable[[int], bool]
) -> list[R]:
    """Start `work` for each message (its body, and the argument of `work`) in order, and return the results in order.

    `has_time_for` returns whether the time that remains is enough for a number of messages one after another. Without
    it, the next message starts when no other is in progress. An exception of `work` is raised when no message is in
    progress any more.
    """
    if MOST_MESSAGES == 1 or len(messages) == 1:
        return [work(argument) for _, argument in messages]
    futures: list[Future[R]] = []
    running: dict[Future[R], Footprint | None] = {}
    with ThreadPoolExecutor(MOST_MESSAGES, "message") as threads:
        for body, argument in messages:
            footprint = overlap.footprint_of(body)
            while running := {future: each for future, each in running.items() if not future.done()}:
                if overlap.permits(footprint, list(running.values())) and has_time_for(len(running) + 1):
                    break
                wait(running, return_when=FIRST_COMPLETED)
            futures.append(threads.submit(copy_context().run, work, argument))
            running[futures[-1]] = footprint
        wait(futures)
    return [future.result() for future in futures]


def _objects(footprint: Footprint) -> int:
    return len(footprint.objects)
