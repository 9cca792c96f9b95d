"""The pattern of a date in English, with a named group for each part."""

import re

from functions.summarize.sentences.characters import FRACTIONS, SUPERSCRIPTS, WORD_CHARACTER, WORD_END

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# The words for the numbers from one on.
NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[0-9]|20)[0-9]{2}"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_ORDINAL = r"(?:st|nd|rd|th)?"
_COUNT = rf"(?:\d{{1,3}}|an?|{'|'.join(NUMBERS[1:])})"

# The end of a day or a month, and of a year. A footnote mark may follow, but not the rest of a word or a number.
_PART_END = rf"(?!{WORD_CHARACTER}|-)"
_YEAR_END = rf"(?!{WORD_CHARACTER}|-|,\d)"

# What can follow a year. Before a noun it is a number: `in 1500 homes`.
_AFTER_YEAR = (
    rf"(?=[{SUPERSCRIPTS}]*(?:\W*$|[.,;:!?)\]\"”’–—-]|\s+(?:a|after|and|as|at|because|before|but|by|during|for|from|had|has|have|he|her|his|if|"
    r"in|is|it|its|of|on|one|or|she|since|that|the|their|they|through|to|under|until|was|we|were|when|where|which|while|"
    r"who|will|with|would|you)\b|\s+[A-Z(\"“]))"
)

DATE = re.compile(
    rf"""
      \b(?P<iso_year>{_YEAR})-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>{_DAY}){_PART_END}
    | (?:\b(?P<weekday_1>{_WEEKDAY}),?\s+)?
      (?<![\w.,:/$£€-])(?P<day_1>{_DAY}){_ORDINAL}\s+(?:of\s+)?(?P<month_1>{_MONTH}){_PART_END}(?:,?\s+(?P<year_1>{_YEAR}){_YEAR_END})?
    | (?:\b(?P<weekday_2>{_WEEKDAY}),?\s+)?
      \b(?P<month_2>{_MONTH})\s+(?P<day_2>{_DAY}){_ORDINAL}
      (?!{WORD_CHARACTER}|[:%/]|[.,]\d|\s*(?:percent|per\ cent|million|billion)\b)
      (?:,?\s+(?P<year_2>{_YEAR}){_YEAR_END})?
    | \b(?P<month_3>{_MONTH}),?\s+(?:of\s+)?(?P<year_3>{_YEAR}){_YEAR_END}
    | \b(?P<shift_month>[Ll]ast|[Nn]ext|[Tt]his)\s+(?P<month_4>{_MONTH}){_PART_END}
    | \b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-?)\s+
      (?:early\s+|late\s+|mid-?)?(?P<month_5>{_MONTH})(?!{WORD_CHARACTER}|-|\.?,?\s+\d)
    | \b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Dd]uring|[Ff]rom|[Oo]f|[Tt]o)\s+
      (?:early\s+|late\s+|mid-?|the\s+(?:spring|summer|autumn|fall|winter|end|beginning|year)\s+(?:of\s+)?)?
      (?P<year_4>{_YEAR})(?!{WORD_CHARACTER}|[%/-]|[.,]\d){_AFTER_YEAR}
    | (?<!the\ )(?<!The\ )\b
      (?P<relative_day>
        [Yy]esterday | [Tt]oday | [Tt]onight | [Tt]omorrow | [Ll]ast\ night | [Tt]his\ (?:morning|afternoon|evening)
      ){WORD_END}
    | \b(?:(?P<shift_weekday>[Ll]ast|[Nn]ext|[Tt]his)\s+)?(?P<weekday_3>{_WEEKDAY}){WORD_END}
    | \b(?P<shift_unit>[Ll]ast|[Nn]ext|[Tt]his)\s+(?P<shifted_unit>month|year){WORD_END}
    | (?<!\d[.,])(?<![{FRACTIONS}]\s)\b(?P<count>{_COUNT})\s+(?P<unit>day|week|month|year)s?\s+ago{WORD_END}
    """,
    re.VERBOSE,
)

# Matches a sentence about the future.
AHEAD = re.compile(
    r"\b(?:will|won['’]t|shall|(?:is|are|was|were)\ (?:to|due|set|expected|scheduled|planned)|due|scheduled|"
    r"(?:plan|hope|want|intend|expect)s?\ to|not\ before)\b",
    re.IGNORECASE,
)

# Matches directly before a date in the future.
DEADLINE = re.compile(r"\b(?:by|until|till|before)\s+$", re.IGNORECASE)

# Matches directly before a date in the past, also in a sentence about the future: `said on Monday that it will …`.
HAPPENED = re.compile(
    r"(?<!\bbe\s)\b(?:\w+ed|said|told|wrote|began|came|fell|gave|held|left|made|met|rose|took|was|were|went|won)\s+"
    r"(?:\w+\s+)?(?:(?:on|in|since|late|early)\s+)?$"
)

# Number of code points before a date that DEADLINE and HAPPENED search.
NEARBY = 40
