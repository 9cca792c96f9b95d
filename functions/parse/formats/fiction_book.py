"""FictionBook (FB2), an e-book in XML, read by kreuzberg. Its pictures are left out."""

import re
from dataclasses import replace

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import kreuzberg_document
from shared.documents.document import BlockText, PipelineWarning

CONFIGURATION = kreuzberg_document.configuration()
MEDIA_TYPE = "application/x-fictionbook+xml"
PICTURE = re.compile(rb"<binary\b")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the chapters and the metadata of a book. Raises PermanentError: corrupt, too_large."""
    result = kreuzberg_document.extract(content, MEDIA_TYPE, CONFIGURATION, "FictionBook")
    blocks = [_in_line(block) for block in kreuzberg_document.blocks(result)]
    found = kreuzberg_document.extracted(result, blocks)
    pictures = len(PICTURE.findall(content))
    if not pictures:
        return found
    message = f"Pictures of the book were not read ({pictures:,})."
    return replace(found, warnings=[*found.warnings, PipelineWarning(code="pictures_left_out", message=message)])


def _in_line(block: BlockText) -> BlockText:
    """Return the block without the additional spaces that kreuzberg puts around emphasis."""
    return block if block.rows else replace(block, text=re.sub(" {2,}", " ", block.text))
