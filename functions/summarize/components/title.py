"""The title: the Document's own, or a clause or a phrase of its text."""

from functions.summarize.reading import Reading
from functions.summarize.selection.keywords import topics_of
from functions.summarize.selection.title import best_title, lead_title, title_candidates, title_of
from shared.documents.document import PipelineWarning
from shared.text import shortened

# Languages that write all nouns with a capital.
LARGE_NOUNS = frozenset({"de", "lb"})

# Number of sentences, the most important first, whose main clause can be the title.
MOST_LEADS = 3


def find_title(reading: Reading) -> list[PipelineWarning]:
    """Set the Document's own title, None if it has none."""
    reading.title = title_of(reading.document, has_large_nouns=reading.language in LARGE_NOUNS)
    reading.title_span = None
    return []


def choose_title(reading: Reading) -> list[PipelineWarning]:
    """Set a main clause or a phrase of the summary and the key points as the title of an English Document without one.

    The title stays None if nothing is suitable, or if the document has no sentences.
    """
    if reading.title is not None or not reading.is_english or reading.is_described:
        return []
    sentences = [*reading.summary.evidence, *(point.span for point in reading.key_points)]
    if lead := lead_title(reading.document, sentences[:MOST_LEADS]):
        reading.title_span, reading.title = lead, shortened(lead.text)
        return []
    topics = topics_of(reading.phrases, reading.entities)
    candidates = title_candidates(reading.document, sentences, topics, reading.entities)
    if candidates:
        vectors = reading.encoder.vectors([" ".join(each.text.split()) for each in candidates])
        reading.title_span = best_title(candidates, vectors, reading.vectors)
        reading.title = shortened(reading.title_span.text)
    return []
