"""Tasks that take turns: threads of which one runs at a time, and hands over where it calls AWS."""

import threading
from collections.abc import Callable

_own = threading.local()


class Task:
    """Work in a thread of its own that runs only while `resume` waits for it."""

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
        """Let the work run to its next `pause` or to its end; what it raised is raised here."""
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
        except BaseException as error:  # noqa: BLE001 - it is raised by `resume`
            self._error = error
        finally:
            self.finished = True
            self._handed_back.release()

    def _pause(self) -> None:
        self._handed_back.release()
        self._turn.acquire()


def pause() -> None:
    """Hand over to whoever resumed this task; in a thread that is no task's, do nothing."""
    task: Task | None = getattr(_own, "task", None)
    if task is not None:
        task._pause()
