"""The key points: the most important sentences, each with the entities that it names."""

from collections.abc import Sequence

from functions.summarize.bounds import MOST_KEY_POINTS, MOST_NAMES
from functions.summarize.reading import Reading
from functions.summarize.selection.ranking import scores
from functions.summarize.sentences.quotation_edges import to_closing_mark, with_both_marks
from shared.documents.document import PipelineWarning, Span
from shared.summary import Entity, KeyPoint


def choose_key_points(reading: Reading) -> list[PipelineWarning]:
    """Set the key points, with both quotation marks or neither. A document without sentences has none."""
    if reading.is_described:
        reading.key_points = []
        return []
    choices = reading.ranking.key_points(MOST_KEY_POINTS)
    text = reading.document.text
    sentences = [reading.ranked[choice.number] for choice in choices]
    starts = [sentence.start for sentence in sentences]
    ends = [to_closing_mark(text, sentence.start, sentence.end, starts) for sentence in sentences]
    places = [with_both_marks(text, sentence.start, end) for sentence, end in zip(sentences, ends, strict=True)]
    spans = [reading.document.span(start, end) for start, end in places]
    reading.key_points = [
        KeyPoint(span=span, score=score, entities=_names_in(span, reading.entities))
        for span, score in zip(spans, scores(choices), strict=True)
    ]
    return []


def _names_in(span: Span, entities: Sequence[Entity]) -> list[str]:
    """Return the names of the entities with a mention in the span. Mentions that the row has no room for are missed."""
    places = (
        (mention.start, entity.name)
        for entity in entities
        for mention in entity.mentions
        if span.start <= mention.start and mention.end <= span.end
    )
    return list(dict.fromkeys(name for _, name in sorted(places)))[:MOST_NAMES]
