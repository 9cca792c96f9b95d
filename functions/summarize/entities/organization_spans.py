"""Extend the mentions of organizations to the whole name: `Ministry of Trade, Industry and Energy`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.roles import ORGANIZATION_NOUNS

# Words that begin with a capital letter, without a possessive.
_WORD = r"[A-Z][\w&]*(?:-[A-Za-z]+)*(?!['’\w])"
_WORDS = rf"{_WORD}(?: {_WORD})*"

# The rest of a name after a preposition at its end, after a noun for a public body, and after a field of an office.
_REST = re.compile(rf" (?:the )?{_WORDS}")
_OF = re.compile(rf" (?:of|for)(?: the)? {_WORDS}(?: of(?: the)? {_WORDS})?")
_LIST = re.compile(rf"(?P<more>(?:, {_WORDS})*),? (?:and|&) {_WORDS}(?! of\b)")

# Nouns for public bodies, which `of` or `for` follows inside a name. After others (club, league, team) it mostly begins
# the name of a place.
_BODIES = frozenset(
    """administration agency association board branch bureau center centre coalition commission committee council court
    department directorate division embassy federation foundation fund institute institution ministry office secretariat
    subcommittee""".split()
)

# Nouns for offices, whose names list several fields.
_OFFICES = frozenset(
    "bureau college commission committee council department directorate division faculty ministry office school "
    "secretariat subcommittee".split()
)

# Nouns that make an organization of a place before them (`Stephenville High School`). The others are also events,
# buildings and groups of people.
_AFTER_PLACES = ORGANIZATION_NOUNS - frozenset("campaign center centre court force hospital party store team".split())
_OF_PLACE = re.compile(
    rf"(?: {_WORD}){{0,2}} (?:{'|'.join(noun.capitalize() for noun in sorted(_AFTER_PLACES))})(?![\w'’-])"
)

# The word after an organization, and the nouns that belong to its name there.
_NEXT_WORD = re.compile(r"(?:(?<=s)['’])? ([A-Z][a-z]+)\b(?!-)")
_HEADS = ORGANIZATION_NOUNS | frozenset("authority district news radio state university".split())


# A legal form, and the partners in a firm, after any name, with no further word of a name (`Limited Edition`).
_LEGAL_FORM = r",? (?:Inc|INC|Incorporated|INCORPORATED|Limited|LIMITED|LLC|LLP|Ltd|LTD|PLC|plc|GmbH)"
_FIRM = re.compile(
    rf"(?:{_LEGAL_FORM}| (?:&|and) (?:Associates|Bros|Brothers|Co|Company|Daughters?|Partners|Sons?)\b"
    rf"(?:\.?{_LEGAL_FORM})?)\b(?! [A-Z][a-z])\.?"
)


def with_whole_names(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, in text order without overlap, with those of organizations extended to the whole name.

    The extension takes capitalized words after a noun for a public body, and nouns for organizations after any name. A
    place before such a noun becomes an organization, and so does any name before a legal form. A span that an extension
    reaches is discarded.
    """
    grown: list[Mention] = []
    for number, span in enumerate(spans):
        if grown and span.start < grown[-1].end:
            continue
        following = spans[number + 1].start if number + 1 < len(spans) else len(text)
        grown.append(_whole(text, span, following))
    return grown


def _whole(text: str, span: Mention, following: int) -> Mention:
    """Return the span of the whole name. `following` is the start of the next span."""
    if firm := _FIRM.match(text, span.end):
        return Mention(span.start, firm.end(), "ORGANIZATION", span.score)
    if span.type == "LOCATION" and (noun := _OF_PLACE.match(text, span.end)):
        span = Mention(span.start, noun.end(), "ORGANIZATION", span.score)
    if span.type != "ORGANIZATION":
        return span
    end = span.end
    while rest := _rest(text, text[span.start : end].split(), end):
        end = rest.end()
    head = _NEXT_WORD.match(text, end, max(end, following))
    if head and head.group(1).lower() in _HEADS:
        end = head.end()
    return Mention(span.start, end, span.type, span.score)


def _rest(text: str, words: Sequence[str], end: int) -> re.Match[str] | None:
    """Return the next part of the name that has these words and ends at `end`."""
    last = words[-1].lower()
    if last in ("of", "for", "on"):
        return _REST.match(text, end)
    if last in _BODIES:
        return _OF.match(text, end)
    if any(word.lower() in _OFFICES and after == "of" for word, after in pairwise(words)):
        listed = _LIST.match(text, end)
        # Without another field, `and` can join two names.
        return listed if listed and (listed["more"] or any(word.endswith(",") for word in words)) else None
    return None
