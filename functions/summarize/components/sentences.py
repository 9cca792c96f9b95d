"""The sentences of the text."""

from functions.summarize.reading import Reading
from functions.summarize.sentences.contradictions import with_contradictions
from functions.summarize.sentences.lead_ins import without_lead_ins
from functions.summarize.sentences.sentences import lines_of, sentences_of
from functions.summarize.sentences.turns import turns_of
from shared.documents.document import BlockKind, PipelineWarning


def split_sentences(reading: Reading) -> list[PipelineWarning]:
    """Set the sentences and the turns. If only headings have sentences, the lines are the units of the summary."""
    text, blocks = reading.document.text, reading.document.blocks
    reading.turns = turns_of(text, blocks)
    reading.sentences = sentences_of(text, blocks, reading.language)
    has_prose = any(sentence.kind is not BlockKind.HEADING for sentence in reading.sentences)
    reading.units = reading.sentences if has_prose else lines_of(text, blocks)
    readable = without_lead_ins(text, reading.units, is_english=reading.is_english)
    reading.readable = with_contradictions(text, readable) if reading.is_english else readable
    return []
