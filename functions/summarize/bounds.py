"""Bounds on what a row holds, so that no text can make it outgrow DynamoDB's 400 KB; what is left out is told."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from shared.documents.document import Part, PipelineWarning, Span
from shared.summary import Attribution, Entity, Section, TimelineEntry
from shared.text import LONGEST_NAME, shortened

LONGEST_MESSAGE = 500
MOST_WARNINGS = 30
MOST_SECTIONS = 100
SECTION_BYTES = 60_000

# Code points. A heading is a span, so a longer one is left out rather than cut.
LONGEST_HEADING = 200
MOST_PARTS = 50
PART_BYTES = 15_000
MOST_DATES = 50
TIMELINE_BYTES = 25_000
MOST_KEY_POINTS = 7

# Entities that a key point names.
MOST_NAMES = 10
MOST_KEYWORDS = 10

# Spans that a summary may rest on: as many as a thousand words have sentences.
MOST_EVIDENCE = 40
MOST_ENTITIES = 100
MOST_ALIASES = 20
MOST_MENTIONS = 50

# Code points of an alias, a mention or a keyword; a longer one is left out.
LONGEST_FORM = 100
MOST_ATTRIBUTIONS = 200

# Code points of one span of what was said; a longer one is cut at its end.
LONGEST_CONTENT = 3000
ENTITY_BYTES = 50_000

# As JSON, which is about what DynamoDB counts. With all else at its bounds a row stays under 300 KB.
ATTRIBUTION_BYTES = 90_000

M = TypeVar("M", bound=BaseModel)


def bounded_sections(sections: Sequence[Section], warnings: list[PipelineWarning]) -> list[Section]:
    """The first sections that the row has room for."""
    return _that_fit(list(sections[:MOST_SECTIONS]), len(sections), SECTION_BYTES, "sections", warnings)


def bounded_entities(entities: Sequence[Entity], warnings: list[PipelineWarning]) -> list[Entity]:
    """The most salient entities that the row has room for, best first, with their first aliases and mentions."""
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
    return _that_fit(kept, len(entities), ENTITY_BYTES, "entities", warnings)


def bounded_keywords(keywords: Sequence[str]) -> list[str]:
    """The first keywords, without those that are too long to be one."""
    return [keyword for keyword in keywords if len(keyword) <= LONGEST_FORM][:MOST_KEYWORDS]


def bounded_parts(parts: Sequence[Part], warnings: list[PipelineWarning]) -> list[Part]:
    """The first parts that the row has room for, their messages cut."""
    kept = [
        part.model_copy(update={"name": shortened(part.name) or "", "message": shortened(part.message)})
        for part in parts[:MOST_PARTS]
    ]
    return _that_fit(kept, len(parts), PART_BYTES, "parts", warnings)


def bounded_timeline(timeline: Sequence[TimelineEntry], warnings: list[PipelineWarning]) -> list[TimelineEntry]:
    """As many entries as the row has room for, those that the text tells first, in their own order."""
    told_first = sorted(timeline, key=lambda entry: (entry.span.start, entry.date))[:MOST_DATES]
    kept = _that_fit(told_first, len(timeline), TIMELINE_BYTES, "dates", warnings)
    places = {(entry.span.start, entry.date) for entry in kept}
    return [entry for entry in timeline if (entry.span.start, entry.date) in places]


def bounded_attributions(attributions: Sequence[Attribution], warnings: list[PipelineWarning]) -> list[Attribution]:
    """The first attributions that the row has room for; a name that is too long to be one is left out."""
    kept = [
        attribution.model_copy(
            update={
                "speaker": _short_span(attribution.speaker),
                "entity": shortened(attribution.entity),
                "cue": _short_span(attribution.cue),
                "content": [_cut_span(span, LONGEST_CONTENT) for span in attribution.content],
                "outlet": shortened(attribution.outlet),
            }
        )
        for attribution in attributions[:MOST_ATTRIBUTIONS]
    ]
    return _that_fit(kept, len(attributions), ATTRIBUTION_BYTES, "attributions", warnings)


def bounded_warnings(warnings: Sequence[PipelineWarning]) -> list[PipelineWarning]:
    """The warnings, each shortened, the last of very many replaced by their number."""
    kept = [
        PipelineWarning(code=warning.code, message=shortened(warning.message, LONGEST_MESSAGE) or warning.code)
        for warning in warnings[:MOST_WARNINGS]
    ]
    if len(warnings) > MOST_WARNINGS:
        left = len(warnings) - MOST_WARNINGS
        kept.append(PipelineWarning(code="warnings_cut", message=f"{left} more warnings are not in the row."))
    return kept


def _that_fit(items: Sequence[M], found: int, most_bytes: int, what: str, warnings: list[PipelineWarning]) -> list[M]:
    """The first items that have room in `most_bytes`, with a warning when there are fewer than were found."""
    kept: list[M] = []
    left = most_bytes
    for item in items:
        left -= len(item.model_dump_json().encode())
        if left < 0:
            break
        kept.append(item)
    if len(kept) < found:
        message = f"{found} {what} were found; the row has {len(kept)} of them."
        warnings.append(PipelineWarning(code=f"{what}_cut", message=message))
    return kept


def _cut_span(span: Span, longest: int) -> Span:
    end = min(span.end, span.start + longest)
    return Span(start=span.start, end=end, text=span.text[: end - span.start])


def _short_span(span: Span | None) -> Span | None:
    return span if span and len(span.text) <= LONGEST_NAME else None
