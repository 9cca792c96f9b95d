"""Who said what."""

from collections.abc import Callable
from functools import cache

from functions.summarize.annotator.annotators import within
from functions.summarize.annotator.model_files import LANGUAGES
from functions.summarize.annotator.parts import ENGLISH, LanguagePart
from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.attributions import find_attributions
from functions.summarize.attributions.confidence import ConfidenceModel
from functions.summarize.bounds import bounded_attributions
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning


@cache
def load_languages_confidence() -> ConfidenceModel:
    """Load the confidence of attributions in languages other than English, once."""
    return ConfidenceModel.load(files=LANGUAGES)


class CollectAttributions:
    """Sets the attributions, each part of the text by the rules for its language."""

    def __init__(
        self,
        english: ConfidenceModel,
        load_other_languages: Callable[[], ConfidenceModel] = load_languages_confidence,
    ) -> None:
        """`load_other_languages`: returns the confidence for other languages, when a text needs it."""
        self._english = english
        self._load_other_languages = load_other_languages

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Find the attributions."""
        found = [
            attribution
            for part in reading.parts
            for attribution in find_attributions(
                annotated_text(reading, part),
                self._english if part.language == ENGLISH else self._load_other_languages(),
            )
        ]
        reading.attributions, warnings = bounded_attributions(found)
        return warnings


def annotated_text(reading: Reading, part: LanguagePart | None = None) -> AnnotatedText:
    """Return what the attributions of a part of the text are found from, by default of the first part."""
    part = part or reading.parts[0]
    found = AnnotatedText(
        text=reading.document.text,
        blocks=reading.document.blocks,
        sentences=reading.places,
        quotations=reading.quotations,
        introductions=reading.introductions,
        turns=reading.turns,
        annotations=reading.annotations,
        index=reading.entity_index,
        language=part.language,
    )
    return found if len(reading.parts) == 1 else _clipped(found, part.start, part.end)


def _clipped(found: AnnotatedText, start: int, end: int) -> AnnotatedText:
    """Return what is in [start, end) of a text. The entities are those of the whole text."""
    return AnnotatedText(
        text=found.text,
        blocks=[block for block in found.blocks if start <= block.start < end],
        sentences=[place for place in found.sentences if start <= place[0] < end],
        quotations=[quotation for quotation in found.quotations if start <= quotation.start < end],
        introductions=[each for each in found.introductions if start <= each.start < end],
        turns=[turn for turn in found.turns if start <= turn.start < end],
        annotations=within(found.annotations, start, end),
        index=found.index,
        language=found.language,
    )
