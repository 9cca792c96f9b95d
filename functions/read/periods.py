"""Periods of time in requests: a day, or from one time to another."""

import re
from datetime import UTC, date, datetime, timedelta

from shared.instants import Period, instant

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\Z", re.ASCII)


class PeriodError(ValueError):
    """A parameter of a period is wrong; `name` is the parameter."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def period_of(day: str | None, since: str | None, until: str | None) -> Period:
    """Return the period of the parameters `day`, `from` and `to`; raise PeriodError if they are wrong."""
    if day is not None:
        if since is not None or until is not None:
            raise PeriodError("day", "give either `day`, or `from` and `to`")
        first = date_in(day, "day")
        return Period(_start(first, 0, "day"), _start(first, 1, "day"))
    period = Period(
        None if since is None else _moment(since, "from", 0), None if until is None else _moment(until, "to", 1)
    )
    try:
        _ = period.last
    except OverflowError as error:
        raise PeriodError("to", "give a time after the beginning of the calendar") from error
    if period.since and period.until and period.since >= period.until:
        raise PeriodError("to", "`to` must be later than `from`")
    return period


def date_in(text: str, name: str) -> date:
    """Return a day; raise PeriodError with the name of the parameter if the text is none."""
    try:
        if _DATE.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # such as February 30; reported below
    raise PeriodError(name, "give a day of the calendar as YYYY-MM-DD")


def _moment(text: str, name: str, days: int) -> str:
    """Return an instant; of a date, the start of the day `days` after it."""
    if not _INSTANT.match(text):
        try:
            return _start(date_in(text, name), days, name)
        except PeriodError as error:
            raise PeriodError(name, "give a day as YYYY-MM-DD or a time as in 2026-11-22T09:30:00Z") from error
    try:
        return instant(datetime.fromisoformat(text.upper()))
    except (ValueError, OverflowError) as error:
        raise PeriodError(name, "give a time that exists, as in 2026-11-22T09:30:00Z") from error


def _start(day: date, days: int, name: str) -> str:
    try:
        return instant(datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=days))
    except OverflowError as error:
        raise PeriodError(name, "give a day before the end of the year 9999") from error
