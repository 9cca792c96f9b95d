"""Messages of one batch overlap in threads: the rows are the same, and nothing is acknowledged too early."""

import sys
import threading
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from infra.local.in_process import InProcessStack
from shared.messages.overlap import MOST_MESSAGES
from shared.revision import Status
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline

TEXTS = {"bridge.txt": BRIDGE, "market.txt": MARKET, "again.txt": BRIDGE, "twice.txt": MARKET}


class Calls:
    """The calls of the functions. Threads can meet at one of them."""

    def __init__(self, events: Any) -> None:
        self._meeting: tuple[str, str, threading.Barrier] | None = None
        events.register_first("before-call", self._before)

    def meet_at(self, operation: str, bucket: str, threads: int) -> None:
        """Let each call of this operation on a bucket wait until so many threads make it."""
        self._meeting = (operation, bucket, threading.Barrier(threads))

    def clear(self) -> None:
        """Let no thread wait."""
        self._meeting = None

    def _before(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        if self._meeting and self._meeting[0] == model.name and self._meeting[1] in params["url"]:
            self._meeting[2].wait(timeout=60)


@pytest.fixture(scope="module")
def calls_and_stack() -> Iterator[tuple[Calls, InProcessStack]]:
    with InProcessStack() as stack, patch("shared.messages.overlap.MOST_MESSAGES", MOST_MESSAGES):
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        yield Calls(boto3.DEFAULT_SESSION.events), stack
        boto3.DEFAULT_SESSION = None


def rows_of(pipeline: Pipeline, name: str) -> dict[str, Any]:
    """Return the Summary without what differs between uploads: times, versions and places."""
    summary = pipeline.table.get(pipeline.uri(name))
    assert summary is not None
    return summary.model_dump(exclude={"source", "document", "provenance"})


def test_a_whole_batch_of_the_slowest_messages_ends_before_the_deadline(
    calls_and_stack: tuple[Calls, InProcessStack],
) -> None:
    _, stack = calls_and_stack
    by_name = stack.deployment.functions()
    mappings = {by_name[mapping.function_name].logical_id: mapping for mapping in stack.deployment.mappings()}
    timeouts = {function.logical_id: function.timeout for function in by_name.values()}
    for name in ("ParseFunction", "SummarizeFunction"):
        stack.handler(name)
    parse, summarize = sys.modules["functions.parse.app"], sys.modules["functions.summarize.app"]
    needed = {
        "ParseFunction": parse.settings.parse_seconds + parse.SECONDS_AROUND_PARSING,
        "SummarizeFunction": summarize.SECONDS_PER_MESSAGE,
    }
    for name, seconds in needed.items():
        assert mappings[name].batch_size * seconds <= timeouts[name]


def test_overlapping_messages_have_the_rows_of_single_ones(calls_and_stack: tuple[Calls, InProcessStack]) -> None:
    calls, stack = calls_and_stack
    calls.clear()
    together, alone = Pipeline(stack), Pipeline(stack)
    for name, text in TEXTS.items():
        alone.upload(name, text)
        stack.pump()
    for name, text in TEXTS.items():
        together.upload(name, text)
    results = stack.pump()
    assert max(len(result.message_ids) for result in results) > 1
    assert not any(result.failed_ids for result in results)
    assert [rows_of(together, name) for name in TEXTS] == [rows_of(alone, name) for name in TEXTS]


@pytest.mark.parametrize(("function", "bucket"), [("ParseFunction", "uploads"), ("SummarizeFunction", "documents")])
def test_the_next_object_is_fetched_while_the_first_is_read(
    calls_and_stack: tuple[Calls, InProcessStack], function: str, bucket: str
) -> None:
    calls, stack = calls_and_stack
    pipeline = Pipeline(stack)
    calls.clear()
    for name in ("bridge.txt", "market.txt"):
        pipeline.upload(name, TEXTS[name])
    if function == "SummarizeFunction":
        stack.pump("ParseFunction")
    # Each fetch waits for the other one, so that this ends only if both are in progress at the same time.
    calls.meet_at("GetObject", bucket, 2)
    stack.pump(function)
    calls.clear()
    stack.pump()
    assert {pipeline.state(name).status for name in ("bridge.txt", "market.txt")} == {Status.SUMMARIZED}


def test_a_fetch_that_fails_returns_only_its_own_message(calls_and_stack: tuple[Calls, InProcessStack]) -> None:
    _, stack = calls_and_stack
    pipeline = Pipeline(stack)
    for name in ("bridge.txt", "market.txt"):
        pipeline.upload(name, TEXTS[name])
    stack.pump("ParseFunction")
    (good,), (bad,) = pipeline.documents_of("bridge.txt"), pipeline.documents_of("market.txt")
    body = pipeline.s3.get_object(Bucket=pipeline.documents.bucket, Key=good)["Body"].read()
    stack.take("SummarizeQueue")
    pipeline.s3.put_object(Bucket=pipeline.documents.bucket, Key=bad, Body=b"not a Document")
    pipeline.s3.put_object(Bucket=pipeline.documents.bucket, Key=good, Body=body)
    stack.pump("SummarizeFunction")
    assert pipeline.state("bridge.txt").status is Status.SUMMARIZED
    assert pipeline.state("market.txt").status is Status.PROCESSING
    stack.pump()  # the message of the unreadable Document becomes a dead letter
