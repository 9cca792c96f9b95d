"""Keeps mappings and pipes going: what each does once is done again and again, in threads of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from infra.local.eventbridge.pipes import Pipe
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# How long one receive waits for a message; moto answers as soon as one comes.
WAIT_SECONDS = 1

# The pause between two looks at a stream.
LOOK_SECONDS = 0.05


class Poller:
    """Polls one mapping in threads of its own, from construction until `stop`.

    `on_batch` is told of each batch, `on_error` of what must not happen: the poller has ended then.
    """

    def __init__(
        self,
        mapping: EventSourceMapping,
        concurrency: int,
        on_batch: Callable[[EventSourceMapping, BatchResult], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        self.mapping = mapping
        self._on_batch = on_batch
        self._on_error = on_error
        self._stopping = threading.Event()
        self._slots = threading.Semaphore(concurrency)
        name = mapping.configuration.logical_id
        self._workers = ThreadPoolExecutor(concurrency, thread_name_prefix=name)
        self._thread = threading.Thread(target=self._poll, name=f"poll-{name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Receive no more. A receive that waits just now ends by itself; what it brings is left to the queue."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until no batch is under way any more."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _poll(self) -> None:
        try:
            while not self._stopping.is_set():
                self._slots.acquire()  # with all slots taken, messages stay in the queue
                if not self._submit_next():
                    self._slots.release()
        except Exception as error:  # noqa: BLE001 - it is raised where the stack is looked after, not in this thread
            if not self._stopping.is_set():
                self._on_error(error)

    def _submit_next(self) -> bool:
        batch = self.mapping.receive(WAIT_SECONDS)
        if not batch or self._stopping.is_set():
            return False
        self._workers.submit(self._process, batch)
        return True

    def _process(self, batch: Sequence["MessageTypeDef"]) -> None:
        try:
            result = self.mapping.process(batch)
            self._on_batch(self.mapping, result)
        except Exception as error:  # noqa: BLE001 - likewise
            self._on_error(error)
        finally:
            self._slots.release()


class PipePoller:
    """Keeps a pipe delivering from construction until `stop`; `on_error` is told of what must not happen."""

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
    def is_at_rest(self) -> bool:
        """Whether all that has come was delivered or given up."""
        return self._pipe.is_at_rest

    def stop(self) -> None:
        """Send no more. What waits for its retry is left undone."""
        self._stopping.set()
        self._pipe.stop()

    def join(self) -> None:
        """Wait until what it sends just now has been answered."""
        self._thread.join()

    def _poll(self) -> None:
        try:
            while not self._stopping.wait(LOOK_SECONDS):
                self._pipe.deliver()
        except Exception as error:  # noqa: BLE001 - it is raised where the stack is looked after, not in this thread
            if not self._stopping.is_set():
                self._on_error(error)
