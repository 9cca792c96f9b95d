"""The parts of the load benchmark that count."""

import pytest

from tests.benchmarks import load
from tests.benchmarks.load import Stopwatch, document


def test_a_second_is_counted_in_the_innermost_stage_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(load, "perf_counter", lambda: now[0])
    stopwatch = Stopwatch()
    now[0] = 1.0  # before any stage
    with stopwatch.stage("outer"):
        now[0] += 2
        for _ in range(2):
            with stopwatch.stage("inner"):
                now[0] += 5
        now[0] += 4
    now[0] += 8
    assert dict(stopwatch.seconds) == {"outer": 6, "inner": 10}
    assert dict(stopwatch.times) == {"outer": 1, "inner": 2}


def test_documents_differ_by_their_number_and_by_nothing_else() -> None:
    assert len({document(number) for number in range(300)}) == 300
    assert document(7) == document(7)
