"""Tags with more attributes than any page needs lose them: libxml2 compares each attribute with all the others."""

import re

# Of one tag. A form's widget has some dozens; 20,000 take seconds, and 100,000 take minutes.
MOST_ATTRIBUTES = 1000

NAME = r"<[a-z][^\s/>]*+"

# As the HTML standard reads it: `>` and `<` may stand in quotes, and a name alone is an attribute.
ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""

ATTRIBUTES = rf"(?:{ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+[\s/]*+"

# What stands in scripts and style sheets is no tag, whatever it looks like.
RAW = "|".join(rf"<{name}(?=[\s/>]){ATTRIBUTES}>[^<]*+(?:<(?!/{name})[^<]*+)*+" for name in ("script", "style"))

BEARABLE = re.compile(rf"(?:[^<]++|<(?![a-z])|{RAW}|{NAME}{ATTRIBUTES}(?:>|\Z))*+", re.IGNORECASE)

# Neither ever goes back, so that the time is linear in the size of the page.
OVERLOADED = re.compile(rf"({NAME})(?:{ATTRIBUTE})*+[\s/]*+", re.IGNORECASE)


def relieved(source: str) -> str:
    """The source of a page, whose overloaded tags have no attributes any more."""
    pieces: list[str] = []
    begin = 0
    while (end := _bearable_until(source, begin)) < len(source):
        overloaded = OVERLOADED.match(source, end)
        assert overloaded is not None
        pieces += [source[begin:end], overloaded.group(1)]
        begin = overloaded.end()
    return "".join([*pieces, source[begin:]]) if pieces else source


def _bearable_until(source: str, begin: int) -> int:
    bearable = BEARABLE.match(source, begin)
    assert bearable is not None  # it matches nothing, too
    return bearable.end()
