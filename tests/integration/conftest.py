"""Fixtures: one stack for all tests of a module, because it takes a second to create. Each test uses its own folder."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.local.in_process import InProcessStack
from tests.chaos.clock import Clock
from tests.integration.faults import Faults
from tests.integration.pipeline import Command, Pipeline
from tests.support.index_tables import Tables


@pytest.fixture(scope="module")
def pipeline_stack() -> Iterator[InProcessStack]:
    """The stack, without its bucket's test messages."""
    with InProcessStack() as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        yield stack


@pytest.fixture(scope="module")
def all_faults(pipeline_stack: InProcessStack) -> Iterator[Faults]:
    """The faults of a module's stack, installed before its handlers are imported."""
    yield Faults()
    boto3.DEFAULT_SESSION = None


@pytest.fixture
def faults(all_faults: Faults, monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """No faults, until the test plans some. botocore does not pause between retries."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    all_faults.clear()
    yield all_faults
    all_faults.clear()


@pytest.fixture
def pipeline(faults: Faults, pipeline_stack: InProcessStack) -> Pipeline:
    """The pipeline for one test, with empty queues."""
    pipeline = Pipeline(pipeline_stack)
    pipeline_stack.pump()
    pipeline.parked()
    return pipeline


@pytest.fixture
def command(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run a command like an operator with credentials. Resume points are stored in a folder of the test."""
    for name, value in (("ACCESS_KEY_ID", "me"), ("SECRET_ACCESS_KEY", "me"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stack: str = "nutgraf-local", code: int = 0) -> Result:
        result = CliRunner().invoke(app, [*arguments, "--aws", "--stack-name", stack])
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def tables(pipeline_stack: InProcessStack) -> Iterator[Tables]:
    """The summaries table, without rows, with a clock that tests can move."""
    clock = Clock()
    with clock.installed():
        tables = Tables(pipeline_stack, clock)
        tables.clear()
        yield tables
