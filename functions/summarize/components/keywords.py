"""The keywords: the most important phrases and names."""

from functions.summarize.bounds import MOST_KEYWORDS, bounded_keywords
from functions.summarize.reading import Reading
from functions.summarize.selection.keywords import keyphrases, keywords_of
from shared.documents.document import PipelineWarning


def choose_keywords(reading: Reading) -> list[PipelineWarning]:
    """Set the candidate phrases and the keywords."""
    reading.phrases = keyphrases(reading.document, reading.ranked, reading.language)
    # Twice the number that fits: keywords that are too long are dropped.
    reading.keywords = bounded_keywords(keywords_of(reading.phrases, reading.entities, 2 * MOST_KEYWORDS))
    return []
