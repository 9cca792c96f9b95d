"""Cooperative tasks: threads of which only one runs at a time, and which switch at each call to AWS."""

import threading
from collections.abc import Callable

_own = threading.local()


class Task:
    """Work in a separate thread, which runs only while `resume` waits for it."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name = name
        self._work = work
        self._turn = threading.Semaphore(0)
        self._handed_back = threading.Semaphore(0)
        self._error: BaseException | None = None
        self.finished = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

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

    def _pause(self) -> None:
        self._handed_back.release()
        self._turn.acquire()


def pause() -> None:
    """Return control to the thread that resumed this task. Do nothing in the thread of no task."""
    task: Task | None = getattr(_own, "task", None)
    if task is not None:
        task._pause()
