"""All dates of a sentence in a language other than English, as they are written."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

from functions.summarize.dates.languages.east_asian import EAST_ASIAN, east_asian_dates
from functions.summarize.dates.languages.signs import FUTURE, SINCE
from functions.summarize.dates.languages.spaced import spaced_dates
from functions.summarize.dates.scan import without_overlaps
from functions.summarize.dates.written import Unit, Written

# Maximum number of months between a month without a year and the publication. At a greater distance, the year before
# and the year after are about equally near.
_MOST_MONTHS = 5

_LONGEST_MONTH = 31

# Code points before a date that are searched: a preposition and an article. A sentence can have thousands of dates.
BEFORE = 20

# Articles between a preposition and a date.
ARTICLES = frozenset("dem den el het le o".split())


def foreign_dates(sentence: str, language: str) -> list[Written]:
    """Return the dates of a sentence in one of DATE_LANGUAGES. Of those that overlap, the longest is kept."""
    plain = sentence if sentence.isascii() else "".join(map(_with_ascii_digit, sentence))
    find = east_asian_dates if language in EAST_ASIAN else spaced_dates
    return without_overlaps(sentence, list(find(plain, language)))


def looks_back(sentence: str, start: int, language: str) -> bool:
    """Return whether the words before a date at `start` say that it is over: `sinds 3 maart`."""
    if language not in SINCE or (language in FUTURE and re.search(FUTURE[language], sentence, re.IGNORECASE)):
        return False
    *before, last = ["", *sentence[max(0, start - BEFORE) : start].casefold().split()]
    return SINCE[language] in ((before[-1], last) if last in ARTICLES and before else (last,))


def placed(written: Written, published: date | None) -> Written | None:
    """Return a date that can be resolved: a day without a month has that of the latest such day.

    None if the publication does not decide it: a month without a year that is far away, or no publication.
    """
    if written.unit is Unit.DAY and written.day and not written.month:
        days = (published - timedelta(days=back) for back in range(_LONGEST_MONTH)) if published else ()
        latest = next((day for day in days if day.day == written.day), None)
        return replace(written, year=latest.year, month=latest.month) if latest else None
    is_shifted = written.year or written.year_shift or written.shift
    if written.unit is Unit.MONTH and written.month and not is_shifted and published:
        apart = abs(written.month - published.month)
        return written if min(apart, 12 - apart) <= _MOST_MONTHS else None
    return written


def _with_ascii_digit(character: str) -> str:
    return character if character.isascii() else str(unicodedata.decimal(character, character))
