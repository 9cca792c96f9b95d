"""Dates in Chinese, Japanese and Korean: `2025年3月21日`, `今年3月`, `21日`, `令和7年3月`, `2025년 3월 21일`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from functions.summarize.dates.languages.date_names import date_names
from functions.summarize.dates.written import Shift, Unit, Written

# Languages with these dates.
EAST_ASIAN = frozenset({"ja", "ko", "zh"})

# The first day of each Japanese era since the calendar is the Gregorian one, of 1873, and the last day.
_ERAS = {
    "明治": (date(1868, 10, 23), date(1912, 7, 29)),
    "大正": (date(1912, 7, 30), date(1926, 12, 24)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date(2200, 1, 1)),
}
_FIRST_GREGORIAN = 1873

_YEARS = {
    "今年": Shift.THIS, "本年": Shift.THIS, "去年": Shift.LAST, "昨年": Shift.LAST, "来年": Shift.NEXT,
    "明年": Shift.NEXT, "올해": Shift.THIS, "지난해": Shift.LAST, "작년": Shift.LAST, "내년": Shift.NEXT,
}  # fmt: skip

_NUMBER = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
_ERA = rf"(?P<era>{'|'.join(_ERAS)})(?P<of_era>元|[0-9]{{1,2}})"
_YEAR = rf"(?<![0-9])(?:{_ERA}年|(?P<year>(?:1[0-9]|20)[0-9]{{2}})[年년]|(?P<shift>{'|'.join(_YEARS)}))"
_MONTH = rf"{_NUMBER}\s?[月월](?![0-9]*(?:間|间|曜))"
_OF_MONTH = rf"{_DAY}\s?[日号號일](?!間|间|内|以|後|后|前|连|連|目|間|本|간|째|만|\s?(?:동안|만에|전|후|뒤|이내|연속))"

_WITH_YEAR = re.compile(rf"{_YEAR}度?(?:\s?{_MONTH}(?:\s?{_OF_MONTH})?)?")
_WITHOUT_YEAR = re.compile(rf"(?<![0-9年년]){_MONTH}(?:\s?{_OF_MONTH})?")
_DAY_ALONE = re.compile(rf"(?<![0-9月월年년第/.])(?<![月월]\s){_OF_MONTH}")

# A day of the week in brackets after a date: `3日（月）`.
_WEEKDAY = {"ja": re.compile(r"(?P<day>[月火水木金土日])曜日?"), "ko": re.compile(r"(?P<day>[월화수목금토일])요일")}
_DAYS = ("月火水木金土日", "월화수목금토일")


def east_asian_dates(sentence: str, language: str) -> Iterator[Written]:
    """Yield the dates of a sentence whose digits are ASCII digits, some inside others.

    A day without a month has no month: it is the latest such day.
    """
    for match in _WITH_YEAR.finditer(sentence):
        written = _with_year(match)
        if written is not None:
            yield written
    for match in _WITHOUT_YEAR.finditer(sentence):
        day = match["day"]
        unit = Unit.DAY if day else Unit.MONTH
        yield Written(match.start(), match.end(), unit, month=int(match["month"]), day=int(day) if day else None)
    for match in _DAY_ALONE.finditer(sentence):
        yield Written(match.start(), match.end(), Unit.DAY, day=int(match["day"]))
    weekday = _WEEKDAY.get(language)
    if weekday:
        for match in weekday.finditer(sentence):
            number = next(days.index(match["day"]) for days in _DAYS if match["day"] in days)
            yield Written(match.start(), match.end(), Unit.DAY, weekday=number)
    for form, written in _words(language):
        for match in re.finditer(re.escape(form), sentence):
            yield replace(written, start=match.start(), end=match.end())


def _with_year(match: re.Match[str]) -> Written | None:
    month, day = (int(match[name]) if match[name] else None for name in ("month", "day"))
    unit = Unit.DAY if day else Unit.MONTH if month else Unit.YEAR
    if match["shift"]:
        shift = _YEARS[match["shift"]]
        if unit is Unit.YEAR:
            return Written(match.start(), match.end(), unit, shift=shift)
        return Written(match.start(), match.end(), unit, month=month, day=day, year_shift=shift)
    year = int(match["year"]) if match["year"] else _year_of_era(match, month, day)
    return Written(match.start(), match.end(), unit, year=year, month=month, day=day) if year else None


def _year_of_era(match: re.Match[str], month: int | None, day: int | None) -> int | None:
    """Return the year of a date in an era, None if the era does not have that date."""
    first, last = _ERAS[match["era"]]
    year = first.year - 1 + (1 if match["of_era"] == "元" else int(match["of_era"]))
    if not first.year <= year <= last.year or year < _FIRST_GREGORIAN:
        return None
    starts = (year, month or first.month, day or first.day) >= (first.year, first.month, first.day)
    ends = (year, month or last.month, day or last.day) <= (last.year, last.month, last.day)
    return year if starts and ends else None


@cache
def _words(language: str) -> list[tuple[str, Written]]:
    """Return the words that are counted from the publication, and days of the week, the longest first."""
    names = date_names(language)
    words = {form: written for form, written in names.relative.items() if form not in _YEARS}
    if language not in _WEEKDAY:
        words |= {form: Written(0, 0, Unit.DAY, weekday=number) for form, number in names.weekdays.items()}
    return sorted(words.items(), key=lambda item: -len(item[0]))
