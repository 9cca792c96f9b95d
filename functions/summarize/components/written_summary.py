"""The abstractive summary: sentences that a model writes."""

from functions.summarize.reading import Reading
from functions.summarize.writing.abstractive import AbstractiveModel
from functions.summarize.writing.grounded_summary import Source, written_summary
from shared.documents.document import PipelineWarning


class WriteSummary:
    """Replaces the extractive summary with a written one, if the model writes one that is grounded in the text."""

    def __init__(self, model: AbstractiveModel) -> None:
        self._model = model

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Write about `reading.words` words."""
        source = Source(reading.document, reading.ranked, reading.vectors, reading.ranking.order())
        written, warnings = written_summary(self._model, reading.encoder, source, reading.words)
        reading.summary = written or reading.summary
        reading.models["summary"] = f"{reading.summary.model} {reading.summary.revision}"
        return warnings
