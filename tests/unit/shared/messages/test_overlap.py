"""Messages of a batch overlap within bounds, and each keeps its own order, result and deadline."""

import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from infra.cost.model import Phases
from shared.errors import Code, PermanentError
from shared.messages.batch import handle_batch
from shared.messages.overlap import MOST_MESSAGES, Footprint, Overlap, run_overlapping
from shared.messages.parking import ParkingQueue
from tests.support.properties import examples
from tests.unit.shared.messages.test_batch import Context, event, failed

MOST_BYTES = 100


@dataclass(frozen=True)
class Message:
    """A message of the tests. Without `size`, its footprint is unknown."""

    number: int
    size: int | None
    objects: frozenset[str]
    milliseconds: float

    @property
    def footprint(self) -> Footprint | None:
        return None if self.size is None else Footprint(self.objects, self.size)


@dataclass
class Log:
    """Runs messages, and records which of them were in progress at the start of each."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    running: list[Message] = field(default_factory=list)
    started: list[int] = field(default_factory=list)
    together: list[list[Message]] = field(default_factory=list)

    def work(self, message: Message) -> int:
        with self.lock:
            self.running.append(message)
            self.started.append(message.number)
            self.together.append(list(self.running))
        time.sleep(message.milliseconds / 1000)
        with self.lock:
            self.running.remove(message)
        return message.number

    def run(self, messages: list[Message], has_time_for: Callable[[int], bool] = lambda _: True) -> list[int]:
        by_body = {str(message.number): message for message in messages}
        overlap = Overlap(lambda body: by_body[body].footprint, MOST_BYTES)
        results = run_overlapping(list(by_body.items()), self.work, overlap, has_time_for)
        assert self.running == []
        return results


batches = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 150)),
        st.frozensets(st.sampled_from("abcdefgh"), max_size=2),
        st.sampled_from([0, 0, 0.5, 2]),
    ),
    max_size=10,
).map(lambda drawn: [Message(number, *each) for number, each in enumerate(drawn)])


@given(batches)
@examples(60)
def test_messages_start_in_order_within_the_bounds_and_keep_their_own_results(messages: list[Message]) -> None:
    log = Log()
    assert log.run(messages) == [message.number for message in messages]
    assert sorted(log.started) == [message.number for message in messages]
    # Threads that are started in order may reach their first line in another order.
    assert all(abs(place - number) < MOST_MESSAGES for place, number in enumerate(log.started))
    for together in log.together:
        assert len(together) <= MOST_MESSAGES
        if len(together) > 1:
            assert all(message.size is not None for message in together)
            assert sum(message.size or 0 for message in together) <= MOST_BYTES
            objects = [name for message in together for name in message.objects]
            assert len(objects) == len(set(objects))


@given(batches)
@examples(25)
def test_without_time_for_two_messages_run_one_after_another(messages: list[Message]) -> None:
    log = Log()
    log.run(messages, lambda number: number == 1)
    assert all(len(together) == 1 for together in log.together)
    assert log.started == [message.number for message in messages]


def test_as_many_messages_as_permitted_wait_for_aws_at_the_same_time() -> None:
    met = threading.Barrier(MOST_MESSAGES)
    overlap = Overlap(lambda body: Footprint(frozenset({body}), 1), MOST_BYTES)
    messages = [(str(number), None) for number in range(2 * MOST_MESSAGES)]

    def work(_: None) -> None:
        met.wait(timeout=30)

    assert run_overlapping(messages, work, overlap, lambda _: True) == [None] * len(messages)


def test_the_cost_model_computes_how_messages_overlap() -> None:
    phases, processor = Phases(before=0.1, work=0.02, after=0.1), threading.Lock()
    overlap = Overlap(lambda body: Footprint(frozenset({body}), 1), MOST_BYTES)

    def work(_: None) -> None:
        time.sleep(phases.before)
        with processor:
            time.sleep(phases.work)
        time.sleep(phases.after)

    begun = time.perf_counter()
    run_overlapping([(str(number), None) for number in range(5)], work, overlap, lambda _: True)
    seconds = time.perf_counter() - begun
    assert phases.seconds(5) == pytest.approx(2 * 0.1 + 2 * (0.02 + 0.1) + 0.02)
    assert phases.seconds(5) <= seconds < 5 * phases.seconds(1)


@pytest.mark.parametrize(
    ("footprint", "others", "permitted"),
    [
        (Footprint(frozenset("a"), 40), [Footprint(frozenset("b"), 60)], True),
        (Footprint(frozenset("a"), 41), [Footprint(frozenset("b"), 60)], False),
        (Footprint(frozenset("a"), 1_000), [], True),
        (Footprint(frozenset("a"), 1), [Footprint(frozenset("a"), 1)], False),
        (Footprint(frozenset(), 0), [Footprint(frozenset(), 0)], True),
        (None, [], True),
        (None, [Footprint(frozenset("b"), 1)], False),
        (Footprint(frozenset("a"), 1), [None], False),
    ],
)
def test_the_rule(footprint: Footprint | None, others: list[Footprint | None], permitted: bool) -> None:
    overlap = Overlap(lambda _: None, MOST_BYTES)
    assert overlap.permits(footprint, others) is permitted


def test_a_message_sees_the_context_variables_of_the_invocation() -> None:
    variable: ContextVar[str] = ContextVar("variable")
    token = variable.set("of the invocation")
    seen: list[str] = []
    overlap = Overlap(lambda body: Footprint(frozenset({body}), 1), MOST_BYTES)
    run_overlapping([("a", None), ("b", None)], lambda _: seen.append(variable.get()), overlap, lambda _: True)
    variable.reset(token)
    assert seen == ["of the invocation"] * 2


# --- batches of the queue ---


@pytest.fixture
def parking(monkeypatch: pytest.MonkeyPatch) -> Iterator[ParkingQueue]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        sqs = boto3.client("sqs", "us-east-1")
        yield ParkingQueue(sqs.create_queue(QueueName="parking")["QueueUrl"], sqs)


OVERLAP = Overlap(lambda body: Footprint(frozenset({body}), 1), MOST_BYTES)


def test_only_the_message_that_failed_returns_to_the_queue_from_an_overlapping_batch(parking: ParkingQueue) -> None:
    met = threading.Barrier(3)

    def handle(body: str) -> None:
        met.wait(timeout=30)
        if body == "bad":
            raise ConnectionError("lost")
        if body == "worse":
            raise PermanentError(Code.MALFORMED_EVENT, "It is not from S3.")

    response = handle_batch(
        event("a", "bad", "worse"), Context(1000), handle, parking, seconds_needed=1, overlap=OVERLAP
    )
    assert failed(response) == ["bad"]


def test_a_message_is_acknowledged_only_after_all_of_its_work(parking: ParkingQueue) -> None:
    ended: list[str] = []

    def handle(body: str) -> None:
        time.sleep(0.05 if body == "b" else 0)
        ended.append(body)

    response = handle_batch(event("a", "b"), Context(1000), handle, parking, seconds_needed=1, overlap=OVERLAP)
    assert (sorted(ended), failed(response)) == (["a", "b"], [])


def test_nothing_is_done_for_a_message_that_the_deadline_keeps_from_starting(parking: ParkingQueue) -> None:
    handled: list[str] = []
    response = handle_batch(
        event("a", "b", "c", "d"), Context(13), handled.append, parking, seconds_needed=10, overlap=OVERLAP
    )
    assert handled == ["a", "b", "c", "d"][: len(handled)]
    assert 1 <= len(handled) < 4
    assert failed(response) == ["a", "b", "c", "d"][len(handled) :]


def test_a_process_that_ends_acknowledges_nothing(parking: ParkingQueue) -> None:
    handled: list[str] = []

    def handle(body: str) -> None:
        handled.append(body)
        if body == "a":
            raise SystemExit(1)

    with pytest.raises(SystemExit):
        handle_batch(event("a", "b", "c"), Context(1000), handle, parking, seconds_needed=1, overlap=OVERLAP)
    assert "a" in handled
