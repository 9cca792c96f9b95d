"""Word documents (OOXML), read by kreuzberg."""

from functions.parse.formats import kreuzberg_document
from functions.parse.formats.format import Extracted, Hints, Limits

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks and core properties of a Word document."""
    result = kreuzberg_document.extract(content, MEDIA_TYPE, kreuzberg_document.configuration(), "Word document")
    return kreuzberg_document.extracted(result, list(kreuzberg_document.blocks(result)))
