"""Bad files, bad messages and faults of AWS: every failure leads to a row or a parked message."""

import json
from pathlib import Path

import pytest

from infra.local.in_process import InProcessStack
from shared.errors import ADVICE, Code
from shared.revision import Status
from tests.integration.faults import (
    CONFLICT,
    DENIED,
    LOST_BY_DYNAMODB,
    LOST_BY_S3,
    THROTTLED,
    UNAVAILABLE,
    Fault,
    Faults,
)
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline

DATA = Path(__file__).parent.parent / "data"
RECEIVED_AT_MOST = 5


def test_bad_files_fail_with_a_code_and_a_sentence_each_and_harm_no_neighbour(pipeline: Pipeline) -> None:
    bad = {"unknown.bin": Code.UNSUPPORTED, "empty.txt": Code.EMPTY, "encrypted.pdf": Code.ENCRYPTED}
    bad["truncated.docx"] = Code.CORRUPT
    good = {}
    for name in bad:
        good[f"good beside {name}"] = pipeline.upload(f"good beside {name}")
        pipeline.upload(name, (DATA / name).read_bytes())
    pipeline.stack.pump()
    for key, version in good.items():
        pipeline.assert_summarized(key, version)
    states = {name: pipeline.state(name) for name in bad}
    assert {name: state.code for name, state in states.items()} == bad
    assert all(state.status is Status.FAILED for state in states.values())
    assert all(state.message and state.message.endswith(".") for state in states.values())
    assert len({state.message for state in states.values()}) == len(bad)
    assert {state.advice for state in states.values()} == {ADVICE[code] for code in bad.values()}
    failed = {entry.uri for entry in pipeline.table.by_status(Status.FAILED)}
    assert {uri for uri in failed if uri.startswith(pipeline.uri(""))} == {pipeline.uri(name) for name in bad}
    assert not pipeline.parked()


def test_a_bad_file_is_read_once(pipeline: Pipeline) -> None:
    pipeline.upload("unknown.bin", (DATA / "unknown.bin").read_bytes())
    results = pipeline.stack.pump()
    assert [result.failed_ids for result in results] == [frozenset()]
    assert pipeline.state("unknown.bin").attempts == 1


def test_an_object_in_an_archive_fails_with_what_to_do(pipeline: Pipeline) -> None:
    pipeline.upload(StorageClass="GLACIER")
    pipeline.stack.pump()
    assert pipeline.state().code == Code.ARCHIVED
    assert "Restore" in str(pipeline.state().advice)


@pytest.mark.parametrize(
    "key", ["reports/2024 Q3+final (ü).pdf", "ü" * 512, "a/../b//c.txt", "100%25.txt", "e\u0301.txt"]
)
def test_any_key_is_found_again_under_its_own_uri(pipeline_stack: InProcessStack, key: str) -> None:
    assert len(key.encode()) <= 1024
    pipeline = Pipeline(pipeline_stack, folder="")
    version = pipeline.upload(key)
    pipeline.stack.pump()
    assert pipeline.assert_summarized(key, version).source.uri == f"s3://{pipeline.bucket}/{key}"


def test_a_folder_made_in_the_console_is_ignored(pipeline: Pipeline) -> None:
    pipeline.upload("reports/", b"")
    pipeline.stack.pump()
    assert pipeline.rows() == 0
    assert not pipeline.parked()


@pytest.mark.parametrize("queue", ["ParseQueue", "SummarizeQueue", "ParseDeadLetterQueue", "SummarizeDeadLetterQueue"])
def test_a_message_that_is_none_of_s3_is_parked_at_once(pipeline: Pipeline, queue: str) -> None:
    pipeline.stack.send(queue, "hello")
    results = pipeline.stack.pump()
    assert len(results) == 1
    assert pipeline.parked() == [("hello", "malformed_event")]


def test_the_dead_letter_of_a_removal_is_parked(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete()
    pipeline.stack.send("ParseDeadLetterQueue", *pipeline.stack.take("ParseQueue"))
    pipeline.stack.pump()
    assert [message.code for message in pipeline.parked()] == ["retries_exhausted"]


@pytest.mark.parametrize(
    ("service", "operation", "fault"),
    [
        ("dynamodb", "UpdateItem", THROTTLED),
        ("dynamodb", "GetItem", THROTTLED),
        ("dynamodb", "PutItem", THROTTLED),
        ("dynamodb", "TransactWriteItems", THROTTLED),
        ("dynamodb", "TransactWriteItems", CONFLICT),
        ("s3", "GetObject", UNAVAILABLE),
        ("s3", "PutObject", UNAVAILABLE),
        ("s3", "ListObjectsV2", UNAVAILABLE),
        ("dynamodb", "UpdateItem", LOST_BY_DYNAMODB),
        ("dynamodb", "TransactWriteItems", LOST_BY_DYNAMODB),
        ("s3", "PutObject", LOST_BY_S3),
    ],
)
def test_a_passing_fault_is_outlasted_within_the_call(
    pipeline: Pipeline, faults: Faults, service: str, operation: str, fault: Fault
) -> None:
    pipeline.upload(body=MARKET)  # a version to replace
    pipeline.stack.pump()
    events = [pipeline.upload(), *pipeline.stack.take("ParseQueue")]
    faults.plan(service, operation, fault, times=2)
    pipeline.stack.send("ParseQueue", *events[1:])
    faults.injected.clear()
    results = pipeline.stack.pump()
    assert len(faults.injected) == 2
    assert all(not result.failed_ids for result in results)
    pipeline.assert_summarized("a.txt", events[0])


def test_a_longer_fault_sends_the_message_back_alone_and_is_noted_in_the_state(
    pipeline: Pipeline, faults: Faults
) -> None:
    neighbour = pipeline.upload("neighbour.txt")
    version = pipeline.upload()
    events = pipeline.stack.take("ParseQueue")
    pipeline.stack.handler("ParseFunction")
    faults.plan("s3", "GetObject", UNAVAILABLE, times=5)
    pipeline.stack.send("ParseQueue", events[1], events[0])
    (first,) = pipeline.stack.pump("ParseFunction")[:1]
    assert len(first.failed_ids) == 1
    pipeline.stack.pump()
    assert pipeline.state().attempts == 2
    pipeline.assert_summarized("a.txt", version)
    pipeline.assert_summarized("neighbour.txt", neighbour)
    assert pipeline.state().last_error is None


def test_an_outage_of_s3_ends_in_a_row_that_names_the_last_error(pipeline: Pipeline, faults: Faults) -> None:
    pipeline.upload()
    faults.plan("s3", "GetObject", UNAVAILABLE, times=5 * RECEIVED_AT_MOST)
    pipeline.stack.pump()
    state = pipeline.state()
    assert (state.status, state.code, state.attempts) == (Status.FAILED, Code.RETRIES_EXHAUSTED, RECEIVED_AT_MOST)
    assert "SlowDown" in str(state.last_error)
    assert "SlowDown" in str(state.message)


def test_an_outage_while_documents_are_summarized_ends_in_a_row_too(pipeline: Pipeline, faults: Faults) -> None:
    pipeline.upload()
    pipeline.stack.pump("ParseFunction")
    faults.plan("dynamodb", "PutItem", THROTTLED, times=5 * RECEIVED_AT_MOST)
    pipeline.stack.pump()
    state = pipeline.state()
    assert (state.status, state.code) == (Status.FAILED, Code.RETRIES_EXHAUSTED)


def test_an_outage_of_the_table_leaves_the_message_where_a_person_finds_it(pipeline: Pipeline, faults: Faults) -> None:
    pipeline.upload()
    (event,) = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", event)
    faults.plan("dynamodb", "*", THROTTLED, times=10_000)
    pipeline.stack.pump()
    faults.clear()
    (message,) = pipeline.parked()
    assert json.loads(message.body) == json.loads(event)


def test_an_object_that_may_not_be_read_fails_at_once(pipeline: Pipeline, faults: Faults) -> None:
    pipeline.upload(body=BRIDGE)
    faults.plan("s3", "GetObject", DENIED, times=1)
    pipeline.stack.pump()
    assert (pipeline.state().code, pipeline.state().attempts) == (Code.ACCESS_DENIED, 1)


@pytest.mark.parametrize("operation", ["GetObject", "HeadObject"])
def test_a_fault_while_an_undelete_is_followed_loses_nothing(
    pipeline: Pipeline, faults: Faults, operation: str
) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    marker = pipeline.delete()
    pipeline.stack.pump()
    pipeline.delete(version_id=marker)
    faults.plan("s3", operation, UNAVAILABLE, times=5)
    results = pipeline.stack.pump()
    assert results[0].failed_ids
    pipeline.assert_summarized("a.txt", version)


def test_a_removal_that_may_not_be_followed_ends_in_a_row(pipeline: Pipeline, faults: Faults) -> None:
    older = pipeline.upload()
    pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete(version_id=older)
    faults.plan("s3", "HeadObject", DENIED, times=1)
    pipeline.stack.pump()
    assert (pipeline.state().status, pipeline.state().code) == (Status.FAILED, Code.ACCESS_DENIED)
    assert not pipeline.parked()


def test_an_event_that_fails_does_not_take_along_the_others_of_its_message(pipeline: Pipeline, faults: Faults) -> None:
    version = pipeline.upload("good.txt")
    (good,) = json.loads(pipeline.stack.take("ParseQueue")[0])["Records"]
    pipeline.upload("bad.txt")
    (bad,) = json.loads(pipeline.stack.take("ParseQueue")[0])["Records"]
    faults.plan("s3", "GetObject", UNAVAILABLE, times=5)
    pipeline.stack.send("ParseQueue", json.dumps({"Records": [bad, good]}))
    first = pipeline.stack.pump("ParseFunction")[0]
    assert first.failed_ids
    pipeline.stack.pump()
    pipeline.assert_summarized("good.txt", version)


def test_an_event_about_the_bucket_of_somebody_else_is_parked(pipeline: Pipeline) -> None:
    pipeline.upload()
    (body,) = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", body.replace(pipeline.bucket, "somebody-elses"))
    pipeline.stack.pump()
    assert [message.code for message in pipeline.parked()] == ["malformed_event"]
    assert pipeline.rows() == 0
