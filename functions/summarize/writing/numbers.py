"""The numbers in a text with their values: digits of every script, words, fractions, ordinals and multiples."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from functions.summarize.sentences.characters import ENCLOSED, FRACTIONS, SUPERSCRIPTS, WORD_END, uncased

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

# Ordinals that are not regular. `first` and `second` are rarely quantities, and have a value only beside a ten.
ORDINALS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}
ORDINALS |= {f"{word}th": word for word in UNITS if word != "zero" and word not in ORDINALS.values()}
TENTHS = {f"{word.removesuffix('y')}ieth": word for word in TENS}

# Fractions in words that are no ordinals, and multiples, with their values.
PARTS = {"half": Decimal("0.5"), "halves": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}
MULTIPLES = {
    "twice": Decimal(2),
    **dict.fromkeys(("double", "doubles", "doubled", "doubling"), Decimal(2)),
    "thrice": Decimal(3),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling", "treble", "trebled"), Decimal(3)),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "quadrupling"), Decimal(4)),
}

# Words that are rarely quantities: `one of them`, `zero tolerance`.
UNCOUNTED = frozenset({"zero", "one"})

# A quarter is a fraction, or three months; a third is a fraction, or what comes after the second.
_TENS_OR_UNITS = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(UNITS)}))?|(?:{'|'.join(UNITS)}))"
_HUNDREDS = rf"{_TENS_OR_UNITS}(?:[\s-]+hundred(?:\b(?:\s+and)?\s+{_TENS_OR_UNITS})?)?"
_LARGE = "thousand|million|billion|trillion"
_UNIT_TH = "|".join(word for word in ORDINALS if word not in {"first", "second"})
_DENOMINATOR = rf"(?:halves|half|quarters?|(?:{_UNIT_TH})s?|(?:{'|'.join(TENTHS)})s?|hundredths?|thousandths?)"

# A number has at most four scales (`two thousand million`). The limit keeps values in the range of Decimal.
# `5 m²` is an area, so a superscript may follow a word or `bn`, but not `k` or `m`.
NUMBER = re.compile(
    rf"""
      (?<![\w./])(?P<over>\d{{1,4}})/(?P<under>\d{{1,4}})(?![\w/])
    | (?<![\w.])(?=[\d{FRACTIONS}])
      (?P<digits>\d{{1,3}}(?:(?:[,٬\u00a0\u202f]|[ ],[ ])\d{{3}})+(?:[.٫]\d+)?|\d+(?:[.٫]\d+)?)?
      (?:[ \u00a0\u202f]?(?P<fraction>[{FRACTIONS}]))?
      (?P<power>⁻?[{SUPERSCRIPTS}]+)?
      (?P<scales>(?:[\s-]?(?:(?:hundred|{_LARGE}|bn|tn|mn){WORD_END}|[km]\b)){{0,4}})
    | (?<!\w)(?P<enclosed>[{ENCLOSED}])
    | \b(?P<numerator>an?|{"|".join(UNITS)})[\s-](?P<denominator>{_DENOMINATOR}){WORD_END}
    | \b(?P<ordinal>(?:(?:{"|".join(TENS)})[\s-](?:{"|".join(ORDINALS)})|{_UNIT_TH}|{"|".join(TENTHS)})){WORD_END}
    | \b(?P<half>half(?:\s+an?\s+(?:hundred|{_LARGE}))?){WORD_END}
    | \b(?P<multiple>{"|".join(MULTIPLES)}){WORD_END}
    | \b(?P<fold>{"|".join(UNITS)}|{"|".join(TENS)})-?fold{WORD_END}
    | \b(?P<dozen>(?:(?:an?|{_TENS_OR_UNITS})\s+)?dozen){WORD_END}
    | \ban?\s+(?P<one>hundred|{_LARGE}){WORD_END}
    | \b(?P<words>{_HUNDREDS}(?:[\s-]+(?:{_LARGE})(?:\b,?(?:\s+and)?\s+{_HUNDREDS})?){{0,4}}){WORD_END}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SEPARATORS = re.compile(r"[ ,٬\u00a0\u202f]")
_PERCENT = re.compile(r"\s?%|[\s-]per[\s-]?cent\b|\spct\b", re.IGNORECASE)

# A Roman numeral from II on, in capitals. A single letter is a Roman numeral only after a name: Pius X, Chapter V.
ROMAN = re.compile(
    rf"(?:\b(?=[IVXLCDM]{{2}})|(?<=[A-Za-zß-öø-ÿ]\s)\b(?=[VX]\b))"
    rf"M{{0,3}}(?:CM|CD|D?C{{0,3}})(?:XC|XL|L?X{{0,3}})(?:IX|IV|V?I{{0,3}}){WORD_END}"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

# Maximum number of digits. A longer run is not a quantity.
LONGEST = 40

# Maximum number of digits of an exponent. A longer superscript is a list of footnotes.
LONGEST_EXPONENT = 2


class Number(NamedTuple):
    """A number at [start, end) of a text, as written.

    `value`: the likeliest one. `values`: all that it can have. `counts`: whether it can count what is named beside it.
    `unraised`: the value without a superscript, which can be a footnote mark; None if there is none.
    """

    start: int
    end: int
    written: str
    value: Decimal
    values: frozenset[Decimal]
    counts: bool
    unraised: Decimal | None


def numbers_of(text: str) -> list[Number]:
    """Return the numbers in a text, in order. `4 million` and `four million` have the same value.

    `40 percent` also has the value 0.4, and `a third` can be the third. A superscript after a number is an exponent.
    """
    return list(_numbers(text))


def values_in(text: str) -> set[Decimal]:
    """Return all values that the numbers in a text can have, with those of Roman numerals.

    A superscript after a number can be an exponent or a footnote mark, so `10²` has the values 100 and 10.
    """
    numbers = list(_numbers(text))
    found = {value for number in numbers for value in number.values}
    found |= {number.unraised for number in numbers if number.unraised is not None}
    return found | {Decimal(roman_value(match.group())) for match in ROMAN.finditer(text)}


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral in capitals."""
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _numbers(text: str) -> Iterator[Number]:
    for match in NUMBER.finditer(text):
        kind = next(name for name in _KINDS if match[name])
        values = _KINDS[kind](match)
        if not values:
            continue
        likeliest, possible = values[0], frozenset(values)
        unraised = _base(match) * _scale(match) if match["power"] else None
        if _PERCENT.match(text, match.end()):
            possible |= {value / 100 for value in possible}
        yield Number(match.start(), match.end(), match.group(), likeliest, possible, kind in _COUNTING, unraised)


def _of_slash(match: re.Match[str]) -> list[Decimal]:
    over, under = Decimal(int(match["over"])), Decimal(int(match["under"]))
    return [over / under, over, under] if under else [over, under]


def _of_digits(match: re.Match[str]) -> list[Decimal]:
    if len(match["digits"] or "") > LONGEST:
        return []
    base, scale = _base(match), _scale(match)
    values = [base ** _exponent(match) * scale]
    if uncased(match["scales"]).strip() == "m":  # metres
        values.append(base)
    return values


def _of_parts(match: re.Match[str]) -> list[Decimal]:
    """Return the values of `two thirds`. `a third` and `one third` can also be the third."""
    numerator = UNITS.get(uncased(match["numerator"]), Decimal(1))
    written = uncased(match["denominator"])
    if written in PARTS:
        return [numerator * PARTS[written]]
    denominator = _ordinal(written.removesuffix("s"))
    return [numerator / denominator, denominator] if numerator == 1 else [numerator / denominator]


def _of_words(match: re.Match[str]) -> list[Decimal]:
    words = uncased(match["words"])
    return [] if words in UNCOUNTED else [_value_of_words(words)]


def _ordinal(written: str) -> Decimal:
    if written in {"hundredth", "thousandth"}:
        return SCALES[written.removesuffix("th")]
    *tens, last = re.split(r"[\s-]", written)
    return _value_of_words(" ".join([*tens, TENTHS.get(last) or ORDINALS[last]]))


def _of_dozens(match: re.Match[str]) -> list[Decimal]:
    before = uncased(match["dozen"]).removesuffix("dozen").strip()
    return [12 * (Decimal(1) if before in {"", "a", "an"} else _value_of_words(before))]


def _of_half(match: re.Match[str]) -> list[Decimal]:
    return [PARTS["half"] * SCALES.get(uncased(match["half"]).split()[-1], Decimal(1))]


# How the kinds of numbers are read, by the group of NUMBER that they have, in the order in which they are tried.
_KINDS: dict[str, Callable[[re.Match[str]], list[Decimal]]] = {
    "over": _of_slash,
    "digits": _of_digits,
    "fraction": _of_digits,
    "enclosed": lambda match: [Decimal(int(unicodedata.numeric(match["enclosed"])))],
    "denominator": _of_parts,
    "ordinal": lambda match: [_ordinal(uncased(match["ordinal"]))],
    "half": _of_half,
    "multiple": lambda match: [MULTIPLES[uncased(match["multiple"])]],
    "fold": lambda match: [_value_of_words(uncased(match["fold"]))],
    "dozen": _of_dozens,
    "one": lambda match: [SCALES[uncased(match["one"])]],
    "words": _of_words,
}

_COUNTING = frozenset({"digits", "dozen", "enclosed", "fraction", "one", "words"})


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
    for word in re.split(r"[\s-]+", uncased(match["scales"]).strip()):
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
