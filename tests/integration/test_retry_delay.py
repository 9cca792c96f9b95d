"""When a message whose attempt failed is received again, on a queue whose visibility timeout is half an hour."""

import json
import time

import pytest
from moto.backends import get_backend

from infra.local.clients import ACCOUNT, REGION
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping
from infra.local.lambda_service.runtime_api import Outcome, Succeeded
from shared.errors import Code
from tests.integration.faults import THROTTLED, Fault, Faults
from tests.integration.pipeline import Pipeline

MINUTE = 60

# A response of S3 that botocore does not retry.
BROKEN = Fault(400, b"<Error><Code>BadRequest</Code><Message>Injected</Message></Error>")


def mapping_of(pipeline: Pipeline, stage: str) -> EventSourceMapping:
    """Return the mapping of a stage as Lambda has it: it does not change the visibility of messages."""
    stack = pipeline.stack
    (found,) = (each for each in stack.deployment.mappings() if each.logical_id == f"{stage}Mapping")

    def invoke(event: bytes) -> Outcome:
        response = stack.invoke(f"{stage}Function", json.loads(event))
        return Succeeded("local", json.dumps(response).encode())

    return EventSourceMapping(found, stack.clients.sqs, invoke)


def handle(mapping: EventSourceMapping) -> BatchResult:
    return mapping.process(mapping.receive())


def hidden_minutes(mapping: EventSourceMapping) -> list[int]:
    """Return the minutes until each message of the queue is visible again, rounded."""
    queue = get_backend("sqs")[ACCOUNT][REGION].get_queue(mapping.queue_url.rpartition("/")[2])
    return sorted(round((message.visible_at / 1000 - time.time()) / MINUTE) for message in queue._messages)


def let_time_pass(mapping: EventSourceMapping) -> None:
    """Make all messages of the queue visible."""
    queue = get_backend("sqs")[ACCOUNT][REGION].get_queue(mapping.queue_url.rpartition("/")[2])
    for message in queue._messages:
        message.change_visibility(0)
    queue.pending_messages.clear()
    time.sleep(0.002)


@pytest.mark.parametrize("stage", ["Parse", "Summarize"])
def test_attempts_are_repeated_after_a_minute_then_five_thirty_and_ninety(
    stage: str, pipeline: Pipeline, faults: Faults
) -> None:
    version = pipeline.upload()
    if stage == "Summarize":
        pipeline.stack.pump("ParseFunction")
    mapping = mapping_of(pipeline, stage)
    faults.plan("dynamodb", "UpdateItem", THROTTLED, times=1000)
    waited = []
    for _ in range(5):
        assert len(handle(mapping).failed_ids) == 1
        waited += hidden_minutes(mapping)
        let_time_pass(mapping)
    assert waited == [1, 5, 30, 90, 1]
    assert mapping.receive() == [], "the last delay is the time until the message is a dead letter"
    faults.clear()
    pipeline.stack.pump("DeadLettersFunction")
    state = pipeline.state()
    assert (state.version_id, state.code) == (version, Code.RETRIES_EXHAUSTED)


def test_the_messages_of_a_batch_that_succeeded_do_not_wait_for_the_one_that_failed(
    pipeline: Pipeline, faults: Faults
) -> None:
    for name in ("a.txt", "b.txt"):
        pipeline.upload(name)
    mapping = mapping_of(pipeline, "Parse")
    faults.plan("s3", "GetObject", BROKEN, times=1)
    result = handle(mapping)
    assert (len(result.message_ids), len(result.failed_ids)) == (2, 1)
    assert hidden_minutes(mapping) == [1]
    let_time_pass(mapping)
    assert handle(mapping).failed_ids == frozenset()
    assert hidden_minutes(mapping) == []


def test_a_failure_to_set_the_delay_leaves_the_message_to_the_timeout_of_the_queue(
    pipeline: Pipeline, faults: Faults
) -> None:
    version = pipeline.upload()
    mapping = mapping_of(pipeline, "Parse")
    faults.plan("dynamodb", "UpdateItem", THROTTLED, times=5)
    faults.plan("sqs", "ChangeMessageVisibilityBatch", THROTTLED, times=3)
    result = handle(mapping)
    assert (len(result.failed_ids), result.error) == (1, None)
    assert len([name for name in faults.injected if ".sqs." in name]) == 3
    assert hidden_minutes(mapping) == [33]
    let_time_pass(mapping)
    assert handle(mapping).failed_ids == frozenset()
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
