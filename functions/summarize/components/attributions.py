"""Who said what."""

from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.attributions.confidence import ConfidenceModel
from functions.summarize.bounds import bounded_attributions
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning


class CollectAttributions:
    """Sets the attributions; none in a language that the annotator is not trained for."""

    def __init__(self, confidence: ConfidenceModel) -> None:
        self._confidence = confidence

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Find the attributions."""
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
            self._confidence,
        )
        reading.attributions, warnings = bounded_attributions(found)
        return warnings
