"""kreuzberg alone, in the same worker loop as the product's parser: a peer of the parse benchmark."""

import sys

import kreuzberg

from functions.parse.child import serve
from functions.parse.contract import Hints, Limits
from infra.local.files import SAMPLES
from shared.documents.document import BlockKind, BlockText, ParsedDocument, compose
from shared.errors import Code, PermanentError


def kreuzberg_alone(content: bytes, hints: Hints, limits: Limits) -> ParsedDocument:
    """Return kreuzberg's plain text in one block, with the media type that kreuzberg detects."""
    try:
        media_type: str = kreuzberg.detect_mime_type_from_bytes(content)
        config = kreuzberg.ExtractionConfig(use_cache=False)
        result = kreuzberg.extract_bytes_sync(content, media_type, config)
    except (kreuzberg.KreuzbergError, RuntimeError) as error:
        raise PermanentError(Code.UNSUPPORTED, str(error)) from error
    extracted = result.content.encode("utf-8", "replace").decode("utf-8")[: limits.max_characters]
    text, blocks = compose([BlockText(kind=BlockKind.PARAGRAPH, text=extracted)])
    return ParsedDocument(media_type=media_type, text=text, blocks=blocks, parser="kreuzberg")


def main() -> None:
    """Serve kreuzberg. It unpacks PDFium at its first PDF, so read one before the process is confined."""
    for pdf in SAMPLES.glob("*.pdf"):
        kreuzberg.extract_bytes_sync(pdf.read_bytes(), "application/pdf")
    serve(kreuzberg_alone, sys.argv[1:])


if __name__ == "__main__":
    main()
