"""All dates of a sentence as they are written, in order, with ranges joined."""

import re
from dataclasses import replace

from functions.summarize.dates.calendar_dates import has_month, month_dates, numeric_dates
from functions.summarize.dates.hinted import BothCases
from functions.summarize.dates.relative_dates import relative_dates
from functions.summarize.dates.written import Unit, Written
from functions.summarize.dates.years import parts_of_years, years

_DIGIT = re.compile(r"\d")

# Letters that match `s`, `i` and `k` when case is ignored, such as the long s of old prints (`laſt year`). They are not
# equal to those letters in lower case.
_VARIANTS = str.maketrans("ſıİ\u212a", "siIK")

# What joins two dates to a range. `and` does so after `between`.
_TO = re.compile(r"\s*[–—-]\s*|,?\s+(?:to|through|until|till)\s+(?:(?:early|late|mid|about)[\s-]+)?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:early|late|mid)[\s-]+)?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+(?:(?:early|late|mid|about)[\s-]+)?$", re.IGNORECASE)

# What is between two dates of which the last one has the year of both: `3 September and 1 October 2021`.
_COORDINATED = re.compile(r",\s+|,?\s+(?:and|or|&)\s+(?:(?:on|in)\s+)?(?:the\s+)?", re.IGNORECASE)

_RANGE_UNITS = frozenset({Unit.DAY, Unit.MONTH, Unit.YEAR, Unit.DECADE, Unit.QUARTER})


def dates_written(sentence: str, *, day_first: bool | None) -> list[Written]:
    """Return the dates of a sentence. Of those that overlap, the longest is kept."""
    if not sentence.isascii():
        sentence = sentence.translate(_VARIANTS)
    both = BothCases.of(sentence)
    has_digit = _DIGIT.search(sentence) is not None
    found: list[Written] = []
    if has_month(both):
        found += month_dates(sentence, has_digit=has_digit)
    if has_digit:
        found += numeric_dates(sentence, day_first=day_first)
        found += years(both)
    found += parts_of_years(both)
    found += relative_dates(both)
    return without_overlaps(sentence, found)


def without_overlaps(sentence: str, dates: list[Written]) -> list[Written]:
    """Return the dates of a sentence in order, the longest of those that overlap, with ranges joined."""
    if not dates:
        return []
    dates.sort(key=lambda written: (written.start - written.end, written.start))
    kept: list[Written] = []
    taken = bytearray(len(sentence))
    for written in dates:
        if not any(taken[written.start : written.end]):
            taken[written.start : written.end] = b"\1" * (written.end - written.start)
            kept.append(written)
    kept.sort(key=lambda written: written.start)
    return _with_shared_years(sentence, _joined(sentence, kept))


def _with_shared_years(sentence: str, dates: list[Written]) -> list[Written]:
    """Return the dates, with the year of the last of several days or months that `and` joins for those before it."""
    dated = list(dates)
    for place in range(len(dated) - 2, -1, -1):
        first, last = dated[place], dated[place + 1]
        if (
            first.unit is last.unit
            and first.month is not None
            and last.month is not None
            and last.year is not None
            and not (first.year or first.until or first.shift or first.year_shift)
            and (first.month, first.day or 0) <= (last.month, last.day or 0)
            and _COORDINATED.fullmatch(sentence, first.end, last.start)
        ):
            dated[place] = replace(first, year=last.year)
    return dated


def _joined(sentence: str, dates: list[Written]) -> list[Written]:
    joined: list[Written] = []
    for written in dates:
        if joined and _is_range(sentence, joined[-1], written):
            joined[-1] = joined[-1].to(written)
        else:
            joined.append(written)
    return joined


def _is_range(sentence: str, first: Written, last: Written) -> bool:
    """Return whether two adjacent dates are the ends of a range. Two full dates with a dash are those of a life."""
    if first.until or last.until or first.unit is not last.unit or first.unit not in _RANGE_UNITS:
        return False
    if first.shift or last.shift or (first.month is None and first.weekday is not None):
        return False
    between, before = sentence[first.end : last.start], sentence[max(0, first.start - 20) : first.start]
    if _AND.fullmatch(between):
        return _BETWEEN.search(before) is not None
    if not _TO.fullmatch(between):
        return False
    return first.year is None or first.unit is not Unit.DAY or _FROM.search(before) is not None
