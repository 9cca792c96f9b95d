"""The sizes of the text."""

from functions.summarize.reading import Reading
from functions.summarize.sentences.lengths import word_count
from shared.documents.document import BlockKind, PipelineWarning
from shared.summary import Statistics


def count_sizes(reading: Reading) -> list[PipelineWarning]:
    """Set the statistics."""
    document = reading.document
    reading.statistics = Statistics(
        characters=len(document.text),
        words=word_count(document.text),
        sentences=len(reading.sentences),
        paragraphs=sum(block.kind in (BlockKind.PARAGRAPH, BlockKind.TURN) for block in document.blocks),
        pages=document.metadata.pages,
    )
    return []
