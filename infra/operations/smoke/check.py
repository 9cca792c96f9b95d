"""One line of the report of a smoke test."""

from enum import StrEnum
from typing import NamedTuple


class Result(StrEnum):
    """What a check found. SKIPPED: nothing was checked; the detail has the reason."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


class Check(NamedTuple):
    """A check by name, with its result and what was found. No detail contains a secret."""

    name: str
    result: Result
    detail: str
