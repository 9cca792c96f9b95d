"""The news outlet that a passage was published by: an introduced excerpt, or a sentence about an interview."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.excerpts import end_in_line, excerpt_length
from functions.summarize.attributions.introductions import ANNOUNCES, EXCERPT, Introduction
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.roles import KNOWN_OUTLETS, PUBLIC_BODIES, is_outlet

# Number of code points before the name of an outlet that the following patterns search.
REACH = 60

# Directly before an outlet that published a passage, and before any source of a sentence.
TAKEN_FROM = re.compile(
    r"\b(?:by|from|in|via|of|on|per|according\s+to|courtesy\s+of|reported\s+by|quoted\s+by)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
ACCORDING_TO = re.compile(
    r"\b(?:according\s+to|(?:as\s+)?(?:reported|quoted|cited)\s+(?:by|in))\s+(?:the\s+)?$", re.IGNORECASE
)

# The words directly before an outlet to which somebody makes a statement.
TOLD = re.compile(
    r"\b(?:(?:told|tells|telling)(?:\s+reporters\s+(?:from|at))?"
    r"|interviews?\s+(?:with|on|to|for|by)|interviewed\s+(?:by|on)|appear(?:ed|ing|ance|s)\s+on"
    r"|(?:speaking|spoke|speaks|talking|talked)\s+(?:to|with|on)"
    r"|(?:statement|remarks|comments?)\s+to|(?:wr[io]te|written|writing|op-ed|essay|column)s?\s+(?:in|for)"
    r"|(?:said|says|saying)\s+(?:\w+\s+){0,3}on)\s+(?:the\s+)?$",
    re.IGNORECASE,
)

# Directly after an outlet that published a passage.
REPORTS = re.compile(
    r"\s+(?:\w+\s+)?(?:reports?|reported|writes?|wrote|notes?|noted|says|said|describe[sd]|explain(?:s|ed)|quote[sd]|"
    r"publish(?:es|ed)|carried|ran)\b"
)


@dataclass(frozen=True, slots=True)
class PublishedPassage:
    """A passage of the text at [start, end), and the name of the outlet that published it."""

    start: int
    end: int
    outlet: str
    # Start of the introduction of an excerpt. None for a sentence in which somebody makes a statement
    # to the outlet.
    introduced_at: int | None = None


def find_outlets(
    text: str,
    index: EntityIndex,
    quotations: Sequence[Quotation],
    introductions: Sequence[Introduction],
    sentences: Sequence[TextRange],
) -> list[PublishedPassage]:
    """Return the passages that an outlet published according to the text, in order and without overlap.

    An introduced excerpt includes the quotations that follow it line by line, up to other prose. A sentence in which
    somebody makes a statement to an outlet, or that names an outlet as its source, is a passage unless it is in an
    excerpt.
    """
    candidates = _candidates(text, index)
    starts = [quotation.start for quotation in quotations]
    excerpts: list[PublishedPassage] = []
    for introduction in introductions:
        outlet = _announced(text, introduction, _within(candidates, introduction.start, introduction.end))
        if outlet is not None and (not excerpts or excerpts[-1].end <= introduction.quotation.start):
            first = bisect_left(starts, introduction.quotation.start)
            in_line = "\n" not in text[introduction.end : introduction.quotation.start]
            end = quotations[first + excerpt_length(text, quotations, first) - 1].end
            end = max(end, end_in_line(text, quotations, first)) if in_line else end
            name = _name(text, index, outlet)
            excerpts.append(PublishedPassage(introduction.quotation.start, end, name, introduction.start))
    ends = [excerpt.end for excerpt in excerpts]
    interviews = []
    for start, end in sentences:
        outlet = _interviewer(text, _within(candidates, start, end))
        at = bisect_right(ends, start)
        if outlet is not None and not (at < len(excerpts) and excerpts[at].start < end):
            interviews.append(PublishedPassage(start, end, _name(text, index, outlet)))
    return sorted([*excerpts, *interviews], key=lambda passage: passage.start)


def outlet_of(draft: Draft, passages: Sequence[PublishedPassage], speaker: NamedEntity | None) -> str | None:
    """Return the outlet of the passage that contains a draft's cue, or else its content, or the speaking outlet."""
    for start, _ in ((draft.cue,) if draft.cue else ()) + draft.content:
        passage = _passage_at(passages, start)
        if passage is not None:
            return passage.outlet
    if speaker is None or speaker.type != "ORGANIZATION" or not is_outlet(speaker.name):
        return None
    return None if speaker.name.split()[-1].casefold() in PUBLIC_BODIES else speaker.name


def without_outside_content(drafts: Sequence[Draft], passages: Sequence[PublishedPassage]) -> list[Draft]:
    """Return the drafts without content in an excerpt whose cue is neither in the excerpt nor in its introduction.

    "An official said" in one excerpt does not apply to the next one. A draft without content is removed.
    """
    excerpts = [passage for passage in passages if passage.introduced_at is not None]
    found = []
    for draft in drafts:
        content = tuple(span for span in draft.content if _reaches(draft.cue, _passage_at(excerpts, span[0])))
        if content:
            found.append(draft if content == draft.content else replace(draft, content=content))
    return found


def _reaches(cue: TextRange | None, excerpt: PublishedPassage | None) -> bool:
    if cue is None or excerpt is None or excerpt.introduced_at is None:
        return True
    return excerpt.introduced_at <= cue[0] < excerpt.end


def _passage_at(passages: Sequence[PublishedPassage], place: int) -> PublishedPassage | None:
    at = bisect_right(passages, place, key=lambda passage: passage.start) - 1
    return passages[at] if at >= 0 and place < passages[at].end else None


def _candidates(text: str, index: EntityIndex) -> list[TextRange]:
    """Return organizations and well-known outlets that the annotator may have missed, in order and without overlap."""
    tagged = [(mention.start, mention.end) for mention, entity in index.places if entity.type == "ORGANIZATION"]
    known = [match.span() for match in KNOWN_OUTLETS.finditer(text)]
    found: list[TextRange] = []
    for start, end in sorted([*tagged, *known], key=lambda span: (span[0], -span[1])):
        if not found or found[-1][1] <= start:
            found.append((start, end))
    return found


def _within(candidates: Sequence[TextRange], start: int, end: int) -> Iterator[TextRange]:
    at = bisect_left(candidates, (start, start))
    while at < len(candidates) and candidates[at][1] <= end:
        yield candidates[at]
        at += 1


def _announced(text: str, introduction: Introduction, candidates: Iterator[TextRange]) -> TextRange | None:
    """Return the outlet that an introduction names. After "an excerpt by", any name is an outlet."""
    chosen = None
    for start, end in candidates:
        before = text[max(introduction.start, start - REACH) : start]
        named = is_outlet(text[start:end])
        if not named and text[start:end].split()[-1].casefold() in PUBLIC_BODIES:
            continue
        if named and ACCORDING_TO.search(before):
            chosen = start, end
        elif TAKEN_FROM.search(before) and (named or ANNOUNCES.search(text, introduction.start, start)):
            if EXCERPT.search(text, introduction.start, start):
                chosen = start, end
        elif named and REPORTS.match(text, end, introduction.end):
            chosen = start, end
    return chosen


def _interviewer(text: str, candidates: Iterator[TextRange]) -> TextRange | None:
    for start, end in candidates:
        before = text[max(0, start - REACH) : start]
        if is_outlet(text[start:end]) and (TOLD.search(before) or ACCORDING_TO.search(before)):
            return start, end
    return None


def _name(text: str, index: EntityIndex, span: TextRange) -> str:
    entity = index.of(*span)
    return entity.name if entity is not None and entity.type == "ORGANIZATION" else text[slice(*span)]
