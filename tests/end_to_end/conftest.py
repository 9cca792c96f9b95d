"""A running local stack for the end-to-end tests."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.served import Served, serving


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """One `serve` for all tests of a worker, each of which uses keys of its own."""
    with serving() as running:
        yield running
