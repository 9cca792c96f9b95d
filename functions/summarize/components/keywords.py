"""The keywords: those of the authors, or the most important phrases and names."""

from functions.summarize.annotator.parts import ENGLISH
from functions.summarize.bounds import MOST_KEYWORDS, bounded_keywords
from functions.summarize.reading import Reading
from functions.summarize.selection.keywords import (
    close_phrases,
    compared,
    keyphrases,
    keywords_of,
    own_keywords,
    recurring,
    repeated,
    stated,
    unabbreviated,
)
from shared.documents.document import PipelineWarning


def choose_keywords(reading: Reading) -> list[PipelineWarning]:
    """Choose the phrases that recur, and in a text in English alone those of them whose meaning is close to it.

    The keywords in the Document's own line of keywords are taken instead.
    """
    rarity = reading.encoder.rarity if reading.is_english_alone else None
    reading.phrases = keyphrases(reading.document, reading.ranked, reading.language, reading.title, rarity)
    if reading.is_english_alone:
        reading.phrases = stated(reading.phrases, reading.ranked)
    topics = recurring(reading.phrases) if reading.language == ENGLISH else repeated(reading.phrases)
    if reading.is_english_alone and (near := compared(reading.phrases)):
        vectors = reading.encoder.vectors([phrase.form for phrase in near])
        close = close_phrases(near, vectors, reading.vectors, rarity)
        topics = unabbreviated(close, reading.document.text, reading.ranked)
    # Twice the number that fits: keywords that are too long are dropped.
    found = own_keywords(reading.document) or keywords_of(topics, reading.phrases, reading.entities, 2 * MOST_KEYWORDS)
    reading.keywords = bounded_keywords(found)
    return []
