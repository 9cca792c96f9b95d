"""Writers of one object that run at once and stop anywhere: what the state refers to is whole, and nothing is left."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.chaos.clock import Clock
from tests.chaos.plants import PLANTS
from tests.unit.shared.table.conftest import Setup
from tests.unit.shared.table.interleavings import violations_of


def test_after_any_writer_stops_anywhere_the_state_refers_to_whole_summaries_and_nothing_is_left(
    dynamodb: Setup, clock: Clock
) -> None:
    found = [(seed, each.violations[0]) for seed, each in violations_of(dynamodb.client, clock, iter(range(40)))]
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "index-rows-left",
        "manifest-after-rows",
        "not-settled",
        "summary-after-state",
        "summary-not-conditional",
        "young-manifest-forgotten",
        "young-manifest-removed",
    ],
)
def test_a_planted_bug_is_found(dynamodb: Setup, clock: Clock, name: str) -> None:
    plant: Callable[[], AbstractContextManager[object]] = PLANTS[name].plant
    with plant():
        assert next(violations_of(dynamodb.client, clock, iter(range(100))), None), "no violation in 100 runs"
