"""The numbers in a text, with their values, in digits or in words."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from functions.summarize.sentences.characters import ENCLOSED, FRACTIONS, SUPERSCRIPTS, WORD_END

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

# Words that are rarely quantities: `one of them`, `zero tolerance`.
UNCOUNTED = frozenset({"zero", "one"})

_TENS_OR_UNITS = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(UNITS)}))?|(?:{'|'.join(UNITS)}))"
_HUNDREDS = rf"{_TENS_OR_UNITS}(?:[\s-]+hundred(?:\b(?:\s+and)?\s+{_TENS_OR_UNITS})?)?"
_LARGE = "thousand|million|billion|trillion"

# A number has at most four scales (`two thousand million`). The limit keeps values in the range of Decimal.
# `5 m²` is an area, so a superscript may follow a word or `bn`, but not `k` or `m`.
NUMBER = re.compile(
    rf"""
      (?<![\w.])(?=[\d{FRACTIONS}])
      (?P<digits>\d{{1,3}}(?:(?:[,٬\u00a0\u202f]|[ ],[ ])\d{{3}})+(?:[.٫]\d+)?|\d+(?:[.٫]\d+)?)?
      (?:[ \u00a0\u202f]?(?P<fraction>[{FRACTIONS}]))?
      (?P<power>⁻?[{SUPERSCRIPTS}]+)?
      (?P<scales>(?:[\s-]?(?:(?:hundred|{_LARGE}|bn|tn|mn){WORD_END}|[km]\b)){{0,4}})
    | (?<!\w)(?P<enclosed>[{ENCLOSED}])
    | \b(?P<words>{_HUNDREDS}(?:[\s-]+(?:{_LARGE})(?:\b,?(?:\s+and)?\s+{_HUNDREDS})?){{0,4}}){WORD_END}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SEPARATORS = re.compile(r"[ ,٬\u00a0\u202f]")

# Maximum number of digits. A longer run is not a quantity.
LONGEST = 40

# Maximum number of digits of an exponent. A longer superscript is a list of footnotes.
LONGEST_EXPONENT = 2


def numbers_in(text: str) -> list[tuple[str, Decimal]]:
    """Return the numbers in a text as written, with their values. `4 million` and `four million` have the same value.

    A superscript after a number is an exponent: `10²` has the value 100.
    """
    return [(match.group(), value) for match, value in _numbers(text)]


def values_in(text: str) -> set[Decimal]:
    """Return the values of the numbers in a text.

    A superscript after a number can be an exponent or a footnote mark, so `10²` has the values 100 and 10.
    """
    found: set[Decimal] = set()
    for match, value in _numbers(text):
        found.add(value)
        if match["power"]:
            found.add(_base(match) * _scale(match))
    return found


def _numbers(text: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    for match in NUMBER.finditer(text):
        if match["words"]:
            if match.group().lower() not in UNCOUNTED:
                yield match, _value_of_words(match["words"].lower())
        elif match["enclosed"]:
            yield match, Decimal(int(unicodedata.numeric(match["enclosed"])))
        elif len(match["digits"] or "") <= LONGEST:
            yield match, _base(match) ** _exponent(match) * _scale(match)


def _base(match: re.Match[str]) -> Decimal:
    value = Decimal(_SEPARATORS.sub("", match["digits"] or "0").replace("٫", "."))
    return value + Decimal(str(unicodedata.numeric(match["fraction"]))) if match["fraction"] else value


def _exponent(match: re.Match[str]) -> int:
    """Return the exponent of a number in digits, 1 if there is none. Zero has none: it has no negative powers."""
    power = match["power"] or ""
    digits = "".join(str(unicodedata.digit(mark)) for mark in power.removeprefix("⁻"))
    if not digits or len(digits) > LONGEST_EXPONENT or not _base(match):
        return 1
    return -int(digits) if power.startswith("⁻") else int(digits)


def _scale(match: re.Match[str]) -> Decimal:
    scale = Decimal(1)
    for word in re.split(r"[\s-]+", match["scales"].lower().strip()):
        scale *= SCALES.get(word, Decimal(1))
    return scale


def _value_of_words(words: str) -> Decimal:
    """Return the value of words such as `two million, one hundred and five`.

    Each scale multiplies what comes after the previous larger scale.
    """
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
