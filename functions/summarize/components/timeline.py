"""The timeline: the dates that the text names."""

from functions.summarize.bounds import bounded_timeline
from functions.summarize.dates.timeline import timeline_of
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning
from shared.summary import TimelineEntry


def build_timeline(reading: Reading) -> list[PipelineWarning]:
    """Set the timeline."""
    reading.timeline, warnings = bounded_timeline(dates_of(reading))
    return warnings


def dates_of(reading: Reading) -> list[TimelineEntry]:
    """Return all dates of the text. Only English dates are recognized; other texts have none."""
    return timeline_of(reading.document, reading.sentences) if reading.is_english else []
