"""The local stack as a fixture, the profiles of property tests, and the tests that need torch."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from unittest.mock import patch

import pytest
from botocore.loaders import create_loader

from infra.local.in_process import InProcessStack
from tests.support.properties import register_profiles

register_profiles()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes after their argument: some contain the time, so that two workers would collect different tests."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose marker `models` names a module that is not installed."""
    marker = item.get_closest_marker("models")
    missing = [module for module in marker.args if find_spec(module) is None] if marker else []
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed: run `make test-models`")


@pytest.fixture(scope="session", autouse=True)
def _service_models_are_loaded_once() -> Iterator[None]:
    """Share botocore's loader between sessions: each stack creates clients, and a session parses megabytes of JSON."""
    with patch("botocore.session.create_loader", cache(create_loader)):
        yield


@pytest.fixture
def stack() -> Iterator[InProcessStack]:
    """The whole stack of template.yaml in this process, with S3's test messages already out of the queues.

    `stack.clients.s3.put_object(Bucket=stack.name("UploadsBucket"), …)`, then `stack.pump()`.
    """
    with InProcessStack() as running:
        for queue in ("ParseQueue", "SummarizeQueue"):
            running.take(queue)
        yield running


@pytest.fixture
def stack_with() -> Iterator[Callable[..., InProcessStack]]:
    """Makes the same stack with parameters of the template: `stack_with(MaxBytes="10")`."""
    running: list[InProcessStack] = []

    def start(**parameters: str) -> InProcessStack:
        assert not running, "one stack in a process at a time"
        running.append(InProcessStack(parameters).start())
        for queue in ("ParseQueue", "SummarizeQueue"):
            running[0].take(queue)
        return running[0]

    yield start
    for each in running:
        each.close()
