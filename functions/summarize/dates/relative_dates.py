"""Dates that are counted from another day: `yesterday`, `on Monday`, `last week`, `two years ago`, `a year later`."""

import re
from collections.abc import Iterator

from functions.summarize.dates.hinted import BothCases, HintedPattern
from functions.summarize.dates.words import (
    COUNT,
    FULL_WEEKDAY,
    SEASON,
    SEASONS,
    WEEKDAYS,
    count_of,
    weekday_number,
)
from functions.summarize.dates.written import Shift, Unit, Written
from functions.summarize.sentences.characters import FRACTIONS, WORD_END

_DAY = HintedPattern(
    re.compile(
        rf"\b(?P<day>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|today|tonight|tomorrow|"
        rf"last\s+night|this\s+(?:morning|afternoon|evening|day)){WORD_END}",
        re.IGNORECASE,
    ),
    ("yesterday", "tomorrow", "today", "night", "this"),
)
_DAYS_FROM_PUBLICATION = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}

# `Today` in a name (the Tonight show, Canada Today), in general (`still used today`), and in a comparison.
_NAME_BEFORE_DAY = re.compile(r"(?:\bthe|[a-z’']\s+[A-Z]\w*)\s+$|^\s*[A-Z]\w*\s+$")
_GENERAL_BEFORE = re.compile(
    r"\b(?:still|even|as\s+\w+|known|use|used|than(?:\s+\w+)?|is|are|until|of|for|exists?|between\s.*)\s+$",
    re.IGNORECASE,
)
_GENERAL_AFTER = re.compile(r"\s*(?:than\b|[’']s\s+[a-z])")

# A word alone in quotation marks, and a quotation inside a quotation: nobody knows the day on which that was said.
# With a comma the quotation can go on: `"Today," she said, "we won."`
_QUOTE_BEFORE = re.compile(r"[\"“”‘']$")
_QUOTE_AFTER = re.compile(r"\.?[\"“”’']")
_DOUBLE_QUOTE = re.compile(r"[\"“”]")
_INNER_QUOTE = re.compile(r"(?:(?<=\s)|(?<=[(\"“—–]))[‘'](?=\w)[^\"“”‘]{0,300}?[’'](?!\w)")

# Number of code points before and after a day in which a quotation is searched.
_NEARBY = 300

# Before a weekday that is not one day: a feast or another day with a name of its own, a habit (`every Monday`), a range
# of weekdays, an hour.
_NAMED_WEEKDAY = re.compile(
    rf"""
    (?:
        \b (?: black|good|ash|super|cyber|holy|palm|easter|maundy|giving|fat|shrove|whit|bloody|spy|small\s+business
            |every|each|most|any|a|per|casual|manic|alternate )
        | {FULL_WEEKDAY}\s+(?:to|through)
        | \d\s*(?:am|pm)?,?
        | / | - | – | —
    )
    \s* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
# After a weekday of a timetable: `Monday to Friday`, `Monday 9 am`, `Monday evenings`.
_HABIT_AFTER = re.compile(
    rf"""
    \s* (?:
        / | - | – | —
        | to\s+{FULL_WEEKDAY}
        | the\s+\d | through\b | \d
        | and\s+(?:\w+\s+)?(?:weekends|holidays|evenings|mornings|nights)\b
        | (?:night|morning|afternoon|evening)s\b
        | :
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAME_AFTER = re.compile(
    r"\s+(?:(?!Night|Morning|Afternoon|Evening|I\b)[A-Z][a-z]+|(?:Night|Morning|Afternoon|Evening)\s+[A-Z][a-z]+)"
)
_WEEKDAY = HintedPattern(
    re.compile(
        rf"\b(?:(?P<shift>last|next|this(?:\s+past|\s+coming)?)\s+)?"
        rf"(?P<weekday>{FULL_WEEKDAY}{WORD_END}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?!\w))",
        re.IGNORECASE,
    ),
    (*WEEKDAYS, "mon.", "tue.", "tues.", "wed.", "thur.", "thurs.", "fri.", "sat.", "sun."),
)

_UNIT = HintedPattern(
    re.compile(
        rf"\b(?:(?:(?:earlier|later)\s+)?(?P<shift>last|next|this)\s+(?P<unit>weekend|month|year|quarter)(?P<plural>s?)"
        rf"{WORD_END}|over\s+the\s+(?P<past>weekend){WORD_END})",
        re.IGNORECASE,
    ),
    ("last", "next", "this", "weekend"),
)
_PERSON_BEFORE = re.compile(r"\b(?:the|his|her|its|their|my|your|our)\s+$", re.IGNORECASE)
_LAST_OF_YEAR = HintedPattern(
    re.compile(
        rf"\b(?:the\s+)?(?:end\s+of\s+(?P<which>the|this|last|next)\s+year|year[\s-]end){WORD_END}", re.IGNORECASE
    ),
    ("year",),
)

# Before a count, these words make it vague.
_VAGUE = re.compile(
    rf"""
    (?:
        \b (?: almost|nearly|about|over|more\s+than|less\s+than|some|around|roughly|at\s+least|up\s+to|and|half|or|to )
        | \d[.,]
        | [{FRACTIONS}–-]
    )
    \s* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = HintedPattern(
    re.compile(
        rf"(?<![\w.,-])(?P<count>\[?{COUNT}\]?)\s+(?P<unit>day|week|month|year)s?\s+"
        rf"(?P<shift>ago|from\s+now|later|earlier){WORD_END}",
        re.IGNORECASE,
    ),
    ("ago", "now", "later", "earlier"),
)
_CONTINUED = HintedPattern(
    re.compile(
        rf"\b(?:(?P<same>that(?:\s+same)?|the\s+same)\s+year|the\s+(?P<shift>next|following|previous|preceding)\s+"
        rf"(?P<unit>day|month|year|{SEASON})){WORD_END}",
        re.IGNORECASE,
    ),
    ("that", "same", "next", "following", "previous", "preceding"),
)
_LATER = frozenset({"next", "following", "later"})


def relative_dates(sentence: BothCases) -> Iterator[Written]:
    """Yield the dates of a sentence that are counted from the publication or from the date named before."""
    for match in _DAY.matches(sentence):
        if _is_day(sentence.text, match) and not _is_of_inner_quotation(sentence.text, match):
            phrase = " ".join(match["day"].lower().split())
            count = _DAYS_FROM_PUBLICATION.get(phrase, 0)
            yield Written(match.start(), match.end(), Unit.DAY, shift=Shift.AHEAD, count=count)
    for match in _WEEKDAY.matches(sentence):
        if _is_weekday(sentence.text, match):
            shift = match["shift"].lower().split()[0] if match["shift"] else None
            yield Written(
                match.start(),
                match.end(),
                Unit.DAY,
                weekday=weekday_number(match["weekday"]),
                shift=Shift(shift) if shift else None,
            )
    for match in _UNIT.matches(sentence):
        shift = (match["shift"] or "last").lower()
        if shift != "this" and (
            match["plural"] or _PERSON_BEFORE.search(sentence.text[max(0, match.start() - 8) : match.start()])
        ):
            continue  # the last years of a life
        unit = (match["unit"] or match["past"]).lower()
        yield Written(match.start(), match.end(), Unit(unit), shift=Shift(shift))
    for match in _LAST_OF_YEAR.matches(sentence):
        which = (match["which"] or "this").lower()
        shift = Shift.THIS if which == "the" else Shift(which)
        yield Written(match.start(), match.end(), Unit.MONTH, month=12, year_shift=shift)
    yield from _counted(sentence)
    yield from _continued(sentence)


def _is_day(sentence: str, match: re.Match[str]) -> bool:
    word = match["day"].lower()
    before, after = sentence[max(0, match.start() - 40) : match.start()], sentence[match.end() : match.end() + 40]
    if word in ("last night", "this day"):
        return not re.search(r"\b(?:the|to)\s+$", before, re.IGNORECASE) and not after.startswith(" of")
    if word not in ("today", "tonight", "tomorrow"):
        return True
    if _NAME_BEFORE_DAY.search(before) and (match["day"][0].isupper() or before.lower().endswith("the ")):
        return False
    return word != "today" or not (_GENERAL_BEFORE.search(before) or _GENERAL_AFTER.match(after))


def _is_of_inner_quotation(sentence: str, match: re.Match[str]) -> bool:
    """Return whether a day is a quoted word, or in a quotation that another speaker repeats."""
    start, end = match.span()
    if _QUOTE_BEFORE.search(sentence[max(0, start - 1) : start]) and _QUOTE_AFTER.match(sentence, end):
        return True
    first = max(0, start - _NEARBY)
    nearby = sentence[first : end + _NEARBY]
    if _DOUBLE_QUOTE.search(nearby) is None:
        return False
    return any(inner.start() < start - first and end - first < inner.end() for inner in _INNER_QUOTE.finditer(nearby))


def _is_weekday(sentence: str, match: re.Match[str]) -> bool:
    written = match["weekday"]
    if not written[0].isupper():
        return False
    before, after = sentence[max(0, match.start() - 20) : match.start()], sentence[match.end() : match.end() + 20]
    if written.lower() in ("sat.", "sun.", "wed."):  # also words at the end of a sentence
        return bool(match["shift"]) or re.search(r"\bon\s+$|^\s*$", before) is not None
    if _NAMED_WEEKDAY.search(before) or _HABIT_AFTER.match(after):
        return False
    return _NAME_AFTER.match(after) is None or match["shift"] is not None or before.rstrip().lower().endswith("on")


def _counted(sentence: BothCases) -> Iterator[Written]:
    shifts = {"ago": Shift.AGO, "later": Shift.LATER, "earlier": Shift.EARLIER}
    for match in _COUNTED.matches(sentence):
        if _VAGUE.search(sentence.text[max(0, match.start() - 12) : match.start()]):
            continue
        shift = shifts.get(match["shift"].lower(), Shift.AHEAD)
        count = count_of(match["count"].strip("[]"))
        yield Written(match.start(), match.end(), Unit(match["unit"].lower()), shift=shift, count=count)


def _continued(sentence: BothCases) -> Iterator[Written]:
    for match in _CONTINUED.matches(sentence):
        if match["same"]:
            yield Written(match.start(), match.end(), Unit.YEAR, shift=Shift.SAME)
            continue
        unit = match["unit"].lower()
        shift = Shift.LATER if match["shift"].lower() in _LATER else Shift.EARLIER
        month = SEASONS.get(unit)
        yield Written(match.start(), match.end(), Unit.SEASON if month else Unit(unit), month=month, shift=shift)
