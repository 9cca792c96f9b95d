"""Files that are embedded in a PDF, as parts: attachments and the files of a portfolio (ISO 32000-1, 7.11.4)."""

import ctypes
import re
import zlib
from collections.abc import Iterator
from functools import partial

import pypdfium2.raw as pdfium

from functions.parse.contract import Limits, UnreadPart
from functions.parse.formats.pdf.pdfium import Handle, loaded_page, opened
from shared.errors import Code, PermanentError

# Maximum length of a name in UTF-16 units.
MAX_NAME = 2_000

# Maximum number of pages, and of annotations on each, that are searched for attached files.
MOST_PAGES = 500
MOST_ANNOTATIONS = 500

# Relationship of an embedded file that is another form of the whole document (ISO 32000-2, 7.11.3), which would repeat
# its text.
OTHER_FORMS = frozenset({"Source", "Alternative"})

# The dictionary of an embedded file, up to its data.
EMBEDDED = re.compile(rb"/EmbeddedFile\b(?:(?!endobj)[\s\S]){0,2000}?\bstream\r?\n")

# Bytes that are unpacked at once to find the size of an embedded file.
CHUNK = 1 << 20

# The page that a viewer without portfolios shows.
COVER = re.compile(r"open this PDF portfolio|PDF.Portfolio|Adobe (?:Reader|Acrobat) (?:8|9|X)\b.{0,40}\bor later", re.I)
MAX_COVER = 500


def is_cover(text: str) -> bool:
    """Return whether the text of a page only asks for a viewer that shows portfolios."""
    return len(text) <= MAX_COVER and COVER.search(text) is not None


def has_attachments(document: Handle) -> bool:
    """Return whether files are embedded in the document itself."""
    return bool(pdfium.FPDFDoc_GetAttachmentCount(document) > 0)


def parts(content: bytes, limits: Limits, *, of_pages: bool) -> Iterator[UnreadPart]:
    """Yield the embedded files one by one. `of_pages`: some are attached to pages.

    The generator opens the document again because parts are read after the document is closed.
    """
    too_large = _unpacks_too_far(content, limits.max_unpacked_bytes)
    with opened(content) as document:
        for attachment in _attachments(document, of_pages=of_pages):
            name = _name(attachment) or "attachment"
            if too_large:
                yield UnreadPart(name, _refuse)
            else:
                yield UnreadPart(name, partial(_content, attachment, limits.max_unpacked_bytes))


def _attachments(document: Handle, *, of_pages: bool) -> Iterator[Handle]:
    count = max(0, pdfium.FPDFDoc_GetAttachmentCount(document))
    known: set[tuple[str, int]] = set()
    for index in range(count):
        attachment = pdfium.FPDFDoc_GetAttachment(document, index)
        if attachment and not (count == 1 and _relationship(attachment) in OTHER_FORMS):
            if of_pages:
                known.add(_identity(attachment))
            yield attachment
    for index in range(min(pdfium.FPDF_GetPageCount(document), MOST_PAGES) if of_pages else 0):
        with loaded_page(document, index) as page:
            if page is None:
                continue
            for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
                annotation = pdfium.FPDFPage_GetAnnot(page, number)
                if annotation and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                    attachment = pdfium.FPDFAnnot_GetFileAttachment(annotation)
                    if attachment and _identity(attachment) not in known:
                        yield attachment
                if annotation:
                    pdfium.FPDFPage_CloseAnnot(annotation)


def _identity(attachment: Handle) -> tuple[str, int]:
    """Return the name and the size of an embedded file. A file may be in the document and on a page."""
    size = ctypes.c_ulong()
    pdfium.FPDFAttachment_GetFile(attachment, None, 0, size)
    return _name(attachment), size.value


def _relationship(attachment: Handle) -> str:
    return _text(lambda *out: pdfium.FPDFAttachment_GetAFRelationship(attachment, *out))


def _name(attachment: Handle) -> str:
    return _text(lambda *out: pdfium.FPDFAttachment_GetName(attachment, *out))


def _text(get: Handle) -> str:
    size = get(None, 0)
    if not 2 < size <= 2 * MAX_NAME:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _content(attachment: Handle, most: int) -> bytes:
    """Return the bytes of an embedded file. Raises PermanentError: corrupt, too_large."""
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size):
        raise PermanentError(Code.CORRUPT, "The embedded file can't be unpacked.")
    if size.value > most:
        _refuse()
    buffer = ctypes.create_string_buffer(max(1, size.value))
    if not pdfium.FPDFAttachment_GetFile(attachment, buffer, size.value, size):
        raise PermanentError(Code.CORRUPT, "The embedded file can't be unpacked.")
    return buffer.raw[: size.value]


def _refuse() -> bytes:
    raise PermanentError(Code.TOO_LARGE, "The embedded files of the PDF unpack to more than the allowed bytes.")


def _unpacks_too_far(content: bytes, most: int) -> bool:
    """Return whether the embedded files unpack to more bytes than allowed. PDFium unpacks a file as a whole."""
    total = 0
    for match in EMBEDDED.finditer(content):
        unpacker = zlib.decompressobj()
        rest: bytes | memoryview = memoryview(content)[match.end() :]
        try:
            while total <= most and not unpacker.eof and rest:
                total += len(unpacker.decompress(rest, CHUNK))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            # The file is not compressed, encrypted, or compressed in another way.
            continue
    return total > most
