"""The fixtures of these tests: a stack whose parsers crash on certain files, and its log lines."""

from collections.abc import Iterator

import boto3
import pytest

from infra.local.in_process import InProcessStack
from tests.integration.faults import Faults
from tests.integration.pipeline import Pipeline
from tests.integration.poisoned_parsers import poisoned_parsers
from tests.support.log_lines import LogLines, recorded


@pytest.fixture(scope="module")
def pipeline_stack() -> Iterator[InProcessStack]:
    """A stack without text recognition, whose parsers crash on certain files."""
    with InProcessStack({"MaxOcrPages": "0", "ParseSeconds": "5", "ParseMemoryMb": "600"}) as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        yield stack


@pytest.fixture(scope="module")
def all_faults(pipeline_stack: InProcessStack) -> Iterator[Faults]:
    faults = Faults()
    with poisoned_parsers():
        pipeline_stack.handler("ParseFunction")
    yield faults
    boto3.DEFAULT_SESSION = None


@pytest.fixture
def lines(pipeline: Pipeline) -> Iterator[LogLines]:
    with recorded() as lines:
        yield lines
