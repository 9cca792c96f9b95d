"""A date as it is written, before it is resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Unit(StrEnum):
    """The length of time that an expression names."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"


class Shift(StrEnum):
    """What an expression is counted from, and in which direction."""

    # From the day of publication: `last month`, `this month`, `next month`, `3 months ago`, `3 months from now`.
    LAST = "last"
    THIS = "this"
    NEXT = "next"
    AGO = "ago"
    AHEAD = "ahead"

    # From the date that the text named last: `that year`, `3 months later`, `3 months earlier`.
    SAME = "same"
    LATER = "later"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Written:
    """A date at [start, end) of a sentence, with the parts that are written.

    `month` is the first month of a season; `number` is that of a quarter or a half of a year. With `shift`, `unit` is
    counted `count` times from another date. `year_shift` shifts only the year (`in March last year`). `until` is the
    end of a range.
    """

    start: int
    end: int
    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    number: int | None = None
    shift: Shift | None = None
    year_shift: Shift | None = None
    count: int = 1
    until: Written | None = None

    def to(self, until: Written) -> Written:
        """Return the range from this date to `until`."""
        return replace(self, end=until.end, until=until)
