"""PDFium's documents, pages and texts as context managers that close them, with errors as PermanentError.

Everything uses the C interface of PDFium through ctypes: the objects of pypdfium2 cost more than the calls themselves.
Source: https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/ (fpdfview.h, fpdf_text.h, fpdf_doc.h).
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from shared.errors import Code, PermanentError

PARSER = f"PDFium {pypdfium2.PDFIUM_INFO.build} (pypdfium2 {pypdfium2.PYPDFIUM_INFO.version})"

# Error codes of PDFium (fpdfview.h), and what they mean.
REASONS = {
    pdfium.FPDF_ERR_FILE: "it can't be opened",
    pdfium.FPDF_ERR_FORMAT: "its objects can't be found",
    pdfium.FPDF_ERR_PAGE: "its pages can't be found",
}
LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)

# Maximum length of a title or an author in UTF-16, in bytes. Longer values are ignored.
MAX_PROPERTY_BYTES = 20_000

# A PDF of one empty page. PDFium doesn't need the table of offsets (cross-reference table).
BLANK_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R>>"
)

# A pointer to an object of PDFium.
Handle = Any


@contextmanager
def opened(content: bytes) -> Iterator[Handle]:
    """Open the document in `content`, which may have an owner password. Raises PermanentError: encrypted, corrupt."""
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        raise _refusal(pdfium.FPDF_GetLastError())
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def loaded_page(document: Handle, index: int) -> Iterator[Handle | None]:
    """Load a page by its index from 0; None if PDFium can't load it."""
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


@contextmanager
def loaded_text(page: Handle) -> Iterator[Handle | None]:
    """Load the characters of a page; None if PDFium can't load them."""
    text = pdfium.FPDFText_LoadPage(page)
    try:
        yield text or None
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)


def page_count(document: Handle) -> int:
    """Return the number of pages that the file states."""
    return max(0, int(pdfium.FPDF_GetPageCount(document)))


def document_property(document: Handle, name: str) -> str:
    """Return an entry of the document information dictionary, such as `Title`; an empty string if it has none."""
    key = name.encode("ascii")
    size = pdfium.FPDF_GetMetaText(document, key, None, 0)
    if not 2 < size <= MAX_PROPERTY_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, key, buffer, size)
    return buffer.raw[:-2].decode("utf-16-le", "replace")


def _refusal(error: int) -> PermanentError:
    if error in LOCKED:
        return PermanentError(Code.ENCRYPTED, "The PDF is protected by a password.")
    reason = REASONS.get(error, "it can't be read")
    return PermanentError(Code.CORRUPT, f"The PDF is damaged or incomplete: {reason}.")
