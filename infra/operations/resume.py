"""A command's way through many objects: page by page, at a rate, with a file that says where to go on."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from infra.operations.target import OperationError

T = TypeVar("T")

# Whatever the command needs to go on after a page, as plain JSON; None after the last.
Place = Any


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Objects to be worked on, and the place to go on from once they are done. `seen` counts what was looked at."""

    items: Sequence[T]
    place: Place
    seen: int


class ResumePoint:
    """A file that holds the place a command has reached, while it has not come to its end.

    `request` is what the command was asked to do: a place is only good for the same request.
    """

    def __init__(self, path: Path, request: dict[str, Any]) -> None:
        self.path = path
        self._request = json.loads(json.dumps(request))

    def read(self) -> dict[str, Any] | None:
        """What was saved, None when there is nothing; raises OperationError when it belongs to another request."""
        try:
            saved: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
            asked = saved["request"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise OperationError(
                f"{self.path} is no resume point. Remove it, or name another with --resume."
            ) from error
        if asked != self._request:
            raise OperationError(
                f"{self.path} is the resume point of another request: {asked}. Finish that one, or remove the file."
            )
        return saved

    def save(self, **reached: Any) -> None:
        """Write the place down, whole or not at all."""
        whole = self.path.with_name(self.path.name + ".new")
        whole.write_text(json.dumps({"request": self._request} | reached), encoding="utf-8")
        os.replace(whole, self.path)

    def remove(self) -> None:
        """The command has come to its end."""
        self.path.unlink(missing_ok=True)


def paced(items: Sequence[T], per_second: float | None, sleep: Callable[[float], None] = time.sleep) -> Iterator[T]:
    """The items at no more than so many a second; None is as fast as it goes."""
    begun = time.monotonic()
    for number, item in enumerate(items):
        if per_second and (ahead := number / per_second - (time.monotonic() - begun)) > 0:
            sleep(ahead)
        yield item


def walk(
    pages: Iterable[Page[T]],
    work: Callable[[Sequence[T]], int],
    resume: ResumePoint | None,
    *,
    started: str,
    done: int,
    on_page: Callable[[int, int], None],
) -> int:
    """Work through pages; returns how many objects were worked on, those before an interruption (`done`) included.

    `started` is when the command was first begun, before any interruption. Without `resume` (a dry run) nothing is
    written down. `on_page` is told what was looked at and what is done.
    """
    for page in pages:
        done += work(page.items)
        if resume:
            if page.place is None:
                resume.remove()
            else:
                resume.save(place=page.place, started=started, done=done)
        on_page(page.seen, done)
    return done
