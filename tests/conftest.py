"""Fixtures of the local stack, for tests that need AWS around the functions."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from infra.local.in_process import InProcessStack

# A machine that is busy with something else fails no test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


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
