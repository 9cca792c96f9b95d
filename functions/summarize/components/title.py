"""The title: the Document's own, or a phrase of its text."""

from functions.summarize.reading import Reading
from functions.summarize.selection.keywords import topics_of
from functions.summarize.selection.title import best_title, title_candidates, title_of
from shared.documents.document import PipelineWarning
from shared.text import shortened


def find_title(reading: Reading) -> list[PipelineWarning]:
    """Set the Document's own title, None if it has none."""
    reading.title = title_of(reading.document)
    reading.title_span = None
    return []


def choose_title(reading: Reading) -> list[PipelineWarning]:
    """Set a phrase of the summary or the key points as the title of an English Document without one.

    The title stays None if no phrase is suitable.
    """
    if reading.title is not None or not reading.is_english:
        return []
    sentences = [*reading.summary.evidence, *(point.span for point in reading.key_points)]
    topics = topics_of(reading.phrases, reading.entities)
    candidates = title_candidates(reading.document, sentences, topics, reading.entities)
    if candidates:
        vectors = reading.encoder.vectors([" ".join(each.text.split()) for each in candidates])
        reading.title_span = best_title(candidates, vectors, reading.vectors)
        reading.title = shortened(reading.title_span.text)
    return []
