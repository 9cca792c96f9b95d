"""Bounds on what a row holds, so that no text can make it outgrow DynamoDB's 400 KB; what is left out is told."""

from collections.abc import Sequence
from typing import TypeVar

from shared.document import PipelineWarning
from shared.text import shortened

LONGEST_MESSAGE = 500
MOST_WARNINGS = 30
MOST_SECTIONS = 100
LONGEST_HEADING = 200
"""Code points. A heading is a span, so a longer one is left out rather than cut."""
MOST_KEY_POINTS = 7
MOST_EVIDENCE = 40
"""Spans that a summary may rest on: as many as a thousand words have sentences."""

T = TypeVar("T")


def first_of(items: Sequence[T], most: int, what: str, warnings: list[PipelineWarning]) -> list[T]:
    """The first `most` items, with a warning that counts those left out under `what`."""
    if len(items) > most:
        message = f"{len(items)} {what} were found; the row has the first {most}."
        warnings.append(PipelineWarning(code=f"{what.replace(' ', '_')}_cut", message=message))
    return list(items[:most])


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
