"""Bodies of Outlook messages that exist only in compressed RTF ([MS-OXRTFCP])."""

import compressed_rtf

from functions.parse.formats.common import kreuzberg_document
from shared.documents.document import BlockText, PipelineWarning

# Maximum size of a body in compressed RTF, in bytes. The library takes about a second for each megabyte, and nearly
# every message has its text in another form too.
MAX_COMPRESSED_RTF = 2_000_000


def rtf_blocks(compressed: bytes) -> tuple[list[BlockText], list[PipelineWarning]]:
    """Return the blocks of a body, or a warning if it cannot be read. Raises PermanentError: corrupt."""
    if len(compressed) > MAX_COMPRESSED_RTF:
        return [], [_body_unread(f"it has {len(compressed):,} bytes, and the limit is {MAX_COMPRESSED_RTF:,}")]
    try:
        rtf = compressed_rtf.decompress(compressed)
    except Exception as error:  # noqa: BLE001 (the library raises Exception itself, and the errors of struct)
        return [], [_body_unread(f"it is damaged: {error}")]
    result = kreuzberg_document.extract(
        rtf, "application/rtf", kreuzberg_document.configuration(), "RTF body of the message"
    )
    return list(kreuzberg_document.blocks(result)), []


def _body_unread(reason: str) -> PipelineWarning:
    return PipelineWarning(code="body_unreadable", message=f"The body, in compressed RTF, was not read: {reason}.")
