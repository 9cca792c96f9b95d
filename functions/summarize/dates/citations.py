"""Citations of the literature, such as `(Smith & Lee, 2014; Ito 2016)` and `Ito (2016)`: their years are not dates."""

import re

from functions.summarize.dates.written import Unit, Written

# What only citations have around a year. Brackets with a name and a year are also those of films and of people.
_SIGN = re.compile(
    r"\bet al\.,? ?\(?[12]\d{3}|& [A-Z][\w’'-]+,? \(?[12]\d{3}|[12]\d{3}[a-z]?; [A-Z][\w’'-]+|"
    r"\([A-Z][\w’'-]+,? [12]\d{3}, (?:pp?\.|\d)|"
    r"\((?:see|e\.g\.),? [A-Z][^()]{0,40} [12]\d{3}\b|\([A-Z][^()]{0,40}, [12]\d{3}: ?\d"
)
_MIN_SIGNS = 2

_BEFORE = re.compile(r"[A-Z][\w’'-]*(?:\s+et al)?[.,]{0,2}\s*[(\[]?$|[12]\d{3}[a-z]?[\])]?[;,]?\s*$")
_AFTER = re.compile(r"[a-z]?\s*(?:[)\],;:]|$|and\b|for\b)")
_PAGES = re.compile(r"[a-z]?, (?:pp?\. |\d)")
_IN_BRACKET = re.compile(r"[(\[][^()\[\]]*$")

# Number of code points before a year that are searched.
_NEARBY = 200


def cites(text: str) -> bool:
    """Return whether a text cites literature by names and years."""
    return sum(1 for _, _ in zip(range(_MIN_SIGNS), _SIGN.finditer(text), strict=False)) == _MIN_SIGNS


def is_citation(sentence: str, written: Written) -> bool:
    """Return whether a year is part of a citation, in a text that cites."""
    if written.unit is not Unit.YEAR or written.year is None or written.until:
        return False
    before, after = sentence[max(0, written.start - _NEARBY) : written.start], sentence[written.end :]
    if _IN_BRACKET.search(before) is None:
        return False
    return _PAGES.match(after) is not None or bool(_BEFORE.search(before) and _AFTER.match(after))
