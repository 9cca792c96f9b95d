"""Retry what botocore does not retry: conflicts with a transaction, and transactions that DynamoDB throttles."""

import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from botocore.exceptions import ClientError

# Number of calls before a request fails, and the pause after the first one. Pauses double, up to 6 s in total.
MOST_TRIES = 8
_FIRST_PAUSE_SECONDS = 0.05

# Reasons of a cancelled transaction that may not exist in the next try: DynamoDB API Reference, TransactWriteItems.
_TEMPORARY = frozenset({None, "None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})

T = TypeVar("T")


def pauses() -> Iterator[float]:
    """Yield the seconds to wait before each try: 0 before the first, then doubling, with jitter."""
    yield 0.0
    for number in range(MOST_TRIES - 1):
        yield random.uniform(0.5, 1) * _FIRST_PAUSE_SECONDS * 2**number


def retried(call: Callable[[], T]) -> T:
    """Return the result of `call`; repeat it after a conflict with a transaction, up to MOST_TRIES calls in total."""
    for number, pause in enumerate(pauses(), 1):
        time.sleep(pause)
        try:
            return call()
        except ClientError as error:
            if number == MOST_TRIES or not _is_temporary(error):
                raise
    raise AssertionError("the last try returns or raises")


def _is_temporary(error: ClientError) -> bool:
    code = error.response["Error"]["Code"]
    if code == "TransactionCanceledException":
        return {reason.get("Code") for reason in error.response.get("CancellationReasons", ())} <= _TEMPORARY
    return code == "TransactionConflictException"
