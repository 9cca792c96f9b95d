"""ParseSandbox on a kernel that lacks a layer: what happens to uploads, rows, messages and the metric."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest

from infra.local.clients import LOCAL_STACK
from infra.local.in_process import InProcessStack
from infra.operations.operated_stack import open_stack
from infra.operations.redrive import parked_messages, send_back
from tests.integration.pipeline import Pipeline
from tests.support.log_lines import LogLines, recorded
from tests.support.operations_stack import Metric

REFUSED = OSError(errno.EPERM, "prctl(PR_SET_DUMPABLE): Operation not permitted")
GAP = "the function's credentials are readable"


@contextmanager
def weak_kernel() -> Iterator[None]:
    """A kernel that refuses to hide the function. tests/unit/parse/worker/test_weak_kernels.py has real refusals."""
    with patch("functions.parse.worker.process.hide_this_process", side_effect=REFUSED):
        yield


@contextmanager
def stack_with(mode: str) -> Iterator[InProcessStack]:
    with InProcessStack({"ParseSandbox": mode}) as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        yield stack


def deploy(stack: InProcessStack, mode: str) -> None:
    """Replace the environments of ParseFunction by ones with another mode, as a deployment does."""
    function = stack._functions["ParseFunction"]
    stack._functions["ParseFunction"] = replace(function, environment={**function.environment, "PARSE_SANDBOX": mode})
    stack._handlers.pop("ParseFunction")


def gaps(lines: LogLines, stack: InProcessStack) -> list[float]:
    """Return the values of the metric sandbox.gaps."""
    dimensions = frozenset({("service", "parse"), ("table", stack.name("SummariesTable"))})
    return lines.metrics().get(Metric("Nutgraf", "sandbox.gaps", dimensions), [])


def test_by_default_files_are_read_and_each_batch_counts_the_gaps(caplog: pytest.LogCaptureFixture) -> None:
    with weak_kernel(), stack_with("best-effort") as stack, recorded() as lines:
        pipeline = Pipeline(stack)
        for key in ("a.txt", "b.txt"):
            version = pipeline.upload(key)
            stack.pump()
            pipeline.assert_summarized(key, version)
        assert gaps(lines, stack) == [1, 1]
    assert caplog.text.count(GAP) == 1


def test_nothing_is_counted_where_the_sandbox_is_off() -> None:
    with weak_kernel(), stack_with("off") as stack, recorded() as lines:
        pipeline = Pipeline(stack)
        version = pipeline.upload()
        stack.pump()
        pipeline.assert_summarized("a.txt", version)
        assert lines.metrics()
        assert gaps(lines, stack) == []


def test_a_required_sandbox_parks_every_message_before_a_row_changes_and_sent_back_they_are_handled() -> None:
    with stack_with("required") as stack, recorded() as lines:
        pipeline = Pipeline(stack)
        with weak_kernel():
            version = pipeline.upload()
            pipeline.upload("gone.txt")
            pipeline.delete("gone.txt")
            results = stack.pump()
        assert not any(result.failed_ids for result in results)
        assert pipeline.rows() == 0
        assert set(gaps(lines, stack)) == {1}
        (reason,) = {line["reason"] for line in lines.lines if line.get("message") == "messages are parked"}
        assert GAP in reason
        operated = open_stack(stack.clients.of, LOCAL_STACK, local=True)
        parked = list(parked_messages(operated))
        assert [message.code for message in parked] == ["not_confined"] * 3
        assert all(GAP in str(message.reason) and "best-effort" in str(message.reason) for message in parked)
        for message in parked:
            send_back(operated, message)
        deploy(stack, "best-effort")
        stack.pump()
        pipeline.assert_summarized("a.txt", version)
        pipeline.assert_deleted("gone.txt")
