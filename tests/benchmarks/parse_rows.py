"""What the parse benchmark notes of each file."""

import re
from collections import Counter
from dataclasses import dataclass

from tests.benchmarks.readers import Outcome

WORD = re.compile(r"[^\W\d_]+")

# Control characters, U+FFFD, and UTF-8 that was taken for Windows-1252.
ODDITIES = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]|Ã[\x80-\xbf€-™]|â€|ï»¿")


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reader did on one file."""

    outcome: str
    characters: int
    words: int
    # Signs of mojibake, see ODDITIES.
    odd: int
    ms: float
    # Of a peer: the share of its words that we have too, each as often. None where either read none.
    kept: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One file, read by us and by the peers."""

    file: str
    bytes: int
    media_type: str | None
    warnings: tuple[str, ...]
    # Resident memory of the worker process at most, during this file.
    peak_mb: float
    readings: dict[str, Reading]


def reading(outcome: Outcome, milliseconds: float) -> Reading:
    """The figures of what was read."""
    return Reading(
        outcome=outcome.outcome,
        characters=len(outcome.text),
        words=sum(1 for _ in WORD.finditer(outcome.text)),
        odd=sum(1 for _ in ODDITIES.finditer(outcome.text)),
        ms=round(milliseconds, 2),
    )


def share_kept(ours: str, theirs: str) -> float | None:
    """The share of a peer's words that our text has too, each as often; None where either has no word."""
    have, wanted = (Counter(map(str.casefold, WORD.findall(text))) for text in (ours, theirs))
    if not have or not wanted:
        return None
    return round((have & wanted).total() / wanted.total(), 3)
