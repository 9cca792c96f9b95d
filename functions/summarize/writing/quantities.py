"""Numbers with their units and the words beside them: four million euros are neither dollars nor cows."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from functions.summarize.sentences.characters import LETTER, WORD_END
from functions.summarize.writing.clauses import BOUNDARY
from functions.summarize.writing.numbers import Number, numbers_of

# Units by their dimension, each with the pattern of its names. A written unit can be several ones: `pounds`.
_UNITS: dict[str, str] = {
    "dollar": r"\$|USD|dollars?",
    "euro": r"€|EUR|euros?",
    "pound sterling": r"£|GBP|pounds?(?:\s+sterling)?|quid",
    "yen": r"¥|JPY|yen",
    "yuan": r"¥|CNY|RMB|yuan|renminbi",
    "rupee": r"₹|INR|rupees?",
    "rouble": r"₽|RUB|rou?bles?",
    "franc": r"CHF|francs?",
    "crown": r"SEK|NOK|DKK|CZK|kron(?:a|or|e|er)|crowns?",
    "cent": r"¢|cents?",
    "percent": r"%|per[\s-]?cent|pct|percentage(?!\s+points?)",
    "percentage point": r"percentage\s+points?|pp",
    "millimetre": r"mm|millimet(?:re|er)s?",
    "centimetre": r"cm|centimet(?:re|er)s?",
    "metre": r"met(?:re|er)s?",
    "kilometre": r"km|kilomet(?:re|er)s?",
    "inch": r"inch(?:es)?",
    "foot": r"ft|foot|feet",
    "yard": r"yds?|yards?",
    "mile": r"mi|miles?",
    "gram": r"grams?|grammes?",
    "kilogram": r"kg|kilos?|kilogram(?:me)?s?",
    "pound of mass": r"lbs?|pounds?",
    "ounce": r"oz|ounces?",
    "tonne": r"tonnes?|metric\s+tons?|tons?",
    "litre": r"lit(?:re|er)s?",
    "gallon": r"gallons?",
    "barrel": r"barrels?",
    "second": r"secs?|seconds?",
    "minute": r"mins?|minutes?",
    "hour": r"hrs?|hours?",
    "day": r"days?",
    "week": r"weeks?",
    "month": r"months?",
    "year": r"yrs?|years?",
    "decade": r"decades?",
    "century": r"centur(?:y|ies)",
    "kilometre an hour": r"km/h|kph",
    "mile an hour": r"mph",
    "degree Celsius": r"°\s?C|degrees?(?:\s+Celsius)?",
    "degree Fahrenheit": r"°\s?F|degrees?(?:\s+Fahrenheit)?",
    "hectare": r"ha|hectares?",
    "acre": r"acres?",
    "watt": r"watts?",
    "kilowatt": r"kW|kilowatts?",
    "megawatt": r"MW|megawatts?",
    "gigawatt": r"GW|gigawatts?",
    "kilobyte": r"kB|KB|kilobytes?",
    "megabyte": r"MB|megabytes?",
    "gigabyte": r"GB|gigabytes?",
    "terabyte": r"TB|terabytes?",
}

# A unit after a number: `5 km`, `4 million US dollars`, `40-year`. A unit before it: `€4 million`, `US$ 5`.
_AFTER = {
    unit: re.compile(rf"[\s\u00a0-]{{0,2}}(?:(?:US|U\.S\.|[A-Z]{LETTER}+)\s+)?(?:{names}){WORD_END}", re.IGNORECASE)
    for unit, names in _UNITS.items()
}
_BEFORE = {
    unit: re.compile(rf"(?:^|(?<=[^\w]))(?:[A-Z]{{1,2}})?(?:{names})\s?\Z")
    for unit, names in _UNITS.items()
    if unit in {"dollar", "euro", "pound sterling", "yen", "yuan", "rupee", "rouble", "franc", "crown"}
}

# Number of characters before a number in which its unit is searched.
_BEFORE_CHARACTERS = 12

# What ends the words that belong to a number: another clause. And the words that are compared.
_CLAUSE = re.compile(r"[,;:.!?()“”\"–—]|\b(?:and|but|while|whereas|or|than|to|from|compared)\b", re.IGNORECASE)
_WORD = re.compile(rf"{LETTER}+")

# Minimum length of a compared word, and the number of first letters that its forms have in common.
FEWEST_LETTERS, STEM = 4, 5

# Number of words before and after a number that belong to it.
WORDS_BEFORE, WORDS_AFTER = 1, 1

# Number of words around a number in its clause that are compared on each side, and the number of them that another
# number must share beyond every place that has the written number.
WORDS_AROUND, CLOSER = 3, 2

# A number of four digits in this range is taken for a year, which belongs to no word.
_YEARS = range(1000, 2200)
_MONTHS = frozenset("janua febru march april may june july augus septe octob novem decem".split())

# Words beside many numbers that say nothing of what is counted: approximations, scales and units.
_UNCOUNTED = frozenset(
    word[:STEM]
    for word in "about almost around over more than less least most nearly roughly some only just under above "
    "below million billion trillion thousand hundred percent within will would with from into that this were have been "
    "their which another other further total additional dollars euros pounds points years months weeks days hours "
    "minutes seconds miles kilometres kilometers metres meters feet tonnes kilos litres".split()
)


class Quantity(NamedTuple):
    """A number, the units that it can have (none if it has no known one), and the stems of the words near it.

    `beside`: of the words next to it. `around`: of more words, in the same clause.
    """

    number: Number
    units: frozenset[str]
    beside: frozenset[str]
    around: frozenset[str]


def quantities_of(text: str) -> list[Quantity]:
    """Return the quantities in a text, in order."""
    numbers = numbers_of(text)
    starts, ends = [number.start for number in numbers], [number.end for number in numbers]
    return [
        Quantity(number, _units(text, number), _beside(text, number, last, following), _around(text, number))
        for number, last, following in zip(numbers, [0, *ends], [*starts[1:], len(text)], strict=False)
    ]


def changed_unit(sentence: Iterable[Quantity], near: Iterable[Quantity]) -> str | None:
    """Return the first quantity of a sentence that its evidence has only with other units, as written."""
    known = list(near)
    for quantity in sentence:
        same = [each for each in known if each.number.values & quantity.number.values]
        if quantity.units and same and all(each.units and not each.units & quantity.units for each in same):
            return f"{quantity.number.written} ({' or '.join(sorted(quantity.units))})"
    return None


def moved_number(sentence: Iterable[Quantity], near: Iterable[Quantity]) -> str | None:
    """Return the first number of the evidence that has moved to a word with only other numbers there, as written."""
    known = list(near)
    values: dict[str, set[Decimal]] = {}
    for quantity in known:
        for stem in quantity.beside:
            values.setdefault(stem, set()).update(quantity.number.values)
    for quantity in sentence:
        if not any(each.number.values & quantity.number.values for each in known):
            continue
        if any(stem in values and not values[stem] & quantity.number.values for stem in quantity.beside):
            return quantity.number.written
    return None


def other_number(sentence: Iterable[Quantity], near: Iterable[Quantity]) -> str | None:
    """Return the first number of a sentence where the evidence has another one among the same words, as written.

    The other number has the same unit, or both have none, and shares more words with the written one than every place
    of the written number in the evidence.
    """
    known = list(near)
    for quantity in sentence:
        have = [each for each in known if each.number.values & quantity.number.values]
        most = max((len(each.around & quantity.around) for each in have), default=0)
        for each in known:
            kin = each.units & quantity.units or not (each.units or quantity.units)
            if have and kin and each not in have and len(each.around & quantity.around) >= most + CLOSER:
                return quantity.number.written
    return None


def is_unit(word: str) -> bool:
    """Return whether a word is the name of a unit."""
    return any(re.fullmatch(names, word) for names in _UNITS.values())


def _units(text: str, number: Number) -> frozenset[str]:
    before = text[max(0, number.start - _BEFORE_CHARACTERS) : number.start]
    found = {unit for unit, pattern in _AFTER.items() if pattern.match(text, number.end)}
    return frozenset(found | {unit for unit, pattern in _BEFORE.items() if pattern.search(before)})


def _beside(text: str, number: Number, last: int, following: int) -> frozenset[str]:
    """Return the stems of the words beside a number, within its clause and between its neighbours."""
    if _counts_nothing(number):
        return frozenset()
    before = _CLAUSE.split(text[last : number.start])[-1]
    after = _CLAUSE.split(text[number.end : following], maxsplit=1)[0]
    words = [*_content(before)[-WORDS_BEFORE:], *_content(after)[:WORDS_AFTER]]
    return frozenset() if _MONTHS & set(words) else frozenset(words)


def _around(text: str, number: Number) -> frozenset[str]:
    if _counts_nothing(number):
        return frozenset()
    before = BOUNDARY.split(text[: number.start])[-1]
    after = BOUNDARY.split(text[number.end :], maxsplit=1)[0]
    return frozenset([*_content(before)[-WORDS_AROUND:], *_content(after)[:WORDS_AROUND]])


def _counts_nothing(number: Number) -> bool:
    """Return whether a number is a year, or no count of the words beside it: an ordinal, a fraction, a multiple."""
    return not number.counts or (number.value in _YEARS and "," not in number.written)


def _content(text: str) -> list[str]:
    stems = [word.lower()[:STEM] for word in _WORD.findall(text) if len(word) >= FEWEST_LETTERS]
    return [stem for stem in stems if stem not in _UNCOUNTED]
