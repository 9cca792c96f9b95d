"""The language of the text: decides whether names, attributions and dates are found."""

from functions.summarize.reading import ANNOTATED_LANGUAGES, Reading
from shared.documents.document import PipelineWarning

# Maximum length, in code points, of a text without a recognized language that is taken for English. In longer English
# texts the language is always recognized.
LONGEST_UNRECOGNIZED = 1000


def detect_language(reading: Reading) -> list[PipelineWarning]:
    """Set the language of the text, with a warning if the annotator is not trained for it."""
    document = reading.document
    language = document.metadata.language
    if language is None and len(document.text) < LONGEST_UNRECOGNIZED:
        language = "en"
    reading.language = language
    if language in ANNOTATED_LANGUAGES:
        return []
    described = f"`{language}`" if language else "no language that was recognized"
    message = (
        f"The text is in {described}. The models are trained for English: the summary may be worse, and names and "
        "attributions are not extracted."
    )
    return [PipelineWarning(code="language_unsupported", message=message)]
