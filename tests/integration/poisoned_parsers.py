"""The ParseFunction of a test parses in poisoned_child.py, so that a file can break its parser."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits


@contextmanager
def poisoned_parsers() -> Iterator[None]:
    """A handler that is imported in this context has the poisoned child as its worker process."""
    with patch("functions.parse.worker.parse_worker.ParseWorker", _poisoned_worker):
        yield


def _poisoned_worker(limits: WorkerLimits) -> ParseWorker:
    return ParseWorker(limits, "tests.integration.poisoned_child")
