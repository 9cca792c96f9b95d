"""Who said what."""

from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.bounds import bounded_attributions
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning


def collect_attributions(reading: Reading) -> list[PipelineWarning]:
    """Set the attributions; none in a language that the annotator is not trained for."""
    if not reading.is_annotated:
        reading.attributions = []
        return []
    found = find_attributions(
        reading.document.text,
        reading.quotations,
        reading.introductions,
        reading.places,
        reading.annotations,
        reading.index,
        reading.document.blocks,
    )
    reading.attributions, warnings = bounded_attributions(found)
    return warnings
