"""The numbers that a text names, by their values, however they are written."""

import re
from decimal import Decimal

UNITS = {
    word: Decimal(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: Decimal(10 * number)
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "million": Decimal(10) ** 6,
    "m": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "tn": Decimal(10) ** 12,
}
UNCOUNTED = frozenset({"zero", "one"})
"""Words that count nothing most of the time: `one of them`, `zero tolerance`."""

_SMALL = "|".join(UNITS)
_TENS = "|".join(TENS)
_SCALES = "hundred|thousand|million|billion|trillion"
NUMBER = re.compile(
    rf"""
      (?<![\w.])(?P<digits>\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?P<scales>(?:[\s-]?(?:{_SCALES}|bn|tn|mn|[km])\b)*)
    | \b(?:(?P<tens>{_TENS})(?:[\s-](?P<and_units>{_SMALL}))?|(?P<units>{_SMALL}))\b
      (?P<word_scales>(?:[\s-]+(?:{_SCALES})\b)*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
LONGEST = 40
"""Digits. A longer run is no quantity that anybody names."""


def numbers_in(text: str) -> list[tuple[str, Decimal]]:
    """The numbers in a text as written, with their values: `4 million`, `four million` and `4,000,000` are equal."""
    return [
        (match.group(), value)
        for match in NUMBER.finditer(text)
        if match.group().lower() not in UNCOUNTED and (value := _value(match)) is not None
    ]


def _value(match: re.Match[str]) -> Decimal | None:
    said = {name: value.lower() for name, value in match.groupdict().items() if value}
    if "digits" in said:
        digits = re.sub(r"[,\u00a0\u202f]", "", said["digits"])
        if len(digits) > LONGEST:
            return None
        value = Decimal(digits)
    elif "tens" in said:
        value = TENS[said["tens"]] + UNITS.get(said.get("and_units", ""), Decimal(0))
    else:
        value = UNITS[said["units"]]
    for scale in re.split(r"[\s-]+", said.get("scales", said.get("word_scales", "")).strip()):
        value *= SCALES.get(scale, Decimal(1))
    return value
