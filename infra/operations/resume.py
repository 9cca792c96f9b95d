"""Work through many objects page by page, at a limited rate, with a file from which a command can continue."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from infra.operations.target import OperationError

T = TypeVar("T")

# The position after a page, as a value of JSON; None after the last page.
Place = Any


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Objects to process, the place after them, and how many objects were checked (`seen`) to find them."""

    items: Sequence[T]
    place: Place
    seen: int


class ResumePoint:
    """A file that stores the place that a command has reached, until the command is complete.

    `request` is the command and its selection. A place is valid for the same request only.
    """

    def __init__(self, path: Path, request: dict[str, Any]) -> None:
        self.path = path
        self._request = json.loads(json.dumps(request))

    def read(self) -> dict[str, Any] | None:
        """Return what was saved, None if nothing was; raises OperationError if it is of another request."""
        try:
            saved: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
            saved_request = saved["request"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise OperationError(
                f"{self.path} is not a resume point. Remove it, or give another file with --resume."
            ) from error
        if saved_request != self._request:
            raise OperationError(
                f"{self.path} is the resume point of another request: {saved_request}. "
                "Complete that request, or remove the file."
            )
        return saved

    def save(self, **reached: Any) -> None:
        """Store the place. The file is replaced atomically."""
        new = self.path.with_name(self.path.name + ".new")
        new.write_text(json.dumps({"request": self._request} | reached), encoding="utf-8")
        os.replace(new, self.path)

    def remove(self) -> None:
        """Remove the file, because the command is complete."""
        self.path.unlink(missing_ok=True)


def paced(items: Sequence[T], per_second: float | None, sleep: Callable[[float], None] = time.sleep) -> Iterator[T]:
    """Return the items, at most `per_second` of them a second; None means no limit."""
    start = time.monotonic()
    for number, item in enumerate(items):
        if per_second and (ahead := number / per_second - (time.monotonic() - start)) > 0:
            sleep(ahead)
        yield item


def process_pages(
    pages: Iterable[Page[T]],
    work: Callable[[Sequence[T]], int],
    resume: ResumePoint | None,
    *,
    started: str,
    done: int,
    on_page: Callable[[int, int], None],
) -> int:
    """Process the pages; return how many objects were processed, including those before an interruption (`done`).

    `started` is when the command first started, before any interruption. Without `resume` (a dry run) no place is
    stored. `on_page` is called after each page with the objects checked on it and with all objects processed.
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
