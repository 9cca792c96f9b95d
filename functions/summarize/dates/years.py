"""Years, decades, and parts of a year: `in 2011`, `(1991)`, `the 1990s`, `summer of 2010`, `Q3 2019`, `400 BCE`."""

import re
from collections.abc import Iterator

from functions.summarize.dates.calendar_dates import YEAR_SHIFT
from functions.summarize.dates.hinted import BothCases, HintedPattern
from functions.summarize.dates.words import ORDINAL, SEASON, SEASONS, YEAR, YEAR_END, ordinal_number
from functions.summarize.dates.written import Shift, Unit, Written
from functions.summarize.sentences.characters import SUPERSCRIPTS, WORD_END

# Years that are written without any other sign of a year, as `the 2016 election`.
_MODERN = range(1900, 2060)

_NUMBER = re.compile(rf"(?:(?<![\w.,:/$£€#§°+=@\\-])|(?<=\bFY))(?P<year>{YEAR})(?P<end>{YEAR_END}|(?=[,.:](?:\s|$)))")
# Words before a number that is the number of a thing, and after a number that counts something.
_NUMBERED_THINGS = r"""
    acts?\s+of apt art article box case cfr ch channel chapter code copyright directive eur ext fax fig figure flight
    form fr gate gbp highway id iso line lot model nos? note number office order page pages phone pp? regulation rfc
    room rooms route rs rule sec section sections stat suite table tel u\.s\.c unit usd version windows
""".split()
_COUNTED_THINGS = r"""
    ad bce? billion ce children days dollars euros feet ft hours kg km m men miles million minutes people per\s?cent
    percent persons pixels pounds px women words years?
""".split()
_NUMBERED = re.compile(rf"(?:\b(?:{'|'.join(_NUMBERED_THINGS)})\.?|\(c\)|[§#:/©]|\d)\s*$", re.IGNORECASE)
_UNIT_AFTER = re.compile(rf"\s*(?:%|°|×|(?:{'|'.join(_COUNTED_THINGS)})\b)", re.IGNORECASE)
_PLURAL_AFTER = re.compile(r"\s+[a-z]{2,}(?<!s)s\b")
_ADDRESS_AFTER = re.compile(
    r"\s+(?:[A-Z][\w.]*\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Boulevard|Blvd)\b"
)
_PREPOSITION = re.compile(
    r"""
    \b (?:
        (?i: in|since|until|till|by|before|after|during|from|year|circa|ca?\.?|about|around|late|early|mid|and|or
            |born|died|between|ad )
        | (?: [A-Z]\w+ | year|spring|summer|autumn|fall|winter|end|beginning ) \s+ of
    )
    [\s-]+ $
    """,
    re.VERBOSE,
)
_DETERMINER = re.compile(r"(?:\b(?:the|a|an|this|that|his|her|its|their|our|my)|['’]s?)\s+$", re.IGNORECASE)

# Words that begin a sentence before a year, and no name: `In 2014`.
_NO_NAMES = (
    r"a about ad after an and around as at before between born but by c ca christmas circa died during early easter "
    r"fiscal for from fy her his in its late mid my of on only or our over since so thanksgiving that the their then "
    r"this through to until till when while year \w+day"
).split()
# Years in names: `Windows 2000`, `World Cup 2014`, `“2018 Harbour Festival”`.
_NAME_BEFORE = re.compile(rf"(?:^|\s)(?!(?i:{'|'.join(_NO_NAMES)})\b)[A-Z][\w&’'-]*(?<![’']s)\s$")
_QUOTE_BEFORE = re.compile(r"[“‘\"']$")
_BRACKET = re.compile(r"[(\[][^()\[\]]*$")

# After the year in the citation of a case: `[1988] 2 SLR 114`, `[2021] SCC (Civ) 418`, `(1983) 45 CLR 1`.
_REPORT_AFTER = re.compile(
    r"\]\s+(?:\d{1,3}\s+)?[A-Z][\w.]{0,9}\s+(?:[A-Z][\w.]{0,9}\s+|\([A-Z]\w*\)\s+)?\d|"
    r"\)\s+\d{1,3}\s+[A-Z]{2}[\w.]{0,9}\s+\d"
)

# What can follow a year that no modern one is. Before a noun it is a number: `in 1500 homes`.
_WORDS_AFTER_YEAR = (
    "a after and as at because before but by during for from had has have he her his if in is it its of on one or she "
    "since that the their they through to under until was we were when where which while who will with would you"
).split()
_AFTER_YEAR = re.compile(
    rf"""
    [{SUPERSCRIPTS}]*
    (?: \W* $ | [.,;:!?)\]"”’–—-] | \s+ (?:{"|".join(_WORDS_AFTER_YEAR)}) \b | \s+ [A-Z(\["“–—-] )
    """,
    re.VERBOSE,
)

_RANGE = re.compile(
    rf"(?<![\w.,:/$£€#§+=-])(?P<first>{YEAR})(?P<mark>\s*[–—]\s*|\s*-\s*|/|\s+(?:to|until|till|through|and)\s+)"
    rf"(?P<last>{YEAR}|[0-9]{{2}}){YEAR_END}(?![/%°]|\s*:)"
)
_OLD_RANGE = re.compile(
    r"(?:(?<=\()|(?<=c\. ))(?P<first>[1-9][0-9]{2})\s*[–—-]\s*(?P<last>[1-9][0-9]{2,3})(?=\s*[),;.])"
)

# The most years between two numbers before 1900 that are a range of years, and with a hyphen, as in telephone numbers.
_LONGEST_RANGE = 300
_LONGEST_LIFE = 100

_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:\w+\s+)?$", re.IGNORECASE)

_DECADE = HintedPattern(
    re.compile(
        rf"(?<![\w.,$£€-])(?:(?P<year>1[0-9][1-9]0|20[1-9]0)|(?P<mark>['’‘])(?P<short>[2-9]0))(?P<end>['’]?)s{WORD_END}"
    ),
    ("0s", "0's", "0’s"),
)
_DECADE_BEFORE = re.compile(r"\b(?:the|early|late|mid)[\s-]+$", re.IGNORECASE)
_SEASON = HintedPattern(
    re.compile(
        rf"\b(?:(?P<shift>last|this|next)\s+)?(?P<season>{SEASON})(?:(?:\s+of|,)?\s+(?P<year>{YEAR})"
        rf"(?:[-–/](?P<last>[0-9]{{2}}|{YEAR}))?{YEAR_END}|{YEAR_SHIFT})",
        re.IGNORECASE,
    ),
    tuple(SEASONS),
)
_QUARTER = HintedPattern(
    re.compile(
        rf"\b(?:(?P<ordinal>{ORDINAL})[\s-](?P<unit>quarter|half)|(?P<letter>[QH])(?P<number>[1-4]))\b"
        rf"(?:(?:\s+of)?(?:\s+(?:fiscal|the)(?:\s+year)?|\s+FY)?[\s,]+(?P<year>{YEAR}){YEAR_END}"
        r"|\s+of\s+(?P<this>the|this|last|next)\s+year\b)?",
        re.IGNORECASE,
    ),
    ("quarter", "half", *(f"{letter}{number}" for letter in "qh" for number in range(1, 5))),
)
_BUSINESS = re.compile(
    r"[$€£%]|\b(?:earnings|sales|revenues?|profits?|results|loss(?:es)?|income|shares|growth|economy)\b", re.IGNORECASE
)
_YEAR_QUARTER = HintedPattern(
    re.compile(rf"(?<![\w.,:/-])(?P<year>{YEAR})[\s-]?Q(?P<number>[1-4])\b"), ("Q1", "Q2", "Q3", "Q4")
)
_ERA = HintedPattern(
    re.compile(
        r"(?<![\w.,-])(?:(?P<from>[1-9][0-9]{0,3})\s*(?:–|—|-|to(?:\s+about)?)\s*)?(?P<year>[1-9][0-9]{0,3})\s*"
        r"(?:(?P<before>BCE?|B\.C\.(?:E\.)?)|AD|A\.D\.|CE|C\.E\.)(?!\w)"
        r"|\bA\.?D\.?\s*(?P<after>[1-9][0-9]{0,3})(?!\w)"
        r"|\bthe\s+year\s+(?P<named>[1-9][0-9]{1,2})(?![\w,])"
        r"|\b(?:c\.|ca\.|circa)\s*(?P<about>[1-9][0-9]{2})(?![\w,])"
    ),
    ("BC", "B.C.", "AD", "A.D", "CE", "C.E.", "year", "c.", "ca.", "circa"),
)

# What every year or range of years in digits has.
_THREE_DIGITS = re.compile(r"[0-9]{3}")


def years(sentence: BothCases) -> Iterator[Written]:
    """Yield the years and decades of a sentence with a digit, some inside others."""
    yield from _eras(sentence)
    yield from _decades(sentence)
    if not _THREE_DIGITS.search(sentence.text):
        return
    yield from _ranges(sentence.text)
    for match in _NUMBER.finditer(sentence.text):
        if is_year(sentence.text, match.start(), match.end("year"), int(match["year"])):
            yield Written(match.start(), match.end("year"), Unit.YEAR, year=int(match["year"]))


def parts_of_years(sentence: BothCases) -> Iterator[Written]:
    """Yield the seasons, quarters and halves of years."""
    yield from _seasons(sentence)
    yield from _quarters(sentence)


def is_year(sentence: str, start: int, end: int, number: int) -> bool:
    """Return whether the number of four digits at [start, end) is a year, by the words around it."""
    before, after = sentence[max(0, start - 60) : start], sentence[end : end + 60]
    if _NUMBERED.search(before) or _UNIT_AFTER.match(after) or _ADDRESS_AFTER.match(after):
        return False
    if before[-1:] in ("(", "[") and _REPORT_AFTER.match(after):
        return False
    if not before.strip() and not after.strip(" .,;:)"):
        return number in _MODERN
    if _NAME_BEFORE.search(before) or (_QUOTE_BEFORE.search(before) and after[:2].strip()[:1].isupper()):
        return False
    is_round = number % 100 == 0
    if number in _MODERN and not (is_round and _PLURAL_AFTER.match(after) and not _DETERMINER.search(before)):
        return True
    if not is_round and _BRACKET.search(before) and re.match(r"\s*[)\],;]", after):
        return True
    if _DETERMINER.search(before):
        return not is_round and _PLURAL_AFTER.match(after) is None and re.match(r"\s+[A-Za-z“\"]", after) is not None
    if _PREPOSITION.search(before) is None:
        return False
    return _AFTER_YEAR.match(after) is not None or not (is_round or _PLURAL_AFTER.match(after))


def _ranges(sentence: str) -> Iterator[Written]:
    for match in (*_RANGE.finditer(sentence), *_OLD_RANGE.finditer(sentence)):
        first, last, mark = int(match["first"]), match["last"], match.groupdict().get("mark", "–").strip()
        until = int(last) if len(last) > 2 else first // 100 * 100 + int(last)
        before, after = sentence[max(0, match.start() - 30) : match.start()], sentence[match.end() : match.end() + 30]
        if until <= first or _NUMBERED.search(before) or _UNIT_AFTER.match(after):
            continue
        if len(last) == 2 and (
            mark.isalpha() or (mark == "-" and until % 100 <= 12 and not re.match(r"\s+[a-z]", after))
        ):
            continue  # a month in digits, or another number
        if mark == "and" and not _BETWEEN.search(before):
            continue
        if first not in _MODERN and not (_is_old_range(first, until, mark) and not _PLURAL_AFTER.match(after)):
            continue
        yield _year(match, "first", first).to(_year(match, "last", until))


def _is_old_range(first: int, until: int, mark: str) -> bool:
    return until - first <= _LONGEST_RANGE and mark != "/" and (mark != "-" or until - first <= _LONGEST_LIFE)


def _year(match: re.Match[str], group: str, year: int) -> Written:
    return Written(match.start(group), match.end(group), Unit.YEAR, year=year)


def _eras(sentence: BothCases) -> Iterator[Written]:
    for match in _ERA.matches(sentence):
        group = next(name for name in ("year", "after", "named", "about") if match[name])
        # The year before 1 is 0 in ISO 8601.
        year, first = (
            1 - int(found) if found and match["before"] else found and int(found)
            for found in (match[group], match["from"])
        )
        start = match.start(group) if group != "after" else match.start()
        end = match.end() if group != "about" else match.end(group)
        found = Written(start, end, Unit.YEAR, year=int(year or 0))
        yield _year(match, "from", int(first)).to(found) if first is not None else found


def _decades(sentence: BothCases) -> Iterator[Written]:
    for match in _DECADE.matches(sentence):
        year = int(match["year"] or 1900 + int(match["short"]))
        if (
            match["year"]
            and match["end"]
            and not _DECADE_BEFORE.search(sentence.text[max(0, match.start() - 12) : match.start()])
        ):
            continue  # the possessive of a year
        yield Written(match.start(), match.end(), Unit.DECADE, year=year)


def _seasons(sentence: BothCases) -> Iterator[Written]:
    for match in _SEASON.matches(sentence):
        shift, year, year_shift = match["shift"], match["year"], match["year_shift"]
        if not (shift or year or year_shift or match["same"]):
            continue
        start = match.start() if shift else match.start("season")
        yield Written(
            start,
            match.end(),
            Unit.SEASON,
            year=int(year) if year else None,
            month=SEASONS[match["season"].lower()],
            shift=Shift(shift.lower()) if shift else None,
            year_shift=Shift(year_shift.lower()) if year_shift else Shift.SAME if match["same"] else None,
        )


def _quarters(sentence: BothCases) -> Iterator[Written]:
    for match in (*_QUARTER.matches(sentence), *_YEAR_QUARTER.matches(sentence)):
        groups = match.groupdict()
        ordinal, year, this = groups.get("ordinal"), groups.get("year"), groups.get("this")
        is_half = (groups.get("unit") or "").lower() == "half" or groups.get("letter") in ("H", "h")
        number = ordinal_number(ordinal) if ordinal else int(match["number"])
        if (is_half and (number > 2 or not (year or this))) or groups.get("letter") in ("q", "h"):
            continue
        if not (year or this or _BUSINESS.search(sentence.text)):
            continue  # of a match, or a quartile
        yield Written(
            match.start(),
            match.end(),
            Unit.HALF if is_half else Unit.QUARTER,
            year=int(year) if year else None,
            number=number,
            year_shift=None if not this else Shift.THIS if this.lower() == "the" else Shift(this.lower()),
        )
