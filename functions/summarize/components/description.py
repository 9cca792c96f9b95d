"""The description: the summary of a document that has no sentences to lift."""

from functions.summarize.describing.describe import description_of
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning
from shared.summary import SummarySentence, SummaryText
from shared.version import PIPELINE_VERSION

# Name of the rules that describe, in place of the name of a model.
DESCRIBER_NAME = "nutgraf description"


def describe(reading: Reading) -> list[PipelineWarning]:
    """Replace the summary of a document without sentences with a description. Each lifted word is evidence."""
    statements = description_of(reading.document, reading.units)
    reading.is_described = bool(statements)
    if not statements:
        return []
    places = sorted({(piece.start, piece.end) for each in statements for piece in each.evidence})
    positions = {place: position for position, place in enumerate(places)}
    reading.summary = SummaryText(
        text=" ".join(statement.text for statement in statements),
        method="described",
        model=DESCRIBER_NAME,
        revision=PIPELINE_VERSION,
        evidence=[reading.document.span(start, end) for start, end in places],
        sentences=[
            SummarySentence(
                text=each.text,
                evidence=list(dict.fromkeys(positions[piece.start, piece.end] for piece in each.evidence)),
            )
            for each in statements
        ],
    )
    return []
