"""The ISO 8601 value of a date as it is written."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from functions.summarize.dates.written import Shift, Unit, Written

WEEK = 7
_SATURDAY = 5

# Number of years before and after the publication in which a day without a year is searched. They contain at least one
# 29 February, except around 1900 and 2100.
YEARS_AROUND = 4

# A day or month on the side of the verb's tense is taken if it is at most this many days from the publication,
# otherwise the nearest one: nobody omits the year of a day that is nearly a year away.
_MOST_DAYS = 300

_STEPS = {
    Shift.LAST: -1,
    Shift.THIS: 0,
    Shift.NEXT: 1,
    Shift.AGO: -1,
    Shift.AHEAD: 1,
    Shift.EARLIER: -1,
    Shift.LATER: 1,
}
_CONTINUED = frozenset({Shift.SAME, Shift.LATER, Shift.EARLIER})


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is counted from: the day of publication or of the quoted message, the year of the passage for days
    and months without one, the value of the date that the text named last, and the last full date before."""

    day: date | None = None
    year: int | None = None
    last: str | None = None
    near: date | None = None


def resolve(written: Written, context: Context, ahead: bool | None) -> str | None:
    """Return the value of a date, None if the context does not give it or the calendar does not have it.

    `ahead`: whether the sentence is about the future, None if nothing shows it.
    """
    try:
        return _range(written, context, ahead) if written.until else _single(written, context, ahead)
    except (OverflowError, ValueError):  # outside the calendar
        return None


def _single(written: Written, context: Context, ahead: bool | None) -> str | None:
    if written.year is not None:
        return _in_year(written, written.year)
    if written.shift in _CONTINUED:
        return _continued(written, context.last)
    if written.year_shift is Shift.SAME:
        return _in_year(written, _year_of(context.last)) if context.last else None
    if (
        context.year is not None
        and written.shift is None
        and written.year_shift is None
        and (written.month or written.number)
    ):
        return _with_weekday(written, context.year, context.day or context.near)
    if context.day is None:
        return None
    if written.year_shift is not None:
        return _in_year(written, context.day.year + _STEPS[written.year_shift])
    return _counted(written, context.day, ahead)


def _in_year(written: Written, year: int) -> str:
    month = written.month or 1
    if written.unit is Unit.DAY:
        return date(year, month, written.day or 1).isoformat()
    if written.unit is Unit.MONTH:
        return f"{_iso_year(year)}-{month:02}"
    if written.unit is Unit.SEASON:
        return _months(year, month, 3)
    if written.unit is Unit.QUARTER:
        return f"{_iso_year(year)}-Q{written.number}"
    if written.unit is Unit.HALF:
        return _months(year, 6 * (written.number or 1) - 5, 6)
    return f"{_iso_year(year)}/{_iso_year(year + 9)}" if written.unit is Unit.DECADE else _iso_year(year)


def _iso_year(year: int) -> str:
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


def _months(year: int, first: int, length: int) -> str:
    return f"{_month(year, first)}/{_month(year, first + length - 1)}"


def _month(year: int, month: int) -> str:
    """Return a month; the month after the last one, 13, is the first of the next year."""
    year, month = divmod(12 * year + month - 1, 12)
    return f"{_iso_year(year)}-{month + 1:02}"


def _year_of(value: str) -> int:
    return int(value[:5] if value.startswith("-") else value[:4])


def _with_weekday(written: Written, year: int, near: date | None) -> str | None:
    """Return the date in the year, or in the one before or after it if only there the day is on its weekday.

    None if that is nearly a year from the day `near`, if it is known: either the weekday or the day is wrong.
    """
    if written.weekday is None or written.month is None or written.day is None:
        return _in_year(written, year)
    days = {
        found: date(found, written.month, min(written.day, monthrange(found, written.month)[1]))
        for found in (year, year - 1, year + 1)
    }
    found = next((found for found, day in days.items() if day.weekday() == written.weekday), None)
    if found is None:
        return None
    if found != year and near is not None and abs(days[found] - near).days > _MOST_DAYS:
        return None
    return _in_year(written, found)


def _counted(written: Written, day: date, ahead: bool | None) -> str | None:
    if written.month is not None:
        return _near(written, day, ahead)
    if written.weekday is not None:
        return _weekday(written.weekday, written.shift, day, ahead).isoformat()
    step = _STEPS[written.shift] if written.shift else 0
    if written.unit is Unit.DAY:
        return (day + timedelta(days=step * written.count)).isoformat()
    if written.unit is Unit.WEEK:
        return _week(day, written.shift, step * written.count)
    if written.unit is Unit.WEEKEND:
        return _weekend(day, written.shift, ahead)
    if written.unit is Unit.MONTH:
        return _month(day.year, day.month + step * written.count)
    if written.unit is Unit.QUARTER:
        return _quarter(written, day, step, ahead)
    return _iso_year(date(day.year + step * written.count, 1, 1).year) if written.unit is Unit.YEAR else None


def _near(written: Written, day: date, ahead: bool | None) -> str | None:
    """Return the day, month or season of a year near `day`, by the tense of the verb."""
    starts = {
        date(year, written.month or 1, written.day or 1): year
        for year in range(day.year - YEARS_AROUND, day.year + YEARS_AROUND + 1)
        if (written.day or 1) <= monthrange(year, written.month or 1)[1]
    }
    if not starts:
        return None
    here = day if written.unit is Unit.DAY else day.replace(day=1)
    if written.unit is Unit.SEASON:
        # The season that the day is in starts at most two months before it.
        year, month = divmod(12 * day.year + day.month - 1 - 2, 12)
        here = date(year, month + 1, 1)
    chosen = starts[_chosen(list(starts), here, written.shift, ahead)]
    return _with_weekday(written, chosen, day)


def _chosen(days: list[date], here: date, shift: Shift | None, ahead: bool | None) -> date:
    earlier, coming = [found for found in days if found <= here], [found for found in days if found >= here]
    if shift is Shift.LAST:
        return max(found for found in days if found < here)
    if shift is Shift.NEXT:
        return min(found for found in days if found > here)
    if shift is Shift.THIS:
        return min(days, key=lambda found: (found.year != here.year, found))
    if ahead and coming and (coming[0] - here).days <= _MOST_DAYS:
        return coming[0]
    if ahead is False and earlier and (here - earlier[-1]).days <= _MOST_DAYS:
        return earlier[-1]
    return min(days, key=lambda found: (abs(found - here), found))


def _weekday(wanted: int, shift: Shift | None, day: date, ahead: bool | None) -> date:
    """Return the day of the nearest weekday. `last` and `next` never mean the day of publication itself."""
    back = (day.weekday() - wanted) % WEEK
    if shift is Shift.NEXT:
        return day + timedelta(days=WEEK - back)
    if shift is not Shift.LAST and (ahead or (shift is Shift.THIS and ahead is None)):
        return day + timedelta(days=(WEEK - back) % WEEK)
    return day - timedelta(days=back or (WEEK if shift is Shift.LAST else 0))


def _week(day: date, shift: Shift | None, weeks: int) -> str:
    there = day + timedelta(days=WEEK * weeks)
    if shift in (Shift.AGO, Shift.AHEAD):
        return there.isoformat()
    monday = there - timedelta(days=there.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=WEEK - 1)).isoformat()}"


def _weekend(day: date, shift: Shift | None, ahead: bool | None) -> str:
    """Return Saturday and Sunday. On a weekday, `this weekend` is the one before or after, by the tense."""
    saturday = day + timedelta(days=_SATURDAY - day.weekday())
    is_over = day.weekday() < _SATURDAY and (shift is Shift.LAST or (shift is Shift.THIS and ahead is False))
    if is_over or (shift is Shift.LAST and day.weekday() >= _SATURDAY):
        saturday -= timedelta(days=WEEK)
    elif shift is Shift.NEXT:
        saturday += timedelta(days=WEEK)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def _quarter(written: Written, day: date, step: int, ahead: bool | None) -> str:
    current = 4 * day.year + (day.month - 1) // 3
    if written.number is None:
        year, number = divmod(current + step, 4)
        return f"{_iso_year(year)}-Q{number + 1}"
    year = day.year
    if not ahead and 4 * year + written.number - 1 > current:
        year -= 1
    return _in_year(written, year)


def _continued(written: Written, last: str | None) -> str | None:
    """Return the date that is counted from the one named last, None if that one is less precise than a unit."""
    if last is None:
        return None
    step = _STEPS[written.shift] * written.count if written.shift in _STEPS else 0
    if written.unit is Unit.YEAR:
        return _iso_year(_year_of(last) + step)
    if last.startswith("-") or "Q" in last or len(last) < len("2000-01"):
        return None
    if written.unit is Unit.MONTH:
        return _month(int(last[:4]), int(last[5:7]) + step)
    if written.unit is Unit.SEASON:
        here = date(int(last[:4]), int(last[5:7]), 1)
        return _near(replace(written, shift=Shift.NEXT if step > 0 else Shift.LAST), here, None)
    if len(last) < len("2000-01-01"):
        return None
    return (date.fromisoformat(last) + timedelta(days=step * (WEEK if written.unit is Unit.WEEK else 1))).isoformat()


def _range(written: Written, context: Context, ahead: bool | None) -> str | None:
    """Return a range. An end without a year is in that of the other end, or in the next one."""
    until = written.until
    if until is None:
        return None
    first, is_turn = (
        replace(written, until=None),
        (written.month or 0, written.day or 0) > (until.month or 0, until.day or 0),
    )
    if first.year is None and until.year is not None:
        first = replace(first, year=until.year - is_turn)
    start = _single(first, context, ahead)
    if start is None:
        return None
    if until.year is None:
        until = replace(until, year=_year_of(start) + is_turn)
    end = _single(until, context, ahead)
    if end is None:
        return None
    start, end = start.partition("/")[0], end.rpartition("/")[2]
    return f"{start}/{end}" if start.startswith("-") or start < end else None
