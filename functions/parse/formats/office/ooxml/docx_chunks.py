"""Files that a DOCX takes in where it refers to them (`w:altChunk`, ECMA-376-1, 17.17.2.1): HTML, RTF, text, DOCX."""

import email
import email.policy
import re
from collections.abc import Callable

from functions.parse.contract import Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.declared_charset import declared_charset
from functions.parse.formats.office.rtf import reader as rtf
from functions.parse.recognition.media_types import media_type_of
from functions.parse.recognition.text_decoding import decode, normalize
from shared.documents.document import BlockKind, BlockText
from shared.errors import PermanentError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Number of bytes at the start of a file in which an element makes it a page.
MARKUP_BYTES = 1024

MARKED_UP = re.compile(rb"<(?:!doctype html|html|body|p|div|table|h[1-6]|ul|ol|span)\b", re.IGNORECASE)
PARAGRAPHS = re.compile(r"\n\s*\n")

# Reads a DOCX inside a DOCX.
ReadDocument = Callable[[bytes], list[BlockText]]


def chunk_blocks(content: bytes, name: str, limits: Limits, read_document: ReadDocument) -> list[BlockText] | None:
    """Return the blocks of a file that a document takes in; None if it can't be read."""
    try:
        media_type = media_type_of(content, Hints(name))
        if media_type == DOCX:
            return read_document(content)
        if media_type == "application/rtf":
            return list(rtf.read(content, Hints(name), limits).blocks)
        if media_type in ("multipart/related", "message/rfc822"):
            return _archived_page(content)
        if media_type == "text/html" or MARKED_UP.search(content[:MARKUP_BYTES]):
            return _page(content, None)
        text = decode(content, None) if media_type.startswith("text/") else None
    except PermanentError:
        return None
    if text is None:
        return None
    pieces = (" ".join(piece.split()) for piece in PARAGRAPHS.split(normalize(text)))
    return [BlockText(kind=BlockKind.PARAGRAPH, text=piece) for piece in pieces if piece]


def _page(content: bytes, charset: str | None) -> list[BlockText] | None:
    name = charset or declared_charset(content)
    text = decode(content, f"text/html; charset={name}" if name else None)
    return None if text is None else markup.read_blocks(normalize(text))


def _archived_page(content: bytes) -> list[BlockText] | None:
    """Return the blocks of the first page in a web archive (MHTML)."""
    for part in email.message_from_bytes(content, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return _page(payload, part.get_content_charset())
    return None
