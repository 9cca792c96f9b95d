"""The target length of the summary."""

from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning
from shared.summary_length import words_of


class SetSummaryLength:
    """Sets the length that the uploader requests, or the default."""

    def __init__(self, default: int) -> None:
        self._default = default

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Set the number of words, with a warning if the uploader's value is not valid."""
        reading.summary_words = self._default
        requested = reading.document.summary_length
        if requested is None:
            return []
        try:
            reading.summary_words = words_of(requested)
        except ValueError as error:
            message = f"The summary-length {requested!r} is not valid. Valid values: {error}."
            return [PipelineWarning(code="summary_length_unknown", message=message)]
        return []
