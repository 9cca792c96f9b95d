"""The extractive summary: sentences of the document."""

from functions.summarize.components.annotations import ANNOTATOR_NAME
from functions.summarize.reading import Reading
from functions.summarize.sentences.presentable import display_text
from shared.documents.document import PipelineWarning
from shared.summary import SummarySentence, SummaryText


def extract_summary(reading: Reading) -> list[PipelineWarning]:
    """Set the summary to the best sentences of about `reading.words` words, in the order of the text."""
    chosen = sorted(choice.number for choice in reading.ranking.summary(reading.words))
    sentences = [reading.ranked[number] for number in chosen]
    shown = [display_text(sentence.text) for sentence in sentences]
    reading.summary = SummaryText(
        text=" ".join(shown),
        method="extractive",
        model=ANNOTATOR_NAME,
        revision=reading.encoder.revision,
        evidence=[reading.span(sentence) for sentence in sentences],
        sentences=[SummarySentence(text=text, evidence=[place]) for place, text in enumerate(shown)],
    )
    return []
