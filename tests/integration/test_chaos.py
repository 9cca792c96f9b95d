"""A short chaos campaign has no violations, and the checker finds planted bugs."""

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.checker import follows
from tests.chaos.plants import PLANTS


def test_a_short_campaign_loses_nothing_shows_nothing_stale_and_leaves_nothing_over() -> None:
    report = Campaign(15, seed=1, poison=False).run()
    assert report.violations == []
    assert report.uploads == 15
    assert report.faulty_calls > 0.15 * report.calls
    assert report.interleaved > 0


@pytest.mark.parametrize(
    ("name", "seed"),
    [("condition-left-out", 6), ("error-swallowed", 7), ("failure-acknowledged", 7), ("redriven-forgotten", 3)],
)
def test_a_planted_bug_is_found(name: str, seed: int) -> None:
    with PLANTS[name].plant():
        report = Campaign(14, seed=seed, poison=False).run()
    assert PLANTS[name].promise in {violation.promise for violation in report.violations}


@pytest.mark.parametrize(
    ("shown", "currents", "expected"),
    [
        (["1", "2"], ["1", "2"], True),
        (["2"], ["1", "2"], True),
        (["2", "1"], ["1", "2"], False),
        (["2", "1"], ["1", "2", "1"], True),
        (["1", None, "1"], ["1", None], False),
        (["1", None, "1"], ["1", None, "1"], True),
        ([None], ["1"], True),
    ],
)
def test_what_is_shown_follows_what_was_current(
    shown: list[str | None], currents: list[str | None], expected: bool
) -> None:
    assert follows(shown, currents) is expected
