"""The timeline: the dates that the text names."""

from functions.summarize.bounds import bounded_timeline
from functions.summarize.dates.timeline import timeline_of
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning


def build_timeline(reading: Reading) -> list[PipelineWarning]:
    """Set the timeline; empty in other languages than English, the only one whose dates are recognized."""
    entries = timeline_of(reading.document, reading.sentences) if reading.is_annotated else []
    reading.timeline, warnings = bounded_timeline(entries)
    return warnings
