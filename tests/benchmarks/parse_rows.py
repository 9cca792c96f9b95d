"""The results of the parse benchmark for each file."""

import re
from collections import Counter
from dataclasses import dataclass

from tests.benchmarks.readers import Outcome

WORD = re.compile(r"[^\W\d_]+")

# Signs of mojibake: control characters, U+FFFD, and UTF-8 that was decoded as Windows-1252.
ODDITIES = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]|Ã[\x80-\xbf€-™]|â€|ï»¿")


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of one reader for one file."""

    outcome: str
    characters: int
    words: int
    # Number of signs of mojibake (ODDITIES).
    odd: int
    ms: float
    # For a peer: the share of its words that our text also has, as a multiset. None if either text has no words.
    kept: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One file, read by the product and by the peers."""

    file: str
    bytes: int
    media_type: str | None
    warnings: tuple[str, ...]
    # Peak resident memory of the worker process during this file, in megabytes.
    peak_mb: float
    readings: dict[str, Reading]


def reading(outcome: Outcome, milliseconds: float) -> Reading:
    """Return the figures of an outcome."""
    return Reading(
        outcome=outcome.outcome,
        characters=len(outcome.text),
        words=sum(1 for _ in WORD.finditer(outcome.text)),
        odd=sum(1 for _ in ODDITIES.finditer(outcome.text)),
        ms=round(milliseconds, 2),
    )


def share_kept(ours: str, theirs: str) -> float | None:
    """Return the share of a peer's words that our text also has, as a multiset; None if either has no words."""
    have, wanted = (Counter(map(str.casefold, WORD.findall(text))) for text in (ours, theirs))
    if not have or not wanted:
        return None
    return round((have & wanted).total() / wanted.total(), 3)
