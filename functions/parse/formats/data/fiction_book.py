"""FictionBook (FB2), an e-book in XML, read by kreuzberg. Its pictures are left out."""

import re
from dataclasses import replace

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import kreuzberg_document
from functions.parse.formats.data import xml_data
from shared.documents.document import BlockText, PipelineWarning
from shared.errors import Code, PermanentError

CONFIGURATION = kreuzberg_document.configuration()
MEDIA_TYPE = "application/x-fictionbook+xml"
PICTURE = re.compile(rb"<binary\b")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the chapters and the metadata of a book. A damaged book is read like other XML.

    Raises PermanentError: corrupt, too_large.
    """
    try:
        result = kreuzberg_document.extract(content, MEDIA_TYPE, CONFIGURATION, "FictionBook")
    except PermanentError as error:
        if error.code is not Code.CORRUPT:
            raise
        return xml_data.read(content, hints, limits)
    blocks = [_in_line(block) for block in kreuzberg_document.blocks(result)]
    if not any(block.text.strip() for block in blocks):
        return xml_data.read(content, hints, limits)
    found = kreuzberg_document.extracted(result, blocks)
    pictures = len(PICTURE.findall(content))
    if not pictures:
        return found
    message = f"Pictures of the book were not read ({pictures:,})."
    return replace(found, warnings=[*found.warnings, PipelineWarning(code="pictures_left_out", message=message)])


def _in_line(block: BlockText) -> BlockText:
    """Return the block without the additional spaces that kreuzberg puts around emphasis."""
    return block if block.rows else replace(block, text=re.sub(" {2,}", " ", block.text))
