"""The event source mapping behaves as Lambda's does for SQS."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from infra.local.clients import ACCOUNT, REGION, Clients
from infra.local.in_process import InProcessStack
from infra.local.lambda_service.event_source_mapping import (
    EventSourceMapping,
    MappingConfiguration,
    failed_items,
    size_of,
)
from infra.local.lambda_service.poller import Poller
from infra.local.lambda_service.runtime_api import Failed, Outcome, Succeeded
from tests.integration.local_template import TEMPLATE

IDS = ("a", "b", "c")
ALL = frozenset(IDS)


@pytest.fixture
def small() -> Iterator[InProcessStack]:
    """The small stack: a queue, its dead-letter queue, one function."""
    with InProcessStack(template=TEMPLATE) as stack:
        stack.take("Work")
        yield stack


@pytest.mark.parametrize(
    ("payload", "failed"),
    [
        (b"", frozenset()),
        (b"null", frozenset()),
        (b"{}", frozenset()),
        (b'{"batchItemFailures": []}', frozenset()),
        (b'{"batchItemFailures": null}', frozenset()),
        (b'{"batchItemFailures": [{"itemIdentifier": "b"}]}', frozenset("b")),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "a"}]}', frozenset("a")),
        (b'{"batchItemFailures": [{"itemIdentifier": "z"}]}', ALL),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "z"}]}', ALL),
        (b'{"batchItemFailures": [{"itemIdentifier": ""}]}', ALL),
        (b'{"batchItemFailures": [{"itemIdentifier": null}]}', ALL),
        (b'{"batchItemFailures": [{"itemIdentifier": ["a"]}]}', ALL),
        (b'{"batchItemFailures": [{"messageId": "a"}]}', ALL),
        (b'{"batchItemFailures": ["a"]}', ALL),
        (b'{"batchItemFailures": "a"}', ALL),
        (b'{"failures": []}', ALL),
        (b"[]", ALL),
        (b'"done"', ALL),
        (b"{", ALL),
        (b"\xff", ALL),
    ],
)
def test_a_partial_batch_response_is_read_as_the_guide_says(payload: bytes, failed: frozenset[str]) -> None:
    assert failed_items(payload, IDS) == failed


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.text() | st.just("batchItemFailures") | st.just("itemIdentifier"), inner)
        ),
    )
)
def test_for_any_answer_of_a_function_some_of_the_batch_failed_or_none(answer: Any) -> None:
    assert failed_items(json.dumps(answer).encode(), IDS) <= ALL


@given(st.lists(st.sampled_from(IDS)))
def test_exactly_the_named_items_fail(named: list[str]) -> None:
    answer = {"batchItemFailures": [{"itemIdentifier": name} for name in named]}
    assert failed_items(json.dumps(answer).encode(), IDS) == frozenset(named)


def test_only_the_failed_message_comes_back_and_ends_among_the_dead_letters(small: InProcessStack) -> None:
    small.send("Work", "pass 1", "fail 2", "pass 3")
    first, *again = small.pump()
    assert len(first.message_ids) == 3 and len(first.failed_ids) == 1
    assert [batch.message_ids for batch in again] == [tuple(first.failed_ids)] * 2
    assert small.take("Dead") == ["fail 2"]
    assert small.take("Work") == []


def test_an_exception_sends_back_the_whole_batch(small: InProcessStack) -> None:
    small.send("Work", "pass 1", "raise it")
    first = small.pump()[0]
    assert first.failed_ids == frozenset(first.message_ids)
    assert first.error == "ValueError: it"
    assert sorted(small.take("Dead")) == ["pass 1", "raise it"]


def test_a_malformed_answer_sends_back_the_whole_batch(small: InProcessStack) -> None:
    small.send("Work", 'answer {"batchItemFailures": [{"itemIdentifier": "nobody"}]}', "pass")
    assert small.pump()[0].failed_ids and len(small.take("Dead")) == 2


def test_batches_are_as_large_as_the_template_says(small: InProcessStack) -> None:
    small.send("Work", *(f"pass {number}" for number in range(8)))
    assert sum(len(batch.message_ids) for batch in small.pump()) == 8
    small.send("Work", *(f"pass {number}" for number in range(8)))
    assert {len(batch.message_ids) for batch in small.pump()} <= {1, 2, 3}


def test_a_record_is_what_lambda_sends_for_sqs() -> None:
    events: list[dict[str, Any]] = []

    def note(event: bytes) -> Outcome:
        events.append(json.loads(event))
        return Succeeded("1", b"null")

    with mock_aws():
        sqs = Clients(None).sqs
        url = sqs.create_queue(QueueName="work")["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:work"
        attribute: Any = {"code": {"DataType": "String", "StringValue": "corrupt"}}
        sqs.send_message(QueueUrl=url, MessageBody="ü", MessageAttributes=attribute)
        mapping = EventSourceMapping(MappingConfiguration("M", arn, "f"), sqs, note)
        mapping.process(mapping.receive())
    ((record,),) = [event["Records"] for event in events]
    assert record["body"] == "ü"
    assert (record["eventSource"], record["eventSourceARN"], record["awsRegion"]) == ("aws:sqs", arn, REGION)
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["attributes"].keys() >= {"SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"}
    assert record["messageAttributes"]["code"]["stringValue"] == "corrupt"
    assert record["messageAttributes"]["code"]["dataType"] == "String"
    assert record["messageId"] and record["receiptHandle"] and record["md5OfBody"]


def test_without_a_retry_time_a_failed_message_waits_for_the_queues_own() -> None:
    with mock_aws():
        sqs = Clients(None).sqs
        url = sqs.create_queue(QueueName="work", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="x")
        configuration = MappingConfiguration("M", f"arn:aws:sqs:{REGION}:{ACCOUNT}:work", "f")
        mapping = EventSourceMapping(configuration, sqs, lambda _: Failed("1", "Error", "no"))
        assert mapping.process(mapping.receive()).failed_ids
        assert mapping.receive() == []
        numbers = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        assert numbers["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_without_reporting_items_any_answer_is_a_success() -> None:
    with mock_aws():
        sqs = Clients(None).sqs
        url = sqs.create_queue(QueueName="work")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="x")
        configuration = MappingConfiguration("M", f"arn:aws:sqs:{REGION}:{ACCOUNT}:work", "f")
        mapping = EventSourceMapping(configuration, sqs, lambda _: Succeeded("1", b"{"))
        assert not mapping.process(mapping.receive()).failed_ids


def test_a_batching_window_gathers_what_comes_within_it() -> None:
    with mock_aws():
        sqs = Clients(None).sqs
        url = sqs.create_queue(QueueName="work")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="first")
        configuration = MappingConfiguration("M", f"arn:aws:sqs:{REGION}:{ACCOUNT}:work", "f", 2, 5.0)
        mapping = EventSourceMapping(configuration, sqs, lambda _: Succeeded("1", b"null"))
        timer = threading.Timer(0.1, lambda: sqs.send_message(QueueUrl=url, MessageBody="second"))
        timer.start()
        batch = mapping.receive()
        timer.join()
    assert [message["Body"] for message in batch] == ["first", "second"]


def s3_event(name: str, *sizes: int | None) -> str:
    """An event of S3 about objects of these sizes; None for a removal."""
    objects = [{"key": name} | ({} if size is None else {"size": size}) for size in sizes]
    return json.dumps({"Records": [{"s3": {"object": each}} for each in objects]})


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (s3_event("a", 5), 5),
        (s3_event("a", 5, None, 7), 12),
        (s3_event("a"), 0),
        ("not JSON", 0),
        ("[]", 0),
        ('"text"', 0),
        ("null", 0),
        ('{"Records": null}', 0),
        ('{"Records": [{"s3": null}]}', 0),
        ('{"Records": [{"s3": {"object": {"size": "large"}}}]}', 0),
        ('{"Event": "s3:TestEvent"}', 0),
    ],
)
def test_the_size_of_a_message_is_that_of_its_objects(body: str, size: int) -> None:
    assert size_of(body) == size


def test_a_long_message_that_waits_is_received_once_and_short_ones_overtake_it() -> None:
    """Three long messages of two seconds each share one environment, and their visibility timeout is three seconds."""
    handled: list[str] = []
    lock = threading.Lock()
    with mock_aws():
        sqs = Clients(None).sqs
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "3"})["QueueUrl"]

        def invoke(event: bytes) -> Outcome:
            for record in json.loads(event)["Records"]:
                name = json.loads(record["body"])["Records"][0]["s3"]["object"]["key"]
                if name.startswith("long"):
                    time.sleep(2)
                with lock:
                    handled.append(name)
            return Succeeded("1", b"null")

        for name in ("long 1", "long 2", "long 3"):
            sqs.send_message(QueueUrl=url, MessageBody=s3_event(name, 100))
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:q"
        mapping = EventSourceMapping(MappingConfiguration("M", arn, "f"), sqs, invoke)
        errors: list[BaseException] = []
        poller = Poller(mapping, 2, lambda *_: None, errors.append, long_bytes=10)
        time.sleep(0.5)
        sqs.send_message(QueueUrl=url, MessageBody=s3_event("short", 1))
        end = time.monotonic() + 30
        while len(handled) < 4 and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1.5)  # a message that was received twice would be handled now
        poller.stop()
        poller.join()
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert errors == []
    assert handled == ["short", "long 1", "long 2", "long 3"]
    assert attributes["ApproximateNumberOfMessages"] == attributes["ApproximateNumberOfMessagesNotVisible"] == "0"
