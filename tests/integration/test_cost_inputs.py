"""The measurement for the cost model matches the current behaviour of the functions."""

from infra.cost.measured import Measured, read_measured
from tests.benchmarks.cost_inputs import measure
from tests.benchmarks.load import document

BATCHES, NAMES = "dynamodb.BatchWriteItem", "dynamodb.BatchGetItem"


def kinds(measured: Measured) -> set[tuple[object, ...]]:
    """Return the kinds of writes, without their counts. Names are written only if the table does not have them yet."""
    writes = (w for w in measured.writes if w.row != "names")
    return {(w.stage, w.operation, w.row, w.transactional, w.before, w.after) for w in writes}


def test_calls_and_writes_are_those_that_were_measured() -> None:
    now, failed = measure([(f"{n}.txt", document(n).encode()) for n in range(2)], 1, "")
    committed = read_measured()
    assert failed == []
    again = "measure again: python -m tests.benchmarks.cost_inputs --write"
    for stage, taken in now.stages.items():
        calls = dict(committed.stages[stage].calls)
        if BATCHES in calls:
            assert calls[BATCHES] >= 1, "a document with more than 25 index rows needs several batches"
            calls[BATCHES] = 1
        assert calls.pop(NAMES, 0) <= 1, "the rows of names are read at most once"
        assert {name: number for name, number in taken.calls.items() if name != NAMES} == calls, again
        assert taken.metrics == committed.stages[stage].metrics, again
    assert kinds(now) == kinds(committed), again
    assert now.rows.keys() - {"names"} == committed.rows.keys() - {"names"}
    assert now.events == committed.events == 1
    assert 0 < now.stages["parse"].milliseconds < now.stages["summarize"].milliseconds
