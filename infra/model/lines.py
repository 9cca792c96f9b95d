"""A text of a data set as a Document, unchanged, so that offsets refer to the text of the data set."""

import re

from shared.documents.document import Block, BlockKind, Document, Metadata, Source
from shared.version import PIPELINE_VERSION

LINE = re.compile(r"[^\n]*\S[^\n]*")

# The Document's source, which nothing reads.
SOURCE = Source(
    uri="s3://data/text",
    bucket="data",
    key="text",
    size=0,
    media_type="text/plain",
    sequencer="1",
    uploaded_at="2020-01-01T00:00:00.000Z",
    sha256="0" * 64,
)


def by_lines(
    text: str, *, title: str | None = None, published_at: str | None = None, language: str | None = "en"
) -> Document:
    """Return a Document with the unchanged text, where each line is a paragraph."""
    return Document(
        media_type="text/plain",
        text=text,
        blocks=[Block(kind=BlockKind.PARAGRAPH, start=match.start(), end=match.end()) for match in LINE.finditer(text)],
        metadata=Metadata(title=title, published_at=published_at, language=language),
        parser="",
        source=SOURCE,
        pipeline_version=PIPELINE_VERSION,
    )
