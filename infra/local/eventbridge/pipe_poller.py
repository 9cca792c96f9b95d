"""Runs a pipe continuously, in its own thread."""

import threading
from collections.abc import Callable

from infra.local.eventbridge.pipes import Pipe

# Time between two reads of a table's stream, in seconds.
POLL_SECONDS = 0.05


class PipePoller:
    """Runs a pipe from construction until `stop`. Calls `on_error` with an unexpected exception, which ends it."""

    def __init__(self, pipe: Pipe, on_error: Callable[[BaseException], None]) -> None:
        self._pipe = pipe
        self._on_error = on_error
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._poll, name=f"pipe-{self.name}", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """The pipe's logical id."""
        return self._pipe.configuration.logical_id

    @property
    def is_idle(self) -> bool:
        """Whether every record so far was delivered or sent to the dead-letter queue."""
        return self._pipe.is_idle

    def stop(self) -> None:
        """Stop sending. Events that wait for a retry are not sent."""
        self._stopping.set()
        self._pipe.stop()

    def join(self) -> None:
        """Wait until the request in progress has completed."""
        self._thread.join()

    def _poll(self) -> None:
        try:
            while not self._stopping.wait(POLL_SECONDS):
                self._pipe.deliver()
        except Exception as error:  # noqa: BLE001 - LocalStack.check raises it in the main thread
            if not self._stopping.is_set():
                self._on_error(error)
