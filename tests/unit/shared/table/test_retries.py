"""Which errors of DynamoDB are retried within a call."""

from collections.abc import Sequence
from typing import Any

import pytest
from botocore.exceptions import ClientError

from shared.table.retries import MOST_TRIES, retried


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.table.retries._FIRST_PAUSE_SECONDS", 0)


def error(code: str, reasons: Sequence[str | None] = ()) -> ClientError:
    response: Any = {"Error": {"Code": code}, "CancellationReasons": [{"Code": reason} for reason in reasons]}
    return ClientError(response, "Operation")


class Failing:
    """A call that raises an error a number of times, then returns its number."""

    def __init__(self, raised: ClientError, times: int) -> None:
        self._raised = raised
        self._times = times
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= self._times:
            raise self._raised
        return self.calls


@pytest.mark.parametrize(
    "raised",
    [
        error("TransactionConflictException"),
        error("TransactionCanceledException", ["None", "TransactionConflict"]),
        error("TransactionCanceledException", ["ThrottlingError", "None"]),
        error("TransactionCanceledException", [None, "ProvisionedThroughputExceeded", "TransactionConflict"]),
    ],
)
def test_conflicts_and_throttled_items_are_retried_but_not_for_ever(raised: ClientError) -> None:
    assert retried(Failing(raised, MOST_TRIES - 1)) == MOST_TRIES
    failing = Failing(raised, MOST_TRIES)
    with pytest.raises(ClientError):
        retried(failing)
    assert failing.calls == MOST_TRIES


@pytest.mark.parametrize(
    "raised",
    [
        error("ConditionalCheckFailedException"),
        error("ValidationException"),
        error("TransactionCanceledException", ["None", "ConditionalCheckFailed"]),
        error("TransactionCanceledException", ["TransactionConflict", "ValidationError"]),
    ],
)
def test_other_errors_are_raised_at_once(raised: ClientError) -> None:
    failing = Failing(raised, 1)
    with pytest.raises(ClientError):
        retried(failing)
    assert failing.calls == 1
