"""The annotators' pass over the text: names, parts of attributions, vectors and salience of sentences."""

from functions.summarize.annotator.annotators import Annotators
from functions.summarize.attributions.excerpts import read_as_prose
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning

ANNOTATOR_NAME = "nutgraf annotator int8"


class Annotate:
    """Sets the annotations and the vector of the title."""

    def __init__(self, annotators: Annotators) -> None:
        self._annotators = annotators

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Annotate the text as prose: without the quotation marks around excerpts of news reports."""
        prose = read_as_prose(reading.document.text, reading.quotations, reading.introductions)
        places = [(sentence.start, sentence.end) for sentence in reading.readable]
        reading.encoder = self._annotators.of(reading.parts)
        reading.annotations = self._annotators.annotate(prose, places, reading.parts)
        reading.title_vector = reading.encoder.vector(reading.title) if reading.title else None
        used = dict.fromkeys(each.revision for each in self._annotators.used(reading.parts))
        reading.models["annotations"] = f"{ANNOTATOR_NAME} {' '.join(used)}"
        return []
