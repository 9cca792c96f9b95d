"""Dates with a month or in digits: `5 May 2019`, `May 2019`, `in May`, `13-22 May`, `2019-05-05`, `31.12.2019`."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from functions.summarize.dates.hinted import BothCases, HintedPattern
from functions.summarize.dates.words import (
    ANY_WEEKDAY,
    DAY,
    DAY_WORDS,
    END,
    MONTH,
    MONTHS,
    YEAR,
    YEAR_END,
    day_number,
    month_number,
    weekday_number,
)
from functions.summarize.dates.written import Shift, Unit, Written
from functions.summarize.sentences.characters import LETTER, WORD_CHARACTER

# The first digits of what can be the year of an old document or the hour of a coming event: `Fri 20 June, 1930`.
_HOURS = ("16", "17", "18", "19")

# `this year` after a date without one.
YEAR_SHIFT = (
    r"(?:,?\s+(?:of\s+|in\s+)?(?:(?P<year_shift>this|last|next)|(?P<same>that(?:\s+same)?|the\s+same))\s+year\b)?"
)
_WEEKDAY = rf"(?:\b(?P<weekday>{ANY_WEEKDAY}),?\s+(?:the\s+)?)?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|—|to|through|until)\s*"

_DAY_MONTH = re.compile(
    rf"""
    {_WEEKDAY} (?<![\w.,:/$£€–-])
    (?P<day>{DAY}) {_ORDINAL} (?: {_TO} (?P<last>{DAY}) {_ORDINAL} )? (?: \s+ (?:of\s+)? | - )
    (?P<month>{MONTH}) (?!{LETTER})
    (?:
        (?: ,?\s+ (?:of\s+|in\s+)? | [,.-]\s? ) (?P<year>{YEAR}) {YEAR_END}
        | \s+ (?P<old>[1-9][0-9]{{2}}) (?= [),;.] | \s*$ )
        | {YEAR_SHIFT}
    )
    {END}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}\b(?P<month>{MONTH})\s*(?P<day>{DAY}){_ORDINAL}"
    rf"(?!{WORD_CHARACTER}|[:%/]|[.,]\d(?!\d{{3}}\b)|\s*(?:percent|per\ cent|million|billion)\b)"
    rf"(?:{_TO}(?P<last>{DAY}){_ORDINAL}{END}(?![:%]|\s*[ap]\.?m\b))?"
    rf"(?:(?:,\s*|\s+)(?P<year>{YEAR}){YEAR_END}|{YEAR_SHIFT})",
    re.IGNORECASE,
)
# Only with a year: `a third of March` is no day.
_DAY_IN_WORDS = re.compile(
    rf"\b(?<=\bthe )(?P<day>{'|'.join(reversed(DAY_WORDS))})(?:\s+day)?\s+of\s+(?P<month>{MONTH}),?\s+"
    rf"(?P<year>{YEAR}){YEAR_END}",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"""
    \b (?P<month>{MONTH}) ,?\s+
    (?:
        (?:of\s+|in\s+)? (?:the\s+year\s+)? (?P<year>{YEAR}) {YEAR_END}
        | of\s+ (?P<old>[1-9][0-9]{{2}}) (?= [),;.] )
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_ALONE = re.compile(
    rf"""
    \b (?: (?P<shift>last|this|next) \s+ )?
    (?<![\w’'.]) (?: (?<!-) | (?<=[Mm]id-) )
    (?P<month>{MONTH}) (?! {WORD_CHARACTER} | [’'/-] | \.?,?\s+\d ) {YEAR_SHIFT}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|before|after|during|early|late|mid-?|of|from|to|through|between|around|for|last|"
    r"this|next|throughout|and|or)\s+$|\bmid-$",
    re.IGNORECASE,
)
_MONTHS_OF_NAMES = frozenset(("april", "august", "june", "may", "march"))

_ISO = re.compile(
    rf"(?<![\w./:=-])(?P<year>{YEAR})(?P<mark>[-./])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>{DAY})(?:(?=T\d\d)|{END})",
)
_NUMERIC = re.compile(
    rf"""
    (?<![\w./:=-])
    (?P<first>{DAY}) (?P<mark>[-./]) (?P<second>{DAY}) (?P=mark) \s? (?P<year>{YEAR}|[0-9]{{2}})
    (?! [\w/%°-] | [.,:]\d )
    """,
    re.VERBOSE,
)

# The date in the header of a message of a Unix mailbox: Mon Dec 05 17:09:55 +0000 2022.
_MAILBOX = re.compile(
    rf"\b{ANY_WEEKDAY}\s+(?P<month>{MONTH})\s+(?P<day>{DAY})\s+\d\d:\d\d:\d\d\s+(?:[+-]\d{{4}}\s+|[A-Z]{{3,4}}\s+)?"
    rf"(?P<year>{YEAR}){YEAR_END}",
    re.IGNORECASE,
)

# What every date in digits has, and every date with the name of a month.
_MARKED_DIGITS = re.compile(r"\d[-./]\d")
_ANY_MONTH = HintedPattern(re.compile(rf"{MONTH}(?!{LETTER})"), tuple(name[:3] for name in MONTHS))

# A year of two digits up to this one is of the 21st century, as for POSIX strptime.
_LAST_OF_CENTURY = 68


def has_month(sentence: BothCases) -> bool:
    """Return whether a sentence has the name of a month. Without one, it has no date of `month_dates`."""
    # In lower case, because a search that ignores case is slower.
    return any(_ANY_MONTH.matches(BothCases.of(sentence.lowered)))


def month_dates(sentence: str, *, has_digit: bool) -> Iterator[Written]:
    """Yield the dates with the name of a month, some inside others. `has_digit`: whether the sentence has a digit."""
    with_digits = (_MAILBOX, _DAY_MONTH, _DAY_IN_WORDS, _MONTH_DAY, _MONTH_YEAR) if has_digit else ()
    for pattern in (*with_digits, _MONTH_ALONE):
        for match in pattern.finditer(sentence):
            written = _with_month(sentence, match)
            if written is not None:
                yield written


def numeric_dates(sentence: str, *, day_first: bool | None) -> Iterator[Written]:
    """Yield the dates in digits. `day_first` is their order, None if it is not known."""
    if not _MARKED_DIGITS.search(sentence):
        return
    for match in _ISO.finditer(sentence):
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        yield Written(match.start(), match.end(), Unit.DAY, year=year, month=month, day=day)
    for match in _NUMERIC.finditer(sentence):
        written = _numeric(match, day_first)
        if written is not None:
            yield written


def order_in(text: str) -> bool | None:
    """Return whether the day comes first in the dates in digits, None if no date or different ones decide it."""
    orders = set()
    for match in _NUMERIC.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        if match["mark"] != "." and max(first, second) > 12 >= min(first, second):
            orders.add(first > second)
    return orders.pop() if len(orders) == 1 else None


def _with_month(sentence: str, match: re.Match[str]) -> Written | None:
    groups = match.groupdict()
    written, day, year = match["month"], groups.get("day"), groups.get("year") or groups.get("old")
    if not _is_month(sentence, match, written, has_day=bool(day), has_year=bool(year)):
        return None
    start = match.start("month") if day is None and not groups.get("shift") else match.start()
    if _is_hour(groups):
        year = None
    weekday, shift, year_shift = groups.get("weekday"), groups.get("shift"), groups.get("year_shift")
    found = Written(
        start,
        match.end(),
        Unit.DAY if day else Unit.MONTH,
        year=int(year) if year else None,
        month=month_number(written),
        day=day_number(day) if day else None,
        weekday=weekday_number(weekday) if weekday else None,
        shift=Shift(shift.lower()) if shift else None,
        year_shift=Shift(year_shift.lower()) if year_shift else Shift.SAME if groups.get("same") else None,
    )
    last = groups.get("last")
    if not last:
        return found
    return found.to(Written(start, match.end(), Unit.DAY, year=found.year, month=found.month, day=int(last)))


def _is_hour(groups: Mapping[str, str | None]) -> bool:
    """Return whether what can be a year is the hour of a coming event: no day of that year is that weekday."""
    weekday, day, year = groups.get("weekday"), groups.get("day"), groups.get("year")
    if not (weekday and day and year) or groups.get("last") or not year.startswith(_HOURS) or int(year[2:]) > 59:
        return False
    number, month = day_number(day), month_number(groups["month"] or "")
    if number > monthrange(int(year), month)[1]:
        return False
    return date(int(year), month, number).weekday() != weekday_number(weekday)


def _is_month(sentence: str, match: re.Match[str], written: str, *, has_day: bool, has_year: bool) -> bool:
    """Return whether the name of a month is that of a month: `may` and `April Smith` are not."""
    if not written[0].isupper():
        return has_year and (has_day or written.lower() not in ("may", "march", "mar"))
    if has_day or has_year:
        return True
    if match.groupdict().get("shift") or match.groupdict().get("year_shift"):
        return True
    before = sentence[max(0, match.start("month") - 20) : match.start("month")]
    name = written.lower()
    is_name = re.match(r"\s+[A-Z][a-z]", sentence[match.end() : match.end() + 10]) is not None
    if is_name and (name in _MONTHS_OF_NAMES or not _BEFORE_MONTH.search(before)):
        return False
    if name in _MONTHS_OF_NAMES or len(name) <= 4:
        return _BEFORE_MONTH.search(before) is not None
    return not re.search(r"[A-Z][\w.]*\s+$", before) or _BEFORE_MONTH.search(before) is not None


def _numeric(match: re.Match[str], day_first: bool | None) -> Written | None:
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    if len(year) == 2:
        if match["mark"] == ".":
            return None  # a version, or the number of a section
        year = f"{20 if int(year) <= _LAST_OF_CENTURY else 19}{year}"
    if match["mark"] == "." or first > 12 or first == second:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    elif day_first is not None:
        day, month = (first, second) if day_first else (second, first)
    else:
        return None
    try:
        date(int(year), month, day)
    except ValueError:
        return None
    return Written(match.start(), match.end(), Unit.DAY, year=int(year), month=month, day=day)
