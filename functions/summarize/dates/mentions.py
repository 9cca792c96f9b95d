"""The dates in a text, normalised to ISO 8601. Relative dates are resolved from the day of publication."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from functions.summarize.dates.expressions import AHEAD, DATE, DEADLINE, HAPPENED, MONTHS, NEARBY, NUMBERS, WEEKDAYS

WEEK = 7

# Number of years before and after the publication in which a day without a year is searched. They contain at least one
# 29 February, except around 1900 and 2100.
YEARS_AROUND = 4


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at `text[start:end]`. `date` is a year, a month or a day in ISO 8601."""

    start: int
    end: int
    date: str


def find_dates(text: str, start: int, end: int, published: date | None) -> Iterator[DateMention]:
    """Yield the dates in the sentence `text[start:end]`.

    Without the day of publication, only dates with a year are found. A day or a month without a year is the one nearest
    to the publication, or the next one in a sentence about the future. A weekday is within the seven days up to the
    publication, or after it. Ambiguous dates (03/04/2026) are ignored.
    """
    sentence = text[start:end]
    for match in DATE.finditer(sentence):
        first = _first(match)
        found = _normalised(match, published, _is_ahead(sentence, first))
        if found is not None:
            yield DateMention(start + first, start + match.end(), found)


def _is_ahead(sentence: str, place: int) -> bool:
    """Return whether the date at `place` is probably in the future."""
    before = sentence[max(0, place - NEARBY) : place]
    if DEADLINE.search(before):
        return True
    return HAPPENED.search(before) is None and AHEAD.search(sentence) is not None


def _first(match: re.Match[str]) -> int:
    """Return the start of the date, without the preposition before a month or a year."""
    for group in ("month_5", "year_4"):
        if match.group(group):
            return match.start(group)
    return match.start()


def _normalised(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    if "iso_year" in parts:
        return _day(int(parts["iso_year"]), int(parts["iso_month"]), int(parts["iso_day"]))
    day, month, year = (_any(parts, name, "1", "2", "3", "4", "5") for name in ("day", "month", "year"))
    if month and day:
        return _month_and_day(_month(month), int(day), year, published, ahead)
    if month and year:
        return f"{year}-{_month(month):02}"
    if year:
        return year
    if published is None:
        return None
    if month:
        return _month_alone(_month(month), parts.get("shift_month", "").lower(), published, ahead)
    if "relative_day" in parts:
        return _relative_day(parts["relative_day"].lower(), published).isoformat()
    if "weekday_3" in parts:
        wanted = WEEKDAYS.index(parts["weekday_3"].lower())
        return _weekday(wanted, parts.get("shift_weekday", "").lower(), published, ahead).isoformat()
    if "shifted_unit" in parts:
        step = {"last": -1, "this": 0, "next": 1}[parts["shift_unit"].lower()]
        return str(published.year + step) if parts["shifted_unit"] == "year" else _shifted_month(published, step)
    return _ago(parts["count"].lower(), parts["unit"], published)


def _any(parts: dict[str, str], name: str, *numbers: str) -> str | None:
    return next((parts[f"{name}_{number}"] for number in numbers if f"{name}_{number}" in parts), None)


def _month(written: str) -> int:
    letters = written.lower().rstrip(".")[:3]
    return 1 + next(number for number, name in enumerate(MONTHS) if name.startswith(letters))


def _day(year: int, month: int, day: int) -> str | None:
    """Return the day, None if it is not in the calendar."""
    return date(year, month, day).isoformat() if day <= monthrange(year, month)[1] else None


def _month_and_day(month: int, day: int, year: str | None, published: date | None, ahead: bool) -> str | None:
    if year is not None:
        return _day(int(year), month, day)
    if published is None:
        return None
    days = [
        found for step in range(-YEARS_AROUND, YEARS_AROUND + 1) if (found := _day(published.year + step, month, day))
    ]
    return _nearest([date.fromisoformat(found) for found in days], published, ahead).isoformat() if days else None


def _nearest(days: list[date], published: date, ahead: bool) -> date:
    coming = [found for found in days if found >= published]
    if ahead and coming:
        return coming[0]
    return min(days, key=lambda found: (abs(found - published), found))


def _month_alone(month: int, shift: str, published: date, ahead: bool) -> str:
    years = [published.year + step for step in (-1, 0, 1)]
    months = [(year, month) for year in years]
    here = (published.year, published.month)
    if shift == "this":
        return f"{published.year}-{month:02}"
    if shift == "last":
        year, _ = max(found for found in months if found < here)
    elif shift == "next" or (ahead and shift == ""):
        year, _ = min(found for found in months if found > here or (not shift and found == here))
    else:
        year, _ = min(months, key=lambda found: (abs(12 * (found[0] - here[0]) + found[1] - here[1]), found))
    return f"{year}-{month:02}"


def _relative_day(phrase: str, published: date) -> date:
    return published + timedelta(days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(phrase, 0))


def _weekday(wanted: int, shift: str, published: date, ahead: bool) -> date:
    """Return the day of the nearest weekday. `last` and `next` never mean the day of publication itself."""
    back = (published.weekday() - wanted) % WEEK
    if shift == "next":
        return published + timedelta(days=WEEK - back)
    if shift != "last" and ahead:
        return published + timedelta(days=(WEEK - back) % WEEK)
    return published - timedelta(days=back or (WEEK if shift == "last" else 0))


def _shifted_month(published: date, step: int) -> str:
    year, month = divmod(12 * published.year + published.month - 1 + step, 12)
    return f"{year}-{month + 1:02}"


def _ago(count: str, unit: str, published: date) -> str | None:
    number = int(count) if count.isdecimal() else 1 if count == "an" else 1 + NUMBERS.index(count)
    if unit == "year":
        return str(published.year - number) if number < published.year else None
    if unit == "month":
        return _shifted_month(published, -number)
    return (published - timedelta(days=number * (WEEK if unit == "week" else 1))).isoformat()
