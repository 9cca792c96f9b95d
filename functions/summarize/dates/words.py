"""The English words of dates: names of months, weekdays, seasons and quarters, small numbers, and their patterns."""

from functions.summarize.sentences.characters import WORD_CHARACTER

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# The first month of each season, in the northern hemisphere. Winter begins in the year before the one that it ends in.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

# The words for the numbers from one on.
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS_OF_ONE = frozenset({"a", "an"})
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
ORDINALS = ("first", "second", "third", "fourth")

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
ANY_WEEKDAY = rf"(?:{FULL_WEEKDAY}|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
YEAR = r"(?:1[0-9]|20)[0-9]{2}"
COUNT = (
    rf"(?:\d{{1,3}}|an?|(?:{'|'.join(_TENS)})-(?:{'|'.join(NUMBERS[:9])})|"
    rf"{'|'.join((*NUMBERS, *_TEENS, *_TENS))})"
)
ORDINAL = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"

# The words for the days of a month, in their order.
DAY_WORDS = (
    *"first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth".split(),
    *"fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
    *(f"twenty-{ones}" for ones in "first second third fourth fifth sixth seventh eighth ninth".split()),
    *("thirtieth", "thirty-first"),
)

# The end of a word or number, and of a year. A footnote mark may follow, but not the rest of a word or a number.
END = rf"(?!{WORD_CHARACTER}|-\d)"
YEAR_END = rf"(?!{WORD_CHARACTER}|-\d|[.,:]\d)"


def month_number(written: str) -> int:
    """Return the number of a month, from 1; at least its first three letters are written."""
    return 1 + next(number for number, name in enumerate(MONTHS) if name.startswith(written.lower()[:3]))


def weekday_number(written: str) -> int:
    """Return the number of a weekday, from 0 for Monday; at least its first three letters are written."""
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(written.lower()[:3]))


def day_number(written: str) -> int:
    """Return the number of a day in digits or as a word, such as `ninth`."""
    return int(written) if written.isdecimal() else 1 + DAY_WORDS.index(written.lower())


def ordinal_number(written: str) -> int:
    """Return the number of `first` or `1st`, from 1."""
    word = written.lower()
    return int(word[0]) if word[0].isdecimal() else 1 + ORDINALS.index(word)


def count_of(written: str) -> int:
    """Return the number that COUNT matches."""
    word = written.lower()
    if word.isdecimal():
        return int(word)
    if word in _UNITS_OF_ONE:
        return 1
    if word in NUMBERS:
        return 1 + NUMBERS.index(word)
    if word in _TEENS:
        return 13 + _TEENS.index(word)
    tens, _, ones = word.partition("-")
    return 10 * (2 + _TENS.index(tens)) + (1 + NUMBERS.index(ones) if ones else 0)
