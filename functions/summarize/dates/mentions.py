"""Dates as a text writes them, normalised to ISO 8601 against the day that it was published."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from functions.summarize.dates.expressions import AHEAD, DATE, DEADLINE, HAPPENED, MONTHS, NEARBY, NUMBERS, WEEKDAYS

WEEK = 7

# In which 29 February comes once at least, but around 1900 and 2100.
YEARS_AROUND = 4


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: `text[start:end]` is how it is written, `date` what it is: a year, a month or a day."""

    start: int
    end: int
    date: str


def find_dates(text: str, start: int, end: int, published: date | None) -> Iterator[DateMention]:
    """The dates in the sentence `text[start:end]`.

    Without the day of publication only dates that say their year are found. A day or a month without a year is the
    nearest to the publication, or the next one after it in a sentence that speaks of what is to come; a weekday
    is one of the seven days up to the publication, or after it. Days and months that could be read both ways
    (03/04/2026) are left alone.
    """
    sentence = text[start:end]
    for match in DATE.finditer(sentence):
        first = _first(match)
        found = _normalised(match, published, _is_ahead(sentence, first))
        if found is not None:
            yield DateMention(start + first, start + match.end(), found)


def _is_ahead(sentence: str, place: int) -> bool:
    """Whether the date that begins at `place` is rather to come than past."""
    before = sentence[max(0, place - NEARBY) : place]
    if DEADLINE.search(before):
        return True
    return HAPPENED.search(before) is None and AHEAD.search(sentence) is not None


def _first(match: re.Match[str]) -> int:
    """Where the date itself begins: a preposition before a month or a year is not a part of it."""
    for group in ("month_5", "year_4"):
        if match.group(group):
            return match.start(group)
    return match.start()


def _normalised(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    said = {name: value for name, value in match.groupdict().items() if value}
    if "iso_year" in said:
        return _day(int(said["iso_year"]), int(said["iso_month"]), int(said["iso_day"]))
    day, month, year = (_any(said, name, "1", "2", "3", "4", "5") for name in ("day", "month", "year"))
    if month and day:
        return _month_and_day(_month(month), int(day), year, published, ahead)
    if month and year:
        return f"{year}-{_month(month):02}"
    if year:
        return year
    if published is None:
        return None
    if month:
        return _month_alone(_month(month), said.get("shift_month", "").lower(), published, ahead)
    if "relative_day" in said:
        return _relative_day(said["relative_day"].lower(), published).isoformat()
    if "weekday_3" in said:
        wanted = WEEKDAYS.index(said["weekday_3"].lower())
        return _weekday(wanted, said.get("shift_weekday", "").lower(), published, ahead).isoformat()
    if "shifted_unit" in said:
        step = {"last": -1, "this": 0, "next": 1}[said["shift_unit"].lower()]
        return str(published.year + step) if said["shifted_unit"] == "year" else _shifted_month(published, step)
    return _ago(said["count"].lower(), said["unit"], published)


def _any(said: dict[str, str], name: str, *numbers: str) -> str | None:
    return next((said[f"{name}_{number}"] for number in numbers if f"{name}_{number}" in said), None)


def _month(written: str) -> int:
    letters = written.lower().rstrip(".")[:3]
    return 1 + next(number for number, name in enumerate(MONTHS) if name.startswith(letters))


def _day(year: int, month: int, day: int) -> str | None:
    """The day, None where the calendar has no such one."""
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


def _relative_day(said: str, published: date) -> date:
    return published + timedelta(days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(said, 0))


def _weekday(wanted: int, shift: str, published: date, ahead: bool) -> date:
    """`last` and `next` leave the day of publication out; without them it counts as the one that is past."""
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
    number = int(count) if count.isdigit() else 1 if count == "an" else 1 + NUMBERS.index(count)
    if unit == "year":
        return str(published.year - number) if number < published.year else None
    if unit == "month":
        return _shifted_month(published, -number)
    return (published - timedelta(days=number * (WEEK if unit == "week" else 1))).isoformat()
