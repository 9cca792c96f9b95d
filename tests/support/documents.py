"""Documents for tests and benchmarks, made from blocks or from a ParsedDocument."""

import hashlib

from shared.documents.document import BlockKind, BlockText, Document, Metadata, ParsedDocument, Source, compose
from shared.version import PIPELINE_VERSION

BUCKET, KEY = "uploads", "document.txt"


def paragraph(text: str) -> BlockText:
    """Return a paragraph."""
    return BlockText(kind=BlockKind.PARAGRAPH, text=text)


def heading(text: str, level: int = 1) -> BlockText:
    """Return a heading."""
    return BlockText(kind=BlockKind.HEADING, text=text, level=level)


def document(*pieces: BlockText, metadata: Metadata | None = None) -> Document:
    """Return a Document with these blocks."""
    text, blocks = compose(pieces)
    found = metadata or Metadata(language="en")
    return document_from(
        ParsedDocument(media_type="text/plain", text=text, blocks=blocks, metadata=found, parser="test 1.0")
    )


def document_from(parsed: ParsedDocument) -> Document:
    """Return the Document of an upload of plain text with the same text."""
    content = parsed.text.encode("utf-8", "surrogatepass")
    source = Source(
        uri=f"s3://{BUCKET}/{KEY}",
        bucket=BUCKET,
        key=KEY,
        size=len(content),
        media_type=parsed.media_type,
        sequencer="1",
        uploaded_at="2020-01-01T00:00:00.000Z",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return Document(**dict(parsed), source=source, pipeline_version=PIPELINE_VERSION)
