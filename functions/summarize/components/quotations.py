"""The quotations of the text and the sentences that introduce them."""

from functions.summarize.attributions.introductions import find_introductions
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning


def mark_quotations(reading: Reading) -> list[PipelineWarning]:
    """Set the quotations and their introductions."""
    document = reading.document
    reading.quotations = find_quotations(document.text, document.blocks)
    reading.introductions = find_introductions(document.text, reading.quotations, reading.places)
    return []
