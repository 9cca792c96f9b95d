"""Which format bytes are in, by what they hold. Name and declared type only decide between formats of text."""

import re
from email.message import Message
from pathlib import PurePosixPath

import kreuzberg

from functions.parse.formats.format import Hints
from functions.parse.text_decoding import decode
from shared.errors import Code, PermanentError

UNKNOWN = "application/octet-stream"
HEAD_BYTES = 65_536
PDF_HEAD_BYTES = 1024
"""ISO 32000 wants `%PDF-` at the start; readers accept it within the first 1,024 bytes (Annex H of PDF 1.7)."""

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""Signature of [MS-CFB], the container of the old Office formats, of Outlook's messages, and of encrypted OOXML."""

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that holds an OOXML file with a password ([MS-OFFCRYPTO] 1.3.3)."""

TEXT_TYPES_BY_SUFFIX = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".eml": "message/rfc822",
}
HINTED_TYPES = frozenset(TEXT_TYPES_BY_SUFFIX.values())

HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
HTML_TAG = re.compile(
    r"</?(?:p|div|span|h[1-6]|ul|ol|li|table|tr|td|br|a|b|i|em|strong|img|article|section)\b[^>]*>", re.I
)
JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[{\[\"\]]")
HEADER_LINES = re.compile(r"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
HEADER_NAME = re.compile(r"^([!-9;-~]+):", re.MULTILINE)
ADDRESS_HEADERS = frozenset({"from", "to", "date", "subject", "cc", "sender", "reply-to"})
TRANSPORT_HEADERS = frozenset({"received", "message-id", "mime-version", "return-path", "delivered-to", "content-type"})


def media_type_of(content: bytes, hints: Hints) -> str:
    """The media type that `content` shows, `application/octet-stream` where it shows none.

    Raises PermanentError: empty, encrypted (an Office file with a password).
    """
    if not content:
        raise PermanentError(Code.EMPTY, "The file has no bytes.")
    if b"%PDF-" in content[:PDF_HEAD_BYTES]:
        return "application/pdf"
    if content.startswith(COMPOUND_FILE):
        if ENCRYPTED_PACKAGE in content:
            raise PermanentError(Code.ENCRYPTED, "The Office file is protected by a password.")
        return "application/x-ole-storage"
    binary = _binary_type(content)
    if binary is not None:
        return binary
    head = decode(content[:HEAD_BYTES], hints.declared_type)
    return UNKNOWN if head is None else _text_type(head, hints)


def _binary_type(content: bytes) -> str | None:
    """What kreuzberg's signatures and, for ZIP containers, their members say; None where the bytes may be text."""
    try:
        detected: str = kreuzberg.detect_mime_type_from_bytes(content)
    except RuntimeError:
        # That is how kreuzberg says that it knows no format for these bytes; UTF-16 and Windows text are among them.
        return None
    if detected.startswith("text/") or detected in ("application/json", "application/xml"):
        return None
    return detected


def _text_type(head: str, hints: Hints) -> str:
    hinted = _hinted_type(hints)
    start = head.lstrip("\ufeff \t\r\n")
    if HTML_START.match(start):
        return "text/html"
    if start.startswith("<?xml"):
        return "application/xml"
    if hinted == "text/html" and HTML_TAG.search(start):
        return "text/html"
    if _is_message(start.replace("\r\n", "\n"), hinted):
        return "message/rfc822"
    if hinted is None and JSON_START.match(start):
        return "application/json"
    if hinted == "text/markdown":
        return "text/markdown"
    return "text/plain"


def _hinted_type(hints: Hints) -> str | None:
    by_name = TEXT_TYPES_BY_SUFFIX.get(PurePosixPath(hints.name).suffix.lower())
    if by_name or not hints.declared_type:
        return by_name
    header = Message()
    header["Content-Type"] = hints.declared_type
    declared = header.get_content_type()
    return declared if declared in HINTED_TYPES else None


def _is_message(start: str, hinted: str | None) -> bool:
    """Whether the text begins with the header of a message (RFC 5322): a memo's From and To alone are not enough."""
    header = HEADER_LINES.match(start)
    if header is None:
        return False
    names = {name.lower() for name in HEADER_NAME.findall(header.group())}
    addressed, transported = names & ADDRESS_HEADERS, names & TRANSPORT_HEADERS
    if hinted == "message/rfc822":
        return bool(addressed or transported)
    return bool(addressed and transported) and len(addressed | transported) > 2
