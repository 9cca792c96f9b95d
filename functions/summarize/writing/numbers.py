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

# Words that count nothing most of the time: `one of them`, `zero tolerance`.
UNCOUNTED = frozenset({"zero", "one"})

_TENS_OR_UNITS = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(UNITS)}))?|(?:{'|'.join(UNITS)}))"
_HUNDREDS = rf"{_TENS_OR_UNITS}(?:[\s-]+hundred(?:\b(?:\s+and)?\s+{_TENS_OR_UNITS})?)?"
_LARGE = "thousand|million|billion|trillion"
NUMBER = re.compile(
    rf"""
      (?<![\w.])(?P<digits>\d{{1,3}}(?:(?:[,\u00a0\u202f]|[ ],[ ])\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?P<scales>(?:[\s-]?(?:hundred|{_LARGE}|bn|tn|mn|[km])\b)*)
    | \b(?P<words>{_HUNDREDS}(?:[\s-]+(?:{_LARGE})(?:\b,?(?:\s+and)?\s+{_HUNDREDS})?)*)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Digits. A longer run is no quantity that anybody names.
LONGEST = 40


def numbers_in(text: str) -> list[tuple[str, Decimal]]:
    """The numbers in a text as written, with their values: `4 million`, `four million` and `4,000,000` are equal."""
    return [
        (match.group(), value)
        for match in NUMBER.finditer(text)
        if match.group().lower() not in UNCOUNTED and (value := _value(match)) is not None
    ]


def _value(match: re.Match[str]) -> Decimal | None:
    if match["words"]:
        return _value_of_words(match["words"].lower())
    digits = re.sub(r"[ ,\u00a0\u202f]", "", match["digits"])
    if len(digits) > LONGEST:
        return None
    value = Decimal(digits)
    for scale in re.split(r"[\s-]+", match["scales"].lower().strip()):
        value *= SCALES.get(scale, Decimal(1))
    return value


def _value_of_words(words: str) -> Decimal:
    """`two million, one hundred and five` as a number: each scale counts what came since the larger one before it."""
    total = group = Decimal(0)
    for word in re.split(r"[\s,-]+", words):
        if word == "hundred":
            group *= SCALES[word]
        elif word in SCALES:
            scale = SCALES[word]
            total, group = (total + group) * scale if total < scale else total + group * scale, Decimal(0)
        else:
            group += UNITS.get(word, TENS.get(word, Decimal(0)))
    return total + group
