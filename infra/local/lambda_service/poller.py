"""Runs an event source mapping continuously, in its own threads."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# Long-polling time of one receive, in seconds. moto responds as soon as a message arrives.
WAIT_SECONDS = 1


class Poller:
    """Polls one mapping in its own threads, from construction until `stop`.

    Calls `on_batch` after each batch, and `on_error` with an unexpected exception, which ends the poller.
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
        """Stop receiving. If a receive is in progress, its messages stay in the queue."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until no batch is in progress."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _poll(self) -> None:
        try:
            while not self._stopping.is_set():
                self._slots.acquire()  # when all slots are in use, messages stay in the queue
                if not self._submit_next():
                    self._slots.release()
        except Exception as error:  # noqa: BLE001 - LocalStack.check raises it in the main thread
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
        except Exception as error:  # noqa: BLE001 - LocalStack.check raises it in the main thread
            self._on_error(error)
        finally:
            self._slots.release()
