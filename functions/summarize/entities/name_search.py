"""Finds mentions that the annotator missed: names that it found elsewhere in the same text, written the same way."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.titles import title_before
from shared.names.names import parse_person

# Letters of a family name that is looked for alone.
SHORTEST_ALONE = 4

# Letters of an organization's initials that are looked for.
SHORTEST_INITIALS = 3

# Names looked for that begin with the same word, the first ones. It bounds the work at each word of the text.
MOST_WITH_ONE_BEGINNING = 20

_WORD = re.compile(r"\w+")
_LOWER = re.compile(r"\b[a-zß-öø-ÿ]{4,}\b")
_NEXT_CAPITAL = re.compile(r"[ \xa0-]\(?([^\W\d_])")
_WORD_BEFORE = re.compile(r"([^\s]+)[ \xa0]$")


def with_missed_mentions(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """The spans and those found, in the order of the text, none overlapping.

    Looked for are full names, the initials of organizations, and the family names of people where they stand alone, are
    no other word of the text and no part of a longer name in capitals. One pass over the words of the text.
    """
    full, alone = _wanted(text, spans)
    found = list(spans)
    numbered = iter([*spans, Mention(len(text) + 1, len(text) + 2, "PERSON")])
    given = next(numbered)
    free = 0
    for word in _WORD.finditer(text):
        start = word.start()
        while given.end <= start:
            free, given = given.end, next(numbered)
        if start < free or (word.group() not in full and word.group() not in alone):
            continue
        span = _found_at(text, start, given.start, full[word.group()], alone[word.group()])
        if span is not None:
            found.append(span)
            free = span.end
    return sorted(found, key=lambda span: span.start)


# By first word, the names as written and the span that each is from.
Wanted = defaultdict[str, dict[str, Mention]]


def _wanted(text: str, spans: Sequence[Mention]) -> tuple[Wanted, Wanted]:
    full: Wanted = defaultdict(dict)
    taken = {text[span.start : span.end] for span in spans}
    alone: Wanted = defaultdict(dict)
    others = {text[span.start : span.end] for span in spans if span.type != "PERSON"}
    common = set(_LOWER.findall(text))
    for span in spans:
        written = text[span.start : span.end]
        words = written.split()
        if len(words) < 2 or written.upper() == written or "\n" in written:
            continue
        _want(full, written, span)
        if span.type == "ORGANIZATION":
            initials = "".join(word[0] for word in words if word[0].isupper())
            if len(initials) >= SHORTEST_INITIALS and initials not in taken:
                _want(full, initials, span)
        if span.type != "PERSON":
            continue
        for family in _family_words(written, words):
            if family not in others and family.lower() not in common:
                _want(alone, family, span)
    return full, alone


def _want(wanted: Wanted, name: str, span: Mention) -> None:
    first = _WORD.search(name)
    if first and first.start() == 0 and len(wanted[first.group()]) < MOST_WITH_ONE_BEGINNING:
        wanted[first.group()].setdefault(name, span)


def _family_words(written: str, words: Sequence[str]) -> Iterator[str]:
    """The written word that is the family name, at whichever end of the full name it stands."""
    family = parse_person(written).family
    for word in (words[-1], words[0]):
        if len(word) >= SHORTEST_ALONE and any(c.isupper() for c in word) and parse_person(word).family == family:
            yield word
            return


def _found_at(text: str, start: int, limit: int, full: dict[str, Mention], alone: dict[str, Mention]) -> Mention | None:
    if start and (text[start - 1] in "-‐@#/_.'’" or text[start - 1].isalnum()):
        return None
    for name, span in sorted(full.items(), key=lambda item: -len(item[0])):
        if _stands(text, name, start, limit):
            return Mention(start, start + len(name), span.type, span.score)
    for name, span in sorted(alone.items(), key=lambda item: -len(item[0])):
        if _stands(text, name, start, limit) and _is_alone(text, start, start + len(name)):
            return Mention(start, start + len(name), "PERSON", span.score)
    return None


def _stands(text: str, name: str, start: int, limit: int) -> bool:
    end = start + len(name)
    return (
        end <= limit
        and text.startswith(name, start)
        and not text[end : end + 1].isalnum()
        and text[end : end + 1] != "-"
    )


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a family name is not part of a longer name, such as `Clinton Foundation` or `Chelsea Clinton`."""
    after = _NEXT_CAPITAL.match(text, end)
    if after and after.group(1).isupper():
        return False
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    if not before or not before.group(1)[0].isupper() or before.group(1)[-1] in ".,:;!?":
        return True
    return title_before(text, start) is not None
