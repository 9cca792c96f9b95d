"""The times that options accept: instants of RFC 3339, dates, words such as `yesterday`, and ages such as `7d`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from infra.cli.errors import WRONG_ARGUMENTS, fail
from infra.cli.terminal import plain
from shared.instants import Period, instant

# Help of an option that takes a time, after the words that describe its effect.
TIMES = "a date, an RFC 3339 instant, today, yesterday, or an age (12h, 7d)"

_DATE = r"\d{4}-\d\d-\d\d"
_INSTANT = re.compile(rf"{_DATE}[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
_DAY = re.compile(_DATE, re.ASCII)
_AGE = re.compile(r"(\d+)([smhdw])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
# Days before today.
_WORDS = {"today": 0, "yesterday": 1}


def instant_of(text: str, at: datetime) -> str:
    """Return the instant that `text` means at the time `at`; a date or a word means the start of that day in UTC.

    Accepts `2026-11-22`, `2026-11-22T10:30Z`, `2026-11-22T10:30:00.5+01:00` (without an offset: UTC), `now`, `today`,
    `yesterday`, and ages of a whole number of seconds, minutes, hours, days or weeks: `90s`, `30m`, `12h`, `7d`, `2w`.
    Raises ValueError for anything else, with a message that lists these forms.
    Source of the instants: RFC 3339, section 5.6; the seconds and the offset are optional here.
    """
    words = text.strip()
    try:
        if age := _AGE.fullmatch(words):
            return instant(at - timedelta(**{_UNITS[age[2]]: int(age[1])}))
        if words.lower() == "now":
            return instant(at)
        if _INSTANT.fullmatch(words):
            moment = datetime.fromisoformat(words.upper())
            return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        return f"{_day(words, at)}T00:00:00.000Z"
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"{plain(text)!r} is not a time. Use a date (2026-01-31), an instant (2026-01-31T12:00:00Z), "
            "now, today, yesterday, or an age (30m, 12h, 7d)."
        ) from error


def day_of(text: str, at: datetime) -> str:
    """Return a day in UTC as YYYY-MM-DD: a date, `today` or `yesterday`; raises ValueError for anything else."""
    try:
        return _day(text.strip(), at)
    except ValueError as error:
        raise ValueError(f"{plain(text)!r} is not a day. Use a date (2026-01-31), today or yesterday.") from error


def checked(option: str, text: str | None, parse: Callable[[str, datetime], str], at: datetime) -> str | None:
    """Return what `parse` makes of an option's value; end the command with a message if it refuses the value."""
    if text is None:
        return None
    try:
        return parse(text, at)
    except ValueError as error:
        fail(f"{option}: {error}", code=WRONG_ARGUMENTS)


def checked_period(since: str | None, until: str | None, at: datetime) -> Period:
    """Return the period of --since and --until. A period that is empty or in the future ends the command."""
    period = Period(checked("--since", since, instant_of, at), checked("--until", until, instant_of, at))
    end = period.until or instant(at)
    if period.since is not None and period.since >= end:
        until_text = "--until" if until is not None else "now"
        fail(f"--since ({period.since}) must be before {until_text} ({end}).", code=WRONG_ARGUMENTS)
    return period


def _day(text: str, at: datetime) -> str:
    """Return the day of a date or a word; raises ValueError for anything else."""
    if text.lower() in _WORDS:
        return (at.astimezone(UTC) - timedelta(days=_WORDS[text.lower()])).date().isoformat()
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return datetime.strptime(text, "%Y-%m-%d").date().isoformat()
