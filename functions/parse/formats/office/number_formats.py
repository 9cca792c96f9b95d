"""The meaning of a number in a cell by its format (ECMA-376-1, 18.8.30): a date, a time, a percentage or a number."""

import re
from datetime import datetime, timedelta
from enum import Enum

# Day 0 of the default date system (ECMA-376-1, 18.17.4.1). Its day 60 is 29 February 1900, which never existed: the
# days before it are one day later than this date implies.
EPOCH_1900 = datetime(1899, 12, 30)
FIRST_RIGHT_DAY = 61

# Day 0 of the date system of older Macintosh workbooks, and how many days later it is.
EPOCH_1904 = datetime(1904, 1, 1)
DAYS_TO_1904 = 1_463

# The day after 31 December 9999.
AFTER_LAST_DAY = 2_958_466

SECONDS_A_DAY = 86_400

# Exclusive maximum of a number with another meaning. Larger values are displayed as numbers.
LARGEST = 1e15

# Parts of a format code that aren't digits or dates: literal text, blanks, and bracketed conditions, colours, locales.
NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)

# Hours, minutes or seconds that don't wrap around: a duration.
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


class Meaning(Enum):
    """The meaning that a format gives a number."""

    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TIME = "time"
    # A date with a time.
    MOMENT = "moment"
    DURATION = "duration"


# Formats that have a number and no code (ECMA-376-1, 18.8.30). All others are formats of plain numbers.
BUILT_IN = (
    dict.fromkeys((9, 10), Meaning.PERCENTAGE)
    | dict.fromkeys((*range(14, 18), *range(27, 32), 34, 35, 36, *range(50, 59)), Meaning.DATE)
    | dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 47), Meaning.TIME)
    | {22: Meaning.MOMENT, 46: Meaning.DURATION}
)


def meaning_of(code: str) -> Meaning:
    """Return the meaning that a format code gives a positive number."""
    shown = NOT_CODE.sub("", code).partition(";")[0].lower()
    if ELAPSED.search(shown):
        return Meaning.DURATION
    if "general" in shown or "standard" in shown:
        return Meaning.NUMBER
    has_day, has_time = bool(re.search("[dy]|mmm", shown)), bool(re.search("[hs]", shown))
    if has_day or has_time:
        return Meaning.MOMENT if has_day and has_time else Meaning.DATE if has_day else Meaning.TIME
    if "%" in shown:
        return Meaning.PERCENTAGE
    # `m` alone is a month. With digits, it is not a date.
    return Meaning.DATE if "m" in shown and "0" not in shown and "#" not in shown else Meaning.NUMBER


def shown_number(value: float, meaning: Meaning, from_1904: bool = False) -> str:
    """Return a number as text: dates and times in ISO 8601, percentages with a sign, 15 digits as in Excel."""
    if meaning is Meaning.NUMBER or not abs(value) < LARGEST:
        return plain_number(value)
    if meaning is Meaning.PERCENTAGE:
        return plain_number(value * 100) + "%"
    if meaning is Meaning.DURATION:
        return _duration(value)
    return _moment(value, meaning, from_1904) or plain_number(value)


def plain_number(value: float) -> str:
    """Return a number as text without binary rounding noise."""
    text = f"{value:.15g}"
    if "e" in text and 1e15 <= abs(value) < 1e21:
        return f"{value:.0f}"
    return "0" if text == "-0" else text


def _duration(value: float) -> str:
    seconds = round(abs(value) * SECONDS_A_DAY)
    sign = "-" if value < 0 and seconds else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _moment(value: float, meaning: Meaning, from_1904: bool) -> str | None:
    """Return the date or time of a serial number; None if it is out of range."""
    if not 0 <= value < AFTER_LAST_DAY - DAYS_TO_1904 * from_1904:
        return None
    epoch = EPOCH_1904 if from_1904 else EPOCH_1900
    days, seconds = divmod(round(value * SECONDS_A_DAY), SECONDS_A_DAY)
    if not from_1904 and 0 < days < FIRST_RIGHT_DAY:
        days += 1
    moment = epoch + timedelta(days=days, seconds=seconds)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if meaning is Meaning.TIME or days == 0:
        return clock
    return moment.date().isoformat() if meaning is Meaning.DATE or seconds == 0 else f"{moment.date()} {clock}"
