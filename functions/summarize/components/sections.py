"""The sections of the text, by its headings."""

from functions.summarize.bounds import bounded_sections
from functions.summarize.reading import Reading
from functions.summarize.selection.sections import sections_of
from shared.documents.document import PipelineWarning


def divide_sections(reading: Reading) -> list[PipelineWarning]:
    """Set the sections, each with its best sentence."""
    sections = sections_of(reading.document, reading.ranked, reading.vectors)
    reading.sections, warnings = bounded_sections(sections)
    return warnings
