"""Who said what."""

from functions.summarize.attributions.annotated_text import AnnotatedText
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
        attributions = find_attributions(annotated_text(reading), self._confidence)
        reading.attributions, warnings = bounded_attributions(attributions)
        return warnings


def annotated_text(reading: Reading) -> AnnotatedText:
    """Return what attributions are found from."""
    return AnnotatedText(
        text=reading.document.text,
        blocks=reading.document.blocks,
        sentences=reading.places,
        quotations=reading.quotations,
        introductions=reading.introductions,
        turns=reading.turns,
        annotations=reading.annotations,
        index=reading.index,
    )
