"""The sweep, which sends stalled objects again and then fails them, and internal messages beside S3's events."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.sweep.service import SweepService
from infra.local.eventbridge.schedules import ScheduleConfiguration, UnknownScheduleError
from shared.messages.internal_messages import Check, Reprocess
from shared.messages.parse_queue import ParseQueue
from shared.object_version import bucket_and_key
from shared.revision import Status
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline
from tests.support.properties import examples

PARSE = "ParseFunction"


def sweep(
    pipeline: Pipeline, *, after: float = 0, resends: int = 3, objects: int = 100, **options: Any
) -> dict[str, int]:
    """Run the sweep; objects stall after this number of seconds."""
    sqs, url = pipeline.stack.clients.sqs, pipeline.stack.name("ParseQueue")
    service = SweepService(
        pipeline.table,
        ParseQueue(url, sqs),
        stalled_after=timedelta(seconds=after),
        most_resends=resends,
        most_objects=objects,
    )
    return service.run(options.get("has_time", lambda: True))


def check_of(pipeline: Pipeline, key: str = "a.txt") -> str:
    bucket, whole = bucket_and_key(pipeline.uri(key))
    return Check(bucket=bucket, key=whole, version_id=None, uploaded_at="2026-11-22T09:30:00.000Z").model_dump_json()


def reprocess_of(pipeline: Pipeline, key: str = "a.txt") -> str:
    return Reprocess.of(pipeline.state(key)).model_dump_json()


@pytest.fixture(autouse=True)
def _alone(pipeline: Pipeline) -> None:
    """Make sure that no object of another test is in progress."""
    for entry in pipeline.table.by_status(Status.PROCESSING):
        pipeline.s3.delete_object(Bucket=pipeline.bucket, Key=bucket_and_key(entry.uri)[1])
    pipeline.stack.pump()


def test_an_object_whose_document_was_lost_on_its_way_is_summarized_after_all(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump(PARSE)
    pipeline.stack.take("SummarizeQueue")
    assert sweep(pipeline) == {"sent_again": 1}
    assert pipeline.state().sent_again == 1
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.state().sent_again == 0


def test_what_has_not_stalled_is_left_alone(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump(PARSE)
    assert sweep(pipeline, after=3600) == {}
    assert pipeline.stack.take("ParseQueue") == []


def test_what_was_sent_again_is_left_alone_until_it_stalls_anew(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump(PARSE)
    before = pipeline.state()
    assert sweep(pipeline) == {"sent_again": 1}
    assert pipeline.state().updated_at > before.updated_at
    assert sweep(pipeline, after=3600) == {}


def test_what_stalls_again_and_again_fails_and_a_late_success_mends_it(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump(PARSE)
    documents = pipeline.stack.take("SummarizeQueue")
    outcomes = [sweep(pipeline, resends=2) for _ in range(4)]
    assert outcomes == [{"sent_again": 1}, {"sent_again": 1}, {"failed": 1}, {}]
    state = pipeline.state()
    assert (state.status, state.code, state.sent_again) == (Status.FAILED, "stalled", 2)
    assert state.advice and "redrive" in state.advice
    pipeline.stack.send("SummarizeQueue", *documents)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_a_run_is_bounded_in_objects_and_in_time_and_takes_the_oldest_first(pipeline: Pipeline) -> None:
    for key in ("a.txt", "b.txt", "c.txt"):
        pipeline.upload(key)
        pipeline.stack.pump(PARSE)
    assert sweep(pipeline, objects=2) == {"sent_again": 2}
    assert [pipeline.state(key).sent_again for key in ("a.txt", "b.txt", "c.txt")] == [1, 1, 0]
    assert sweep(pipeline, has_time=lambda: False) == {}


def test_the_function_runs_on_its_schedule(pipeline: Pipeline) -> None:
    (schedule,) = pipeline.stack.deployment.schedules()
    assert schedule.every == timedelta(minutes=15)
    pipeline.upload()
    pipeline.stack.pump(PARSE)
    assert pipeline.stack.invoke("SweepFunction", schedule.event()) == {}


def test_a_schedule_that_is_not_run_here_is_an_error() -> None:
    properties = {"ScheduleExpression": "cron(0 3 * * ? *)", "Target": {"Arn": "arn:aws:lambda:r:1:function:f"}}
    with pytest.raises(UnknownScheduleError, match="Nightly is not a rate"):
        ScheduleConfiguration.of("Nightly", properties)


def test_a_check_brings_in_an_object_whose_event_was_lost_and_the_late_event_wins(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    events = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", check_of(pipeline))
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.state().sequencer == ""
    pipeline.stack.send("ParseQueue", *events)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.state().sequencer != ""


def test_a_check_of_what_is_right_changes_nothing(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.upload("empty.txt", b"")
    pipeline.stack.pump()
    before = pipeline.state(), pipeline.state("empty.txt"), pipeline.summary()
    pipeline.stack.send("ParseQueue", check_of(pipeline), check_of(pipeline, "empty.txt"), check_of(pipeline, "none"))
    pipeline.stack.pump()
    assert (pipeline.state(), pipeline.state("empty.txt"), pipeline.summary()) == before
    assert pipeline.table.state(pipeline.uri("none")) is None


def test_a_check_ends_an_object_whose_deletion_was_not_heard_of(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete()
    pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", check_of(pipeline))
    pipeline.stack.pump()
    pipeline.assert_deleted()


def test_a_reprocess_reads_the_same_version_once_more(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    message, before = reprocess_of(pipeline), pipeline.state()
    for _ in range(2):
        pipeline.stack.send("ParseQueue", message)
        pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.state().revision == before.revision.next_generation
    assert pipeline.state().uploaded_at == before.uploaded_at


def test_a_late_reprocess_does_not_bring_back_what_was_deleted_or_replaced(pipeline: Pipeline) -> None:
    pipeline.upload("a.txt")
    pipeline.upload("b.txt")
    pipeline.stack.pump()
    messages = reprocess_of(pipeline, "a.txt"), reprocess_of(pipeline, "b.txt")
    pipeline.delete("a.txt")
    newer = pipeline.upload("b.txt", MARKET)
    pipeline.stack.pump()
    pipeline.stack.send("ParseQueue", *messages)
    pipeline.stack.pump()
    pipeline.assert_deleted("a.txt")
    pipeline.assert_summarized("b.txt", newer)


def test_a_malformed_message_of_our_own_is_parked(pipeline: Pipeline) -> None:
    pipeline.stack.send("ParseQueue", '{"kind": "nutgraf.check", "version": 1}')
    pipeline.stack.pump()
    assert [parked.code for parked in pipeline.parked()] == ["malformed_event"]


def test_dead_letters_of_our_own_become_rows_or_are_parked(pipeline: Pipeline) -> None:
    pipeline.upload("done.txt")
    pipeline.stack.pump()
    pipeline.upload("stalled.txt")
    pipeline.stack.pump(PARSE)
    pipeline.stack.take("SummarizeQueue")
    letters = [check_of(pipeline, key) for key in ("new.txt", "stalled.txt", "done.txt")]
    pipeline.stack.send("ParseDeadLetterQueue", *letters, reprocess_of(pipeline, "done.txt"))
    pipeline.stack.pump()
    for key in ("new.txt", "stalled.txt", "done.txt"):
        assert (pipeline.state(key).status, pipeline.state(key).code) == (Status.FAILED, "retries_exhausted")
    assert [parked.body for parked in pipeline.parked()] == [letters[2]]


STEPS = ("upload", "delete", "check", "reprocess", "sweep", "one", "late", "pump")


@examples(12)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=10), data=st.data())
def test_messages_of_our_own_between_events_in_any_order_end_in_the_newest_version(
    pipeline: Pipeline, steps: list[str], data: st.DataObject
) -> None:
    key = f"{uuid4()}.txt"  # not generated: rows of one example must not affect the next one
    waiting: list[str] = []
    current: str | None = None
    uploads = 0
    for step in steps:
        if step == "upload":
            current, uploads = pipeline.upload(key, (BRIDGE, MARKET)[uploads % 2]), uploads + 1
        elif step == "delete" and current:
            pipeline.delete(key)
            current = None
        elif step == "check":
            pipeline.stack.send("ParseQueue", check_of(pipeline, key))
        elif step == "reprocess" and pipeline.table.state(pipeline.uri(key)):
            pipeline.stack.send("ParseQueue", reprocess_of(pipeline, key))
        elif step == "sweep":
            sweep(pipeline)
        waiting += pipeline.stack.take("ParseQueue")
        if step == "one" and waiting:
            pipeline.stack.send("ParseQueue", waiting.pop(data.draw(st.integers(0, len(waiting) - 1))))
            pipeline.stack.pump(PARSE)
        elif step == "late" and waiting:
            pipeline.stack.send("ParseQueue", data.draw(st.sampled_from(waiting)))  # it is delivered again
            pipeline.stack.pump()
        elif step == "pump":
            pipeline.stack.pump()
    for number in data.draw(st.permutations(range(len(waiting)))):
        pipeline.stack.send("ParseQueue", waiting[number])
        pipeline.stack.pump()
    pipeline.stack.pump()
    if current:
        pipeline.assert_summarized(key, current)
    elif pipeline.table.state(pipeline.uri(key)):
        pipeline.assert_deleted(key)
    else:
        assert not uploads
