"""The keywords: the most important phrases and names."""

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.bounds import MOST_KEYWORDS, bounded_keywords
from functions.summarize.reading import Reading
from functions.summarize.selection.keywords import close_phrases, compared, keyphrases, keywords_of, recurring
from shared.documents.document import PipelineWarning


class ChooseKeywords:
    """Sets the candidate phrases and the keywords."""

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Choose the phrases that recur, and in an English text those of them whose meaning is close to it."""
        is_english = reading.language == "en"
        rarity = self._annotator.rarity if is_english else None
        reading.phrases = keyphrases(reading.document, reading.ranked, reading.language, reading.title, rarity)
        topics = recurring(reading.phrases)
        if is_english and (near := compared(reading.phrases)):
            vectors = self._annotator.vectors([phrase.form for phrase in near])
            topics = close_phrases(near, vectors, reading.vectors)
        # Twice the number that fits: keywords that are too long are dropped.
        reading.keywords = bounded_keywords(keywords_of(topics, reading.phrases, reading.entities, 2 * MOST_KEYWORDS))
        return []
