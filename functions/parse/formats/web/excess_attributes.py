"""Remove the attributes of tags that have more than any page needs: libxml2 compares each attribute with all others.

All patterns are possessive and never backtrack, so the time is linear in the size of the page.
"""

import re

# Maximum number of attributes of one tag. A form's widget has some dozens. libxml2 takes seconds for 20,000 attributes
# and minutes for 100,000.
MAX_ATTRIBUTES = 1000

NAME = r"<[a-z][^\s/>]*+"

# An attribute as the HTML standard parses it: a quoted value may contain `>` and `<`, and a name needs no value.
ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""

ATTRIBUTES = rf"(?:{ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+[\s/]*+"

# Scripts and style sheets. Their content contains no tags, only text that may resemble them.
RAW = "|".join(rf"<{name}(?=[\s/>]){ATTRIBUTES}>[^<]*+(?:<(?!/{name})[^<]*+)*+" for name in ("script", "style"))

# All text up to the next tag with too many attributes.
ACCEPTED = re.compile(rf"(?:[^<]++|<(?![a-z])|{RAW}|{NAME}{ATTRIBUTES}(?:>|\Z))*+", re.IGNORECASE)

# A tag with too many attributes, up to its `>`.
OVERLOADED = re.compile(rf"({NAME})(?:{ATTRIBUTE})*+[\s/]*+", re.IGNORECASE)


def without_excess_attributes(source: str) -> str:
    """Return the source of a page, with all attributes removed from tags that have more than `MAX_ATTRIBUTES`."""
    pieces: list[str] = []
    begin = 0
    while (end := _accepted_until(source, begin)) < len(source):
        overloaded = OVERLOADED.match(source, end)
        assert overloaded is not None
        pieces += [source[begin:end], overloaded.group(1)]
        begin = overloaded.end()
    return "".join([*pieces, source[begin:]]) if pieces else source


def _accepted_until(source: str, begin: int) -> int:
    accepted = ACCEPTED.match(source, begin)
    assert accepted is not None  # the pattern also matches the empty string
    return accepted.end()
