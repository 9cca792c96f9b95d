"""The abstractive summary: sentences that a model writes."""

from functions.summarize.reading import Reading
from functions.summarize.writing.grounded_summary import Source, names_of, written_summary
from functions.summarize.writing.writer import SummaryWriter
from shared.documents.document import PipelineWarning


class WriteSummary:
    """Replaces the extractive summary with a written one, if the model writes one that is grounded in the text."""

    def __init__(self, model: SummaryWriter) -> None:
        self._model = model

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Write about `reading.summary_words` words, unless the document has no sentences, which a writer needs."""
        if reading.is_described:
            return []
        document, order = reading.document, reading.ranking.order()
        names = names_of(document.text, reading.annotations)
        source = Source(document, document.text, reading.ranked, reading.vectors, order, names)
        outcome = written_summary(self._model, reading.encoder, source, reading.summary_words)
        summary = outcome.summary or reading.summary
        reading.summary = summary.model_copy(update={"dropped": outcome.dropped or None})
        reading.models["summary"] = f"{summary.model} {summary.revision}"
        return outcome.warnings
