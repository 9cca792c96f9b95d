"""Cooperative tasks: threads of which only one runs at a time, and which switch at each call to AWS.

`TaskPool` and `wait_in_turns` replace the thread pool of a batch: each of its messages is a task.
"""

import threading
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future
from types import TracebackType
from typing import Any, Self

_own = threading.local()


class Task:
    """Work in a separate thread, which runs only while `resume` waits for it."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name = name
        self._work = work
        self._turn = threading.Semaphore(0)
        self._handed_back = threading.Semaphore(0)
        self._error: BaseException | None = None
        self._may_go_on: Callable[[], bool] = lambda: True
        self._parts: list[Task] = []
        self.finished = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether the work can go on: it does not wait for another task."""
        return self._may_go_on()

    def take_parts(self) -> "list[Task]":
        """Return the tasks that the work has begun since the last call."""
        parts, self._parts = self._parts, []
        return parts

    def resume(self) -> None:
        """Run the work to its next `pause` or to its end. Its exceptions are raised here."""
        self._turn.release()
        self._handed_back.acquire()
        if self.finished:
            self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        self._turn.acquire()
        _own.task = self
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - raised by `resume`
            self._error = error
        finally:
            self.finished = True
            self._handed_back.release()

    def _pause(self, until: Callable[[], bool]) -> None:
        self._may_go_on = until
        self._handed_back.release()
        self._turn.acquire()


def pause(until: Callable[[], bool] = lambda: True) -> None:
    """Return control to the thread that resumed this task, which is `ready` again when `until` returns true.

    Does nothing in the thread of no task.
    """
    task: Task | None = getattr(_own, "task", None)
    if task is not None:
        task._pause(until)


class TaskPool:
    """A thread pool whose threads are parts of the task that creates it."""

    def __init__(self, most: int, name: str) -> None:
        """`most` is not used, because the batch itself limits its messages."""
        self._name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: the batch waits for its messages."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """Begin a task."""
        future: Future[Any] = Future()

        def work() -> None:
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # noqa: BLE001 - raised where the result is read
                future.set_exception(error)

        whole: Task = _own.task
        whole._parts.append(Task(f"{whole.name} {self._name}", work))
        return future


def wait_in_turns(futures: "Collection[Future[Any]]", return_when: str = "ALL_COMPLETED") -> None:
    """Return control until the first or all of the futures are done."""
    enough = any if return_when == FIRST_COMPLETED else all
    pause(lambda: enough(future.done() for future in futures))
