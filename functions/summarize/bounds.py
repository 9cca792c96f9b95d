"""Limits on the lists and strings in a row, so that no document exceeds DynamoDB's 400 KB limit for an item.

The functions that cut a list return the warning that reports the cut.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from pydantic import BaseModel

from shared.documents.document import Part, PipelineWarning, Span
from shared.summary import Attribution, Entity, Section, TimelineEntry
from shared.text import MOST_FIELD_CODE_POINTS, shortened

# Maximum length of the message of a warning, in code points.
LONGEST_MESSAGE = 500

# Maximum number of items in each list of the row.
MOST_WARNINGS = 30
MOST_SECTIONS = 100
MOST_PARTS = 50
MOST_DATES = 50
MOST_KEY_POINTS = 7
MOST_KEYWORDS = 10
MOST_ENTITIES = 100
MOST_ATTRIBUTIONS = 200
MOST_LANGUAGES = 20

# Maximum number of aliases and mentions of one entity, and of entity names in one key point.
MOST_ALIASES = 20
MOST_MENTIONS = 50
MOST_NAMES = 10

# Maximum number of evidence spans of a summary: the number of sentences in about a thousand words.
MOST_EVIDENCE = 40

# Maximum size of each list in bytes of JSON, which is close to what DynamoDB counts. With everything else at its limit,
# a row stays under 300 KB.
SECTION_BYTES = 60_000
PART_BYTES = 15_000
TIMELINE_BYTES = 25_000
ENTITY_BYTES = 50_000
ATTRIBUTION_BYTES = 90_000

# Maximum length of a heading, in code points. A heading is a span, so a longer one is dropped, not cut.
LONGEST_HEADING = 200

# Maximum length of an alias, a mention or a keyword, in code points. Longer ones are dropped.
LONGEST_FORM = 100

# Maximum length of one span of the content of an attribution, and of a whole turn, in code points. A longer one is cut
# at its end.
LONGEST_CONTENT = 3000

M = TypeVar("M", bound=BaseModel)

# The items that fit in the row, and a warning if some do not.
Bounded = tuple[list[M], list[PipelineWarning]]


def bounded_sections(sections: Sequence[Section]) -> Bounded[Section]:
    """Return the first sections that fit in the row."""
    return _fitting(sections[:MOST_SECTIONS], len(sections), SECTION_BYTES, "sections")


def bounded_entities(entities: Sequence[Entity]) -> Bounded[Entity]:
    """Return the most salient entities that fit in the row, best first, with their first aliases and mentions."""
    ranked = sorted(entities, key=lambda entity: entity.salience, reverse=True)
    kept = [
        entity.model_copy(
            update={
                "name": shortened(entity.name) or "",
                "aliases": [alias for alias in entity.aliases if len(alias) <= LONGEST_FORM][:MOST_ALIASES],
                "mentions": [span for span in entity.mentions if len(span.text) <= LONGEST_FORM][:MOST_MENTIONS],
            }
        )
        for entity in ranked[:MOST_ENTITIES]
    ]
    return _fitting(kept, len(entities), ENTITY_BYTES, "entities")


def bounded_keywords(keywords: Sequence[str]) -> list[str]:
    """Return the first keywords of at most LONGEST_FORM code points."""
    return [keyword for keyword in keywords if len(keyword) <= LONGEST_FORM][:MOST_KEYWORDS]


def bounded_parts(parts: Sequence[Part]) -> Bounded[Part]:
    """Return the first parts that fit in the row, with shortened names and messages."""
    kept = [
        part.model_copy(update={"name": shortened(part.name) or "", "message": shortened(part.message)})
        for part in parts[:MOST_PARTS]
    ]
    return _fitting(kept, len(parts), PART_BYTES, "parts")


def bounded_timeline(timeline: Sequence[TimelineEntry]) -> Bounded[TimelineEntry]:
    """Return the entries that fit in the row: those that come first in the text, in the order of the timeline."""
    in_text_order = sorted(timeline, key=lambda entry: (entry.span.start, entry.date))
    kept, warnings = _fitting(in_text_order[:MOST_DATES], len(timeline), TIMELINE_BYTES, "dates")
    places = {(entry.span.start, entry.date) for entry in kept}
    return [entry for entry in timeline if (entry.span.start, entry.date) in places], warnings


def bounded_attributions(attributions: Sequence[Attribution]) -> Bounded[Attribution]:
    """Return the attributions that fit in the row, in order, without speakers and cues that are too long.

    Reported statements come first, because the text of a turn is also in the Document under its label.
    """
    numbers = sorted(range(len(attributions)), key=lambda number: attributions[number].turn is True)
    preferred = [attributions[number] for number in numbers]
    short = [
        attribution.model_copy(
            update={
                "speaker": _short_span(attribution.speaker),
                "entity": shortened(attribution.entity),
                "cue": _short_span(attribution.cue),
                "content": _cut_turn(attribution) if attribution.turn else _cut_content(attribution),
                "outlet": shortened(attribution.outlet),
            }
        )
        for attribution in preferred[:MOST_ATTRIBUTIONS]
    ]
    kept, warnings = _fitting(short, len(attributions), ATTRIBUTION_BYTES, "attributions")
    in_order = sorted(zip(numbers, kept, strict=False), key=itemgetter(0))
    return [attribution for _, attribution in in_order], warnings


def bounded_warnings(warnings: Sequence[PipelineWarning]) -> list[PipelineWarning]:
    """Return the first MOST_WARNINGS warnings, shortened, and a warning with the number of the others."""
    kept = [
        PipelineWarning(code=warning.code, message=shortened(warning.message, LONGEST_MESSAGE) or warning.code)
        for warning in warnings[:MOST_WARNINGS]
    ]
    if len(warnings) > MOST_WARNINGS:
        left = len(warnings) - MOST_WARNINGS
        kept.append(PipelineWarning(code="warnings_cut", message=f"{left} more warnings are not in the row."))
    return kept


def _fitting(items: Sequence[M], found: int, most_bytes: int, what: str) -> Bounded[M]:
    """Return the first items that fit in `most_bytes`, and a warning if they are fewer than `found`."""
    kept: list[M] = []
    left = most_bytes
    for item in items:
        left -= len(item.model_dump_json().encode())
        if left < 0:
            break
        kept.append(item)
    if len(kept) == found:
        return kept, []
    message = f"{found:,} {what} were found; the row has {len(kept):,} of them."
    return kept, [PipelineWarning(code=f"{what}_cut", message=message)]


def _cut_content(attribution: Attribution) -> list[Span]:
    return [_cut_span(span, LONGEST_CONTENT) for span in attribution.content]


def _cut_turn(attribution: Attribution) -> list[Span]:
    """Return the first LONGEST_CONTENT code points of a turn, which can have many paragraphs."""
    kept: list[Span] = []
    left = LONGEST_CONTENT
    for span in attribution.content:
        if left > 0:
            kept.append(_cut_span(span, left))
            left -= len(span.text)
    return kept


def _cut_span(span: Span, longest: int) -> Span:
    end = min(span.end, span.start + longest)
    return Span(start=span.start, end=end, text=span.text[: end - span.start])


def _short_span(span: Span | None) -> Span | None:
    return span if span and len(span.text) <= MOST_FIELD_CODE_POINTS else None
