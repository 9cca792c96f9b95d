"""The annotator's pass over the text: names, parts of attributions, and vectors of the sentences and the title."""

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.attributions.excerpts import read_as_prose
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning

ANNOTATOR_NAME = "nutgraf annotator int8"


class Annotate:
    """Sets the annotations and the vector of the title."""

    def __init__(self, annotator: Annotator) -> None:
        self._annotator = annotator

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Annotate the text as prose: without the quotation marks around excerpts of news reports."""
        prose = read_as_prose(reading.document.text, reading.quotations, reading.introductions)
        places = [(sentence.start, sentence.end) for sentence in reading.readable]
        reading.annotations = self._annotator.annotate(prose, places)
        reading.title_vector = self._annotator.vector(reading.title) if reading.title else None
        reading.models["annotations"] = f"{ANNOTATOR_NAME} {self._annotator.revision}"
        return []
