"""A running local stack for the tests of a module."""

import signal
from collections.abc import Iterator

import pytest

from tests.end_to_end.served import Served, introduction, start


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """One `serve` for the tests of a module, each of which uses keys of its own."""
    process = start()
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0
