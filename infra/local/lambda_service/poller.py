"""Runs an event source mapping continuously, in its own threads."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping, size_of
from infra.local.lambda_service.lanes import Lanes

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

# Long-polling time of one receive, in seconds. moto responds as soon as a message arrives.
WAIT_SECONDS = 1


@dataclass
class _Batch:
    """Messages that were received together. A long message is a batch of its own."""

    messages: Sequence["MessageTypeDef"]
    is_long: bool
    # When the visibility timeout of the messages began, on the monotonic clock.
    invisible_since: float = field(default_factory=time.monotonic)


class Poller:
    """Polls one mapping in its own threads, from construction until `stop`.

    Calls `on_batch` after each batch, and `on_error` with an unexpected exception, which ends the poller. A message
    about more than `long_bytes` bytes of objects is long: lanes.py determines when it starts.
    """

    def __init__(
        self,
        mapping: EventSourceMapping,
        concurrency: int,
        on_batch: Callable[[EventSourceMapping, BatchResult], None],
        on_error: Callable[[BaseException], None],
        *,
        long_bytes: int | None = None,
    ) -> None:
        self.mapping = mapping
        self._on_batch = on_batch
        self._on_error = on_error
        self._long_bytes = long_bytes
        self._stopping = threading.Event()
        self._lanes: Lanes[_Batch] = Lanes(concurrency, lambda batch: batch.is_long)
        self._changed = threading.Condition()
        name = mapping.configuration.logical_id
        self._workers = ThreadPoolExecutor(concurrency, thread_name_prefix=name)
        self._thread = threading.Thread(target=self._poll, name=f"poll-{name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop receiving. Messages of a receive in progress, and of batches that wait, stay in the queue."""
        with self._changed:
            self._stopping.set()
            self._changed.notify()

    def join(self) -> None:
        """Wait until no batch is in progress."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _poll(self) -> None:
        try:
            while not self._stopping.is_set():
                self._keep_waiting()
                if self._wait_for_room():
                    self._receive()
        except Exception as error:  # noqa: BLE001 - LocalStack.check raises it in the main thread
            if not self._stopping.is_set():
                self._on_error(error)

    def _wait_for_room(self) -> bool:
        """Wait for a free environment, at most a second. When all are in use, messages stay in the queue."""
        with self._changed:
            self._changed.wait_for(lambda: self._lanes.has_room or self._stopping.is_set(), WAIT_SECONDS)
            return self._lanes.has_room and not self._stopping.is_set()

    def _receive(self) -> None:
        messages = self.mapping.receive(WAIT_SECONDS)
        short = [message for message in messages if not self._is_long(message)]
        with self._changed:
            if short:
                self._lanes.add(_Batch(short, is_long=False))
            for message in messages:
                if message not in short:
                    self._lanes.add(_Batch([message], is_long=True))
            self._start()

    def _is_long(self, message: "MessageTypeDef") -> bool:
        return self._long_bytes is not None and size_of(message["Body"]) > self._long_bytes

    def _keep_waiting(self) -> None:
        """Renew the visibility timeout of messages that wait, so that they are not received again."""
        now = time.monotonic()
        with self._changed:
            old = [b for b in self._lanes.waiting if now - b.invisible_since > self.mapping.visibility_timeout / 2]
        for batch in old:
            self.mapping.keep_invisible(batch.messages)
            batch.invisible_since = now

    def _start(self) -> None:
        while not self._stopping.is_set() and (batch := self._lanes.start_next()):
            self._workers.submit(self._process, batch)

    def _process(self, batch: _Batch) -> None:
        try:
            if batch.is_long:  # it may have waited
                self.mapping.keep_invisible(batch.messages)
            result = self.mapping.process(batch.messages)
            self._on_batch(self.mapping, result)
        except Exception as error:  # noqa: BLE001 - LocalStack.check raises it in the main thread
            if not self._stopping.is_set():
                self._on_error(error)
        finally:
            with self._changed:
                self._lanes.end(batch)
                self._start()
                self._changed.notify()
