"""The people, organizations and places that the text names."""

from functions.summarize.bounds import bounded_entities
from functions.summarize.entities.any_language import entities as any_language
from functions.summarize.entities.entities import EntityIndex, find_entities
from functions.summarize.entities.headlines import without_headline_artifacts
from functions.summarize.entities.turn_labels import mentions_outside, with_speakers
from functions.summarize.reading import Reading
from functions.summarize.sentences.presentable import is_credit_in_brackets
from shared.documents.document import PipelineWarning


def collect_entities(reading: Reading) -> list[PipelineWarning]:
    """Set the entities, by the rules for the language of most of the text."""
    text, end = reading.document.text, reading.annotations.end
    reading.entity_index = _english_entities(reading) if reading.is_english else _entities(reading)
    reading.entities, warnings = bounded_entities(reading.entity_index.as_summary(text))
    if end == len(text):
        return warnings
    message = f"Names and attributions were extracted from the first {end:,} of {len(text):,} characters."
    return [PipelineWarning(code="annotation_cut", message=message), *warnings]


def _english_entities(reading: Reading) -> EntityIndex:
    text = reading.document.text
    mentions = without_headline_artifacts(text, reading.document.blocks, reading.annotations.mentions)
    credited = [(unit.start, unit.end) for unit in reading.units if is_credit_in_brackets(unit.text)]
    # The names in a credit in brackets are of the page, not of the text.
    return find_entities(text, with_speakers(text, mentions_outside(mentions, credited), reading.turns))


def _entities(reading: Reading) -> EntityIndex:
    text = reading.document.text
    mentions = with_speakers(text, reading.annotations.mentions, reading.turns)
    return any_language.find_entities(text, mentions, reading.language)
