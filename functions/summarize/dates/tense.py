"""The direction of a date without a year: the tense of the nearest verb."""

import re
from collections.abc import Iterator

# Verbs and phrases about the future. What follows a verb belongs to it: `will also be held`.
_FUTURE_VERBS = (
    r"will",
    r"won['’]t",
    r"shall",
    r"must",
    r"should",
    r"would(?!\s+have)",
    r"upcoming",
    r"(?:is|are|am)\s+(?:\w+\s+)?(?:to|due|set|expected|scheduled|planned|slated|going)",
    r"(?:was|were|been|be)\s+(?:due|set|expected|scheduled|planned|slated)\s+(?:to|for)",
    r"(?:was|were)\s+to",
    r"supposed\s+to",
    r"due\s+to",
    r"scheduled\s+(?:for|to)",
    r"(?:plan|hope|want|intend|expect|aim)s?\s+to",
    r"(?:planning|hoping|expecting)\s+\w+",
    r"starts",
    r"begins?",
    r"opens",
    r"expires?",
    r"kicks?\s+off",
    r"takes?\s+place",
)
_SUBJECT = r"(?:\s+(?:he|she|it|they|we|you|I))?"
_AUXILIARIES = r"(?:\s+(?:to|not|also|be|been|have|\w+ly))*"

# Passives of the present and infinitives. They give no direction, and their participles are not verbs of the past.
_PRESENT_FORMS = (
    r"(?:is|are|am|be|being)\s+(?:\w+ly\s+|not\s+)?(?:\w+ed|held|made|given|shown|known|seen|taken|found|built)",
    r"be\s+(?:brought|cut|hit|kept|led|left|lost|met|paid|put|sent|set|shot|shut|sold|told|won|bought)",
)

# Verbs about the past: the regular ones, in lower case, unlike `United`, and the irregular ones that are the commonest
# in reports.
_REGULAR_PAST = r"(?-i:[a-z]{2,}ed)"
_IRREGULAR_PAST = (
    "became began bought broke brought built burst came cut did drew drove fell fled flew fought found gave got grew "
    "had held hit kept led left lost made met paid put ran rose said saw sent set shot shut sold spoke stood struck "
    "took told was went were won wrote"
).split()

_VERB = re.compile(
    rf"""
    (?P<future> \b (?:{"|".join(_FUTURE_VERBS)}) {_SUBJECT}{_AUXILIARIES} (?:\s+\w+)? \b | ['’]ll\b )
    | \b (?P<present> {"|".join(_PRESENT_FORMS)} ) \b
    | \b (?: {_REGULAR_PAST} | {"|".join(_IRREGULAR_PAST)} ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Matches directly before a date in the future, if no verb is near.
_DEADLINE = re.compile(r"\b(?:by|until|till|before|through|starting|beginning|effective)\s+(?:\w+\s+)?$", re.IGNORECASE)

# Directly before a date in the past. The verbs nearby do not count.
_SINCE = re.compile(r"\bsince\s+(?:last\s+)?$", re.IGNORECASE)

# A boundary of a clause between a verb and a date, and the code points that it adds to the distance between them.
_BOUNDARY = re.compile(r"[,;:“”\"()]|\bthat\b|\bwhich\b|\bwho\b|\bafter\b")
_BOUNDARY_DISTANCE = 30

# A verb after the date counts as this many times as far.
_AFTER = 2

# Number of code points on both sides of a date in which verbs are searched.
_NEARBY = 100


def looks_ahead(sentence: str, start: int, end: int) -> bool | None:
    """Return whether the nearest verb to `sentence[start:end]` is about the future, None if no verb is near."""
    before, after = sentence[max(0, start - _NEARBY) : start], sentence[end : end + _NEARBY]
    if _SINCE.search(before):
        return False
    verbs = [
        (len(before) - verb.end() + _boundaries(before[verb.end() :]), _is_future(verb)) for verb in _verbs(before)
    ]
    verbs += [(_AFTER * verb.start() + _boundaries(after[: verb.start()]), _is_future(verb)) for verb in _verbs(after)]
    if verbs:
        return min(verbs)[1]
    return True if _DEADLINE.search(before) else None


def _verbs(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _VERB.finditer(text) if not match["present"])


def _is_future(verb: re.Match[str]) -> bool:
    return verb["future"] is not None


def _boundaries(between: str) -> int:
    return _BOUNDARY_DISTANCE * sum(1 for _ in _BOUNDARY.finditer(between))
