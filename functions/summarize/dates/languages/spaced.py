"""Dates in languages with spaces between words: `8 de abril de 2025`, `21.03.2025`, `seit 2019`, `gestern`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from functions.summarize.dates.calendar_dates import numeric_dates
from functions.summarize.dates.languages.date_names import DateNames, date_names, folded
from functions.summarize.dates.languages.relative_years import with_its_year
from functions.summarize.dates.languages.signs import (
    AND,
    BEFORE_MONTH,
    BETWEEN,
    DECADE_BEFORE,
    EVERY,
    FUTURE,
    QUARTERS,
    SEASONS,
    YEAR_AFTER,
    YEAR_BEFORE,
)
from functions.summarize.dates.words import DAY
from functions.summarize.dates.written import Unit, Written
from functions.summarize.sentences.stop_words import is_measure

# Languages whose nouns have endings. The name of a month or a day may end otherwise than in the tables.
_INFLECTED = frozenset("bg cs el fi hr hu pl ru sk sl sr tr uk".split())

# Languages that write the day last. The others write it first.
_DAY_LAST = frozenset({"hu"})

# Years that are recognized. Earlier ones in the texts of some countries are of other calendars: 1403, 1445.
_YEAR = r"(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?!\w|[.,:]\d|[-/]\d)"
_FIRST_YEAR = 1500

# Years that are written with few signs of a year.
_MODERN = range(1900, 2060)

# Years that need no other sign, if they are not round.
_RECENT = range(1950, 2040)

# Endings of the number of a day: `1er`, `3.`, `2º`, `24-го`, `5-ті`.
_ORDINAL = r"(?:\.|º|°|ª|er\b|e\b|-?(?:го|е|ого|ше|ти|та|an?|án|én|jén|i|ei)\b|:?[ea]\b)?"

# Words between day, month and year.
_OF = r"(?:(?:de|di|del|d['’]|te|eme|të)\s+|d['’]|ה)?"
_OF_YEAR = r"(?:\s*[,.]?\s*(?:(?:de|del|di|г\.|m\.|năm|tahun)\s+)?"

_OF_YEAR_WORDS = (
    r"(?:(?:de|del|di|des|dell['’]|do|av|af|van|του|года|roku|de\s+l['’]année|del\s+año|do\s+ano|des\s+Jahres)\s*)?"
)

# Minimum length of the name of a month that is recognized alone, and of one whose ending may differ.
_SHORTEST_ALONE = 4
_SHORTEST_INFLECTED = 4
_WORD_BEFORE = re.compile(r"([^\W_]+)['’]?[\s-]+(?:(?:den|dem|der|el|le|la|il|l['’]|o|το|τον|την|ال)\s*)?$")
_WORD_AFTER = re.compile(r"\s([^\W\d_]+)")
_TWO_YEARS = re.compile(
    rf"(?:\b(?:{BETWEEN})\s+)(?P<first>(?:1[5-9]|20)[0-9]{{2}})\s+(?:{AND})\s+{_YEAR}"
    rf"|(?<![\w.,:/-])(?P<from>(?:1[5-9]|20)[0-9]{{2}})\s?[–—-]\s?(?P<to>(?:1[5-9]|20)[0-9]{{2}})(?![\w-]|[.,:/]\d)",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(rf"(?<![\w.,:/$£€#§°+=@\\-])(?P<prefix>[ב]-?)?{_YEAR}")
# Code points before a year that are searched for a plural word. A sentence can have thousands of years.
_BEFORE = 20

_OTHER_YEAR = re.compile(rf",?\s+(?:(?:{AND})\s+)?[0-9]{{4}}")
_EVERY = re.compile(rf"(?:^|\s)(?:{EVERY})\s+$", re.IGNORECASE)


def spaced_dates(sentence: str, language: str) -> Iterator[Written]:
    """Yield the dates of a sentence whose digits are ASCII digits, some inside others."""
    grammar = _grammar(language)
    if any(map(str.isdigit, sentence)):
        yield from grammar.with_digits(sentence)
        day_first = language not in _DAY_LAST and language != "fa"
        for written in numeric_dates(sentence, day_first=day_first or None):
            if (written.year or 0) >= _FIRST_YEAR:
                yield written
        yield from grammar.years(sentence)
        yield from grammar.parts_of_years(sentence)
    yield from grammar.months_alone(sentence)
    yield from grammar.days(sentence)


class _Grammar:
    """The patterns of the dates of one language."""

    def __init__(self, language: str, names: DateNames) -> None:
        self._language = language
        self._names = names
        inflected = language in _INFLECTED
        self._months = _Forms(names.months, inflected=inflected)
        self._weekdays = _Forms(names.weekdays, inflected=inflected)
        month, weekday = self._months.pattern, self._weekdays.pattern
        patterns = _patterns_with_digits(language, month, weekday)
        self._with_digits = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        whole = [
            form for form in names.whole_months if len(form) >= _SHORTEST_ALONE and not any(map(str.isdigit, form))
        ]
        self._whole = _Forms({form: names.months[form] for form in whole if form in names.months}, inflected=inflected)
        self._month_alone = re.compile(rf"(?<![\w’'-])(?P<month>{self._whole.pattern})(?![\w’'-])", re.IGNORECASE)
        self._weekday = re.compile(rf"(?<![\w’'-])(?P<weekday>{weekday})(?![\w’'-])", re.IGNORECASE)
        self._relative = re.compile(
            rf"(?<![\w’'-])(?P<words>{_longest_first((form, _escaped(form)) for form in names.relative)})(?![\w’'-])",
            re.IGNORECASE,
        )
        before_month = BEFORE_MONTH.get(language)
        self._before_month = re.compile(rf"(?:^|\s)(?:{before_month})\s+$", re.IGNORECASE) if before_month else None
        self._future = re.compile(FUTURE[language], re.IGNORECASE) if language in FUTURE else None
        self._season, self._quarter = _season_pattern(language), _quarter_pattern(language)
        self._year_before = names.years | frozenset(folded(YEAR_BEFORE.get(language, "")).split())
        after = YEAR_AFTER.get(language)
        self._year_after = re.compile(after, re.IGNORECASE) if after else None

    def with_digits(self, sentence: str) -> Iterator[Written]:
        """Yield days and months with a number."""
        for pattern in self._with_digits:
            for match in pattern.finditer(sentence):
                groups = match.groupdict()
                day, year, last = groups.get("day"), groups.get("year"), groups.get("last")
                written = folded(match["month"])
                if not year and len(written) < _SHORTEST_ALONE and written not in self._names.whole_months:
                    continue  # `3 mar` without a year can be anything
                month = int(written) if written.isdigit() else self._months.value(written)
                if (other := groups.get("other")) and self._months.value(other) != month:
                    continue
                unit = Unit.DAY if day else Unit.MONTH
                found = Written(
                    match.start(), match.end(), unit, int(year) if year else None, month, int(day) if day else None
                )
                yield (
                    found.to(replace(found, day=int(last))) if last else with_its_year(sentence, found, self._language)
                )

    def years(self, sentence: str) -> Iterator[Written]:
        """Yield years alone and their ranges."""
        for match in _TWO_YEARS.finditer(sentence):
            first, last = (match["first"], match["year"]) if match["first"] else (match["from"], match["to"])
            start = match.start("first") if match["first"] else match.start()
            if int(first) < int(last) and int(first) in _MODERN and int(last) in _MODERN:
                end = Written(start, match.end(), Unit.YEAR, year=int(last))
                yield Written(start, match.end(), Unit.YEAR, year=int(first)).to(end)
        for match in _YEAR_ALONE.finditer(sentence):
            is_decade = self._is_decade(sentence, match)
            if is_decade or self._is_year(sentence, match):
                unit = Unit.DECADE if is_decade else Unit.YEAR
                yield Written(match.start("year"), match.end(), unit, year=int(match["year"]))

    def parts_of_years(self, sentence: str) -> Iterator[Written]:
        """Yield seasons and quarters with a year."""
        for match in self._season.finditer(sentence) if self._season else ():
            number = next(number for number in (3, 6, 9) if match[f"season{number}"])
            yield Written(match.start(), match.end(), Unit.SEASON, year=int(match["year"]), month=number)
        for match in self._quarter.finditer(sentence) if self._quarter else ():
            number = next(number for number in range(1, 5) if match[f"quarter{number}"] or match[f"after{number}"])
            year = match["year"] or match["year_before"]
            yield Written(match.start(), match.end(), Unit.QUARTER, year=int(year), number=number)

    def months_alone(self, sentence: str) -> Iterator[Written]:
        """Yield months without a day or a year."""
        for match in self._month_alone.finditer(sentence):
            before = sentence[max(0, match.start() - 30) : match.start()]
            sign = self._before_month
            month = self._whole.value(match["month"])
            written = Written(match.start(), match.end(), Unit.MONTH, month=month)
            placed = with_its_year(sentence, written, self._language)
            if placed is not written:
                yield placed
            elif (sign.search(before) is not None if sign else match["month"].islower()) and not _EVERY.search(before):
                yield written

    def days(self, sentence: str) -> Iterator[Written]:
        """Yield the expressions that are counted from the publication."""
        is_future = self._future is not None and self._future.search(sentence) is not None
        for match in self._weekday.finditer(sentence) if not is_future else ():
            if not _EVERY.search(sentence[max(0, match.start() - 20) : match.start()]):
                weekday = self._weekdays.value(match["weekday"])
                yield Written(match.start(), match.end(), Unit.DAY, weekday=weekday)
        for match in self._relative.finditer(sentence) if self._names.relative else ():
            yield replace(self._names.relative[folded(match["words"])], start=match.start(), end=match.end())

    def _is_year(self, sentence: str, match: re.Match[str]) -> bool:
        """Return whether something shows that a number is a year: a word before or after it, or brackets around it."""
        if int(match["year"]) not in _MODERN:
            return False
        before, after = sentence[max(0, match.start() - 30) : match.start()], sentence[match.end() : match.end() + 30]
        if self._year_after and self._year_after.match(after):
            return True
        if match["prefix"] or (before.endswith("(") and after.startswith(")")):
            return True
        word, following = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
        if word is not None and folded(word[1]) in self._names.years:
            return True
        if following is not None and self._is_counted(following[1]):
            return False
        if word is not None and folded(word[1]) in self._year_before:
            return True
        # Counts are mostly round. The number of a law or a house has an abbreviation before it.
        return int(match["year"]) in _RECENT and int(match["year"]) % 10 != 0 and not before.rstrip().endswith(".")

    def _is_decade(self, sentence: str, match: re.Match[str]) -> bool:
        """Return whether a year means its decade: `les années 1980`, but not `les années 1980 et 1981`."""
        before = sentence[max(0, match.start() - _BEFORE) : match.start()].split()[-1:]
        is_plural = before == [DECADE_BEFORE.get(self._language, "")]
        return is_plural and int(match["year"]) % 10 == 0 and not _OTHER_YEAR.match(sentence, match.end())

    def _is_counted(self, word: str) -> bool:
        """Return whether a word after a number shows a count. German nouns have capitals: `1900 Kollegen`."""
        return is_measure(word.casefold()) or (self._language == "de" and word[0].isupper())


class _Forms:
    """Finds forms of names, in an inflected language also those that differ only in their ends."""

    def __init__(self, numbers: Mapping[str, int], *, inflected: bool) -> None:
        self._numbers = numbers
        stems = {form[:-1]: number for form, number in numbers.items() if len(form) >= _SHORTEST_INFLECTED}
        self._stems = sorted(stems.items(), key=lambda item: -len(item[0])) if inflected else []
        whole = [(form, _escaped(form)) for form in numbers]
        cut = [(f"{stem}?", _escaped(stem) + r"\w{0,3}") for stem, _ in self._stems]
        self.pattern = _longest_first([*whole, *cut])

    def value(self, form: str) -> int:
        """Return the number of a form that the pattern matches."""
        form = folded(form)
        exact = self._numbers.get(form)
        return exact if exact is not None else next(number for stem, number in self._stems if form.startswith(stem))


def _longest_first(patterns: Iterable[tuple[str, str]]) -> str:
    """Return the pattern of one of the patterns of these forms, the longest form first; of nothing without any."""
    ordered = sorted(patterns, key=lambda each: (-len(each[0]), each[0]))
    return "|".join(pattern for _, pattern in ordered) or r"(?!)"


def _escaped(form: str) -> str:
    return re.escape(form).replace("'", "['’]").replace(r"\ ", r"\s+")


def _patterns_with_digits(language: str, month: str, weekday: str) -> list[str]:
    """Return the patterns of a day with its month and of a month with its year, from those of the names."""
    year = rf"(?:\.?{_OF_YEAR}{_YEAR}))?"
    if language == "hu":
        first = _YEAR[: _YEAR.index("(?!")]
        return [
            rf"(?:{first}\.?\s+)?(?P<month>{month})\s+(?P<day>{DAY})(?:\.|-\w+)",
            rf"(?<![\w.,]){first}\.?\s+(?P<month>{month})(?!\w)",
        ]
    if language == "vi":
        number = r"(?P<month>1[0-2]|0?[1-9])"
        return [
            rf"(?:\bngày\s+)?(?<![\d/])(?P<day>{DAY})\s+tháng\s+{number}(?![\d/]){year}",
            rf"\btháng\s+{number}\s*(?:/|\bnăm\s)\s*{_YEAR}",
            rf"\bngày\s+(?P<day>{DAY})/{number}(?![\d/])",
        ]
    day = rf"(?:(?<=ב-)|(?<![\w.,:/$£€-]))(?P<day>{DAY}){_ORDINAL}(?:\s*[–—-]\s*(?P<last>{DAY}){_ORDINAL})?"
    if language == "ar":
        # Two names of one month, as in the Levant and in Egypt.
        month = rf"{month})(?:\s?/\s?(?P<other>{month}))?(?:"
    before = rf"(?:\b(?:{weekday}),?\s+(?:(?:el|le|il|den|dem|der|o|ngày)\s+)?)?"
    return [
        rf"{before}{day}\s*{_OF}(?P<month>{month})(?!\w){year}",
        rf"(?<!\w)(?P<month>{month})(?!\w)\.?{_OF_YEAR}{_YEAR})",
    ]


def _season_pattern(language: str) -> re.Pattern[str] | None:
    if language not in SEASONS:
        return None
    words = "|".join(
        rf"(?P<season{month}>{word})" for month, word in zip((3, 6, 9), SEASONS[language].split(), strict=True)
    )
    return re.compile(rf"\b(?:{words})\w{{0,3}}\s+{_OF_YEAR_WORDS}{_YEAR}", re.IGNORECASE)


def _quarter_pattern(language: str) -> re.Pattern[str] | None:
    """Return the pattern of the quarter of a year: `third quarter of 2025`, in Turkish `2025's third quarter`."""
    if language not in QUARTERS:
        return None
    *ordinals, noun = QUARTERS[language].split()
    before, after = (
        "|".join(rf"(?P<{name}{number}>{number}\.|{word})" for number, word in enumerate(ordinals, start=1))
        for name in ("quarter", "after")
    )
    plain = _YEAR[: _YEAR.index("(?!")].replace("year", "year_before")
    return re.compile(
        rf"\b(?:{before})\w{{0,3}}\s+{noun}\w{{0,4}}\s+{_OF_YEAR_WORDS}{_YEAR}"
        rf"|\b{plain}(?:['’]\w{{1,4}})?\s+(?:yılının\s+)?(?:{after})\w{{0,3}}\s+{noun}\w{{0,6}}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=4)
def _grammar(language: str) -> _Grammar:
    return _Grammar(language, date_names(language))
