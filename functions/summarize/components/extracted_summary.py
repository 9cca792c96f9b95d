"""The extractive summary: sentences of the document, without the parts that a reader does not need."""

from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.components.annotations import ANNOTATOR_NAME
from functions.summarize.reading import Reading
from functions.summarize.sentences.quotation_edges import to_closing_mark
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import PipelineWarning
from shared.summary import SummarySentence, SummaryText

# Languages (ISO 639-1) that write no space between sentences.
WITHOUT_SPACES = frozenset({"ja", "zh"})


def extract_summary(reading: Reading) -> list[PipelineWarning]:
    """Set the summary to the best sentences of about `reading.summary_words` words, in the order of the text."""
    chosen = sorted(choice.number for choice in reading.ranking.summary(reading.summary_words))
    starts = [reading.ranked[number].start for number in chosen]
    sentences = [_with_rest_of_quotation(reading, reading.ranked[number], starts) for number in chosen]
    shown = [
        _shown(reading, place, sentence, follows=number - 1 in chosen)
        for place, (number, sentence) in enumerate(zip(chosen, sentences, strict=True))
    ]
    reading.summary = SummaryText(
        text=("" if reading.language in WITHOUT_SPACES else " ").join(sentence.text for sentence in shown),
        method="extractive",
        model=ANNOTATOR_NAME,
        revision=reading.encoder.revision,
        evidence=[reading.span(sentence) for sentence in sentences],
        sentences=shown,
    )
    return []


def _with_rest_of_quotation(reading: Reading, sentence: Sentence, starts: Sequence[int]) -> Sentence:
    text = reading.document.text
    end = to_closing_mark(text, sentence.start, sentence.end, starts)
    return replace(sentence, end=end, text=text[sentence.start : end])


def _shown(reading: Reading, place: int, sentence: Sentence, *, follows: bool) -> SummarySentence:
    """Return a sentence of the summary, with its pieces if it is not whole. `place`: its position in the evidence."""
    cut = reading.cutter.cut(sentence, follows=follows)
    whole = cut.pieces == ((sentence.start, sentence.end),)
    pieces = None if whole else [reading.document.span(start, end) for start, end in cut.pieces]
    return SummarySentence(text=cut.text, evidence=[place], pieces=pieces)
