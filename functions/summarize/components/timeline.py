"""The timeline: the dates that the text names."""

from functions.summarize.bounds import bounded_timeline
from functions.summarize.dates.languages.codes import DATE_LANGUAGES
from functions.summarize.dates.timeline import timeline_of
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning
from shared.summary import TimelineEntry


def build_timeline(reading: Reading) -> list[PipelineWarning]:
    """Set the timeline."""
    reading.timeline, warnings = bounded_timeline(dates_of(reading))
    return warnings


def dates_of(reading: Reading) -> list[TimelineEntry]:
    """Return all dates of the text, none in a language that has no names of months here."""
    language = reading.language
    if language != "en" and language not in DATE_LANGUAGES:
        return []
    return timeline_of(reading.document, reading.sentences, language)
