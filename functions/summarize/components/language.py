"""The languages of the text and of its parts: they decide which annotator and which rules read it."""

from functions.summarize.annotator.annotators import Annotators
from functions.summarize.annotator.measured import limits_of
from functions.summarize.annotator.parts import ENGLISH, main_language, parts_of
from functions.summarize.annotator.short_texts import reads_as_english
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning

# Maximum length, in code points, of a text without a recognized language that can be English. In longer English texts
# the language is always recognized.
LONGEST_UNRECOGNIZED = 1000


class FindLanguages:
    """Sets the language of the text and its parts by language."""

    def __init__(self, annotators: Annotators) -> None:
        self._annotators = annotators

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Find the parts, with a warning if the models have not been measured in one of their languages."""
        document = reading.document
        language = document.metadata.language
        if language is None and len(document.text) < LONGEST_UNRECOGNIZED:
            is_english = reads_as_english(document.text, self._annotators.english.has_word)
            language = ENGLISH if is_english else None
        reading.parts = parts_of(len(document.text), document.blocks, language)
        reading.language = main_language(reading.parts)
        limits = dict.fromkeys(limits_of(part.language) for part in reading.parts)
        return [PipelineWarning(code="language_unsupported", message=limit) for limit in limits if limit]
