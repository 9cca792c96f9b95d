"""Detect the format of bytes from their content. Name and declared type only decide between text formats."""

import re

import kreuzberg

from functions.parse.containers import compound_file
from functions.parse.containers.package import declared_type
from functions.parse.contract import Hints
from functions.parse.recognition.protected_types import ENCRYPTED_TYPES, protected_type
from functions.parse.recognition.text_decoding import CONTROL_CHARACTERS, decode_start
from functions.parse.recognition.text_types import text_type_of
from shared.errors import Code, PermanentError

UNKNOWN = "application/octet-stream"

# Bytes at the start and at the end of a text that are examined.
HEAD_BYTES = 65_536
TAIL_BYTES = 1_024
# Media types that kreuzberg detects and that are text. The text itself is examined then.
TEXT_FORMATS = frozenset({"application/json", "application/xml", "image/svg+xml"})
# Media types that a ZIP package may declare in its first member.
PACKAGED_TYPES = frozenset(
    {f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "presentation", "spreadsheet", "graphics")}
    | {"application/epub+zip"}
)

# Formats whose bytes are ASCII, but which are not plain text.
FORMATS_IN_ASCII = frozenset({"application/rtf"})

PDF_HEADER = b"%PDF-"

# ISO 32000 requires `%PDF-` at the start. Readers accept it within the first 1,024 bytes (PDF 1.7, Annex H).
PDF_HEAD_BYTES = 1024

PDF_START = re.compile(rb"[\x00\s]*+(?:\xef\xbb\xbf\s*+)?%PDF-")
PDF_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")

# Bytes that are checked for being text. Binary formats have bytes that no text has well before this.
TEXT_CHECKED_BYTES = 4_096

# Signatures of formats that kreuzberg doesn't detect.
SIGNATURES = (
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
)


def media_type_of(content: bytes, hints: Hints) -> str:
    """Return the media type of `content`, `application/octet-stream` if no format is recognized.

    Raises PermanentError: empty; encrypted (an Office file with a password, an OpenPGP message, …); corrupt (a compound
    file).
    """
    if not content:
        raise PermanentError(Code.EMPTY, "The file is empty: it has 0 bytes.")
    if _is_pdf(content):
        return "application/pdf"
    if content.startswith(compound_file.SIGNATURE):
        return compound_file.ole_type(content) or "application/x-ole-storage"
    protected = protected_type(content)
    if protected in ENCRYPTED_TYPES:
        raise PermanentError(Code.ENCRYPTED, f"The file is encrypted ({protected}).")
    binary = protected or _binary_type(content)
    if binary is not None:
        return binary
    head = decode_start(content, HEAD_BYTES, hints.declared_type)
    if head is None:
        return UNKNOWN
    whole = len(content) <= HEAD_BYTES
    tail = head[-TAIL_BYTES:] if whole else content[-TAIL_BYTES:].replace(b"\x00", b"").decode("ascii", "replace")
    return text_type_of(head, tail, hints, whole)


def _is_pdf(content: bytes) -> bool:
    """Whether the bytes are a PDF rather than a text about PDFs.

    If the header is not at the start, the bytes must also contain an object, and either bytes that no text has or the
    keyword of the cross-reference table.
    """
    if PDF_START.match(content):
        return True
    place = content.find(PDF_HEADER, 0, PDF_HEAD_BYTES)
    if place < 0 or not PDF_OBJECT.search(content, place):
        return False
    return not _is_clean_text(content) or content.rfind(b"startxref", -TAIL_BYTES) >= 0


def _is_clean_text(content: bytes) -> bool:
    """Whether the first bytes are UTF-8 without control characters."""
    head = content[:TEXT_CHECKED_BYTES]
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < TEXT_CHECKED_BYTES - 3:
            return False
        text = head[: error.start].decode("utf-8")
    return not CONTROL_CHARACTERS.search(text)


def _binary_type(content: bytes) -> str | None:
    """Return the media type by signature and, for ZIP files, by members; None if the bytes may be text."""
    declared = declared_type(content)
    if declared in PACKAGED_TYPES:
        return declared
    for signature, media_type in SIGNATURES:
        if content.startswith(signature) and not _is_clean_text(content):
            return media_type
    try:
        detected: str = kreuzberg.detect_mime_type_from_bytes(content)
    except RuntimeError:
        # kreuzberg recognizes no format. UTF-16 and text in Windows encodings are such cases.
        return None
    if detected.startswith("text/") or detected in TEXT_FORMATS:
        return None
    if detected not in FORMATS_IN_ASCII and _is_clean_text(content):
        # Some signatures are only two or four letters, but an article that begins with "BMW" is no bitmap.
        return None
    return detected
