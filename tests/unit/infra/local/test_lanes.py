"""The order of batches: long ones leave room for short ones, and none waits for ever."""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from infra.local.lambda_service.lanes import MOST_OVERTAKING, Lanes

# A batch: its number in the order of arrival, and whether it is long.
Batch = tuple[int, bool]


def lanes(environments: int, *batches: Batch) -> Lanes[Batch]:
    """Lanes in which batches wait."""
    made: Lanes[Batch] = Lanes(environments, lambda batch: batch[1])
    for batch in batches:
        made.add(batch)
    return made


def started(made: Lanes[Batch]) -> list[Batch]:
    """Start everything that may start now."""
    found = []
    while (batch := made.start_next()) is not None:
        found.append(batch)
    return found


def test_a_short_batch_starts_while_all_long_ones_take_their_time() -> None:
    made = lanes(3, (1, True), (2, True), (3, True))
    assert started(made) == [(1, True), (2, True)]
    assert made.has_room
    made.add((4, False))
    assert started(made) == [(4, False)]
    made.end((4, False))
    assert started(made) == []
    made.end((1, True))
    assert started(made) == [(3, True)]


def test_a_single_environment_takes_the_short_ones_first_and_then_a_long_one() -> None:
    made = lanes(1, (1, True), (2, True), *((number, False) for number in range(3, 30)))
    order = []
    while batch := made.start_next():
        order.append(batch)
        made.end(batch)
    assert [number for number, is_long in order[:MOST_OVERTAKING]] == list(range(3, 3 + MOST_OVERTAKING))
    assert order[MOST_OVERTAKING] == (1, True)
    assert order.index((2, True)) == 2 * MOST_OVERTAKING + 1
    assert len(order) == 29


@given(st.integers(1, 5), st.lists(st.tuples(st.booleans(), st.integers(1, 4)), max_size=60))
def test_everything_starts_once_within_its_lane_in_order_and_within_the_limits(
    environments: int, arrivals: list[tuple[bool, int]]
) -> None:
    made = lanes(environments)
    running: deque[Batch] = deque()
    order: list[Batch] = []

    def start() -> None:
        for batch in started(made):
            running.append(batch)
            order.append(batch)
        long = sum(is_long for _, is_long in running)
        assert len(running) <= environments and long <= max(1, environments - 1)
        # nothing waits beside a free environment, except long ones beside the one for short ones
        assert len(running) == environments or not made.waiting or all(is_long for _, is_long in made.waiting)

    for number, (is_long, ended) in enumerate(arrivals):
        made.add((number, is_long))
        start()
        for _ in range(min(ended - 1, len(running))):
            made.end(running.popleft())
            start()
    while running:
        made.end(running.popleft())
        start()
    for kind in (False, True):
        lane = [number for number, is_long in order if is_long is kind]
        assert lane == [number for number, (is_long, _) in enumerate(arrivals) if is_long is kind]
