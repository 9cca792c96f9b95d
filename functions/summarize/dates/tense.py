"""The direction of a date without a year: the tense of the nearest verb."""

import re

# Verbs about the future, in a group, or about the past. Irregular ones are the commonest in reports.
_VERB = re.compile(
    r"\b(?P<ahead>(?:will|won['’]t|shall|must|should|would(?!\s+have)|upcoming|"
    r"(?:is|are|am)\s+(?:\w+\s+)?(?:to|due|set|expected|scheduled|planned|slated|going)|"
    r"(?:was|were|been|be)\s+(?:due|set|expected|scheduled|planned|slated)\s+(?:to|for)|(?:was|were)\s+to|supposed\s+to|"
    r"due\s+to|scheduled\s+(?:for|to)|(?:plan|hope|want|intend|expect|aim)s?\s+to|(?:planning|hoping|expecting)\s+\w+|"
    r"starts|begins?|opens|expires?|kicks?\s+off|takes?\s+place)"
    r"(?:\s+(?:he|she|it|they|we|you|I))?(?:\s+(?:to|not|also|be|been|have|\w+ly))*(?:\s+\w+)?)\b"
    r"|['’]ll\b"
    r"|\b(?P<present>(?:is|are|am|be|being)\s+(?:\w+ly\s+|not\s+)?(?:\w+ed|held|made|given|shown|known|seen|taken|found|built)|"
    r"be\s+(?:brought|cut|hit|kept|led|left|lost|met|paid|put|sent|set|shot|shut|sold|told|won|bought))\b"
    r"|\b(?:(?-i:[a-z]{2,}ed)|was|were|had|did|said|told|wrote|began|became|came|fell|gave|held|left|lost|made|met|rose|ran|"
    r"saw|sent|spoke|struck|took|went|won|got|brought|built|found|broke|burst|grew|fled|fought|flew|drew|drove|kept|paid|stood|shut|led|shot|hit|put|set|cut|sold|bought)\b",
    re.IGNORECASE,
)

# Matches directly before a date in the future, if no verb is near.
_DEADLINE = re.compile(r"\b(?:by|until|till|before|through|starting|beginning|effective)\s+(?:\w+\s+)?$", re.IGNORECASE)

# Directly before a date in the past, whatever verb is near.
_SINCE = re.compile(r"\bsince\s+(?:last\s+)?$", re.IGNORECASE)

# A boundary of a clause between a verb and a date counts as this many code points.
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
        (len(before) - match.end() + _boundaries(before[match.end() :]), _is_ahead(match))
        for match in _VERB.finditer(before)
        if not match["present"]
    ]
    verbs += [
        (_AFTER * match.start() + _boundaries(after[: match.start()]), _is_ahead(match))
        for match in _VERB.finditer(after)
        if not match["present"]
    ]
    if verbs:
        return min(verbs)[1]
    return True if _DEADLINE.search(before) else None


def _is_ahead(match: re.Match[str]) -> bool:
    return match.group("ahead") is not None or match.group().lower() in ("'ll", "’ll")


def _boundaries(between: str) -> int:
    return _BOUNDARY_DISTANCE * sum(1 for _ in _BOUNDARY.finditer(between))
