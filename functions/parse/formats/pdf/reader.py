"""The PDF reader: blocks with page numbers in reading order, metadata, and recognized text of scanned pages."""

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.pdf import pdfium
from functions.parse.formats.pdf.annotations import opened_form
from functions.parse.formats.pdf.attachments import has_attachments, is_cover, parts
from functions.parse.formats.pdf.beside import Beside
from functions.parse.formats.pdf.blocks import blocks
from functions.parse.formats.pdf.furniture import without_furniture
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.pages import TextReader
from functions.parse.formats.pdf.properties import metadata
from functions.parse.formats.pdf.right_to_left import mend
from functions.parse.formats.pdf.scans import Recognition, listed
from functions.parse.formats.pdf.structure import contains_name
from functions.parse.formats.pdf.watermarks import without_watermarks
from functions.parse.formats.pdf.xfa import xfa_blocks
from functions.parse.ocr.recognizer import needed_data
from shared.documents.document import PipelineWarning
from shared.errors import Code, PermanentError

# The entry of the catalog that lists the layers of a document (ISO 32000-1, 8.11.4.2).
LAYERS = b"/OCProperties"


def prepare() -> None:
    """Read a page so that PDFium initializes what it creates on first use: later, the process can't write files."""
    with pdfium.opened(pdfium.BLANK_PAGE) as document:
        _pages(document, 1, Recognition(Limits()), Beside(document, None, layered=True))


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks of a PDF with page numbers.

    Raises PermanentError: encrypted, corrupt, empty, ocr_unavailable, timed_out.
    """
    with pdfium.opened(content) as document, opened_form(document) as form:
        count = pdfium.page_count(document)
        recognition = Recognition(limits)
        beside = Beside(document, form, layered=contains_name(content, LAYERS))
        pages, warnings = _pages(document, count, recognition, beside)
        recognition.run(document)
        properties = metadata(document, count)
        xfa = xfa_blocks(document, pages)
        attached = beside.attached or has_attachments(document)
    if xfa is None:
        without_watermarks(pages)
        without_furniture(pages)
        found = blocks([page for page in pages if not (attached and is_cover(page.text))], recognition.blocks)
    else:
        found = xfa
    warnings += recognition.warnings() + beside.warnings()
    if not found and not attached:
        raise _no_text(count, recognition)
    files = parts(content, limits, of_pages=beside.attached) if attached else ()
    return Extracted(blocks=found, parser=pdfium.PARSER, metadata=properties, warnings=warnings, parts=files)


def _pages(
    document: pdfium.Handle, count: int, recognition: Recognition, beside: Beside
) -> tuple[list[Page], list[PipelineWarning]]:
    """Return the pages within the limits, and warnings about the others. Add the scans to `recognition`."""
    limits = recognition.limits
    reader = TextReader()
    pages: list[Page] = []
    unreadable: list[int] = []
    characters = 0
    stop = min(count, limits.max_pages)
    reason = f"the limit is {limits.max_pages:,} pages"
    for index in range(stop):
        if characters > limits.max_characters or limits.seconds_left() <= 0:
            too_long = characters > limits.max_characters
            reason = f"the limit is {limits.max_characters:,} characters" if too_long else "there was no time left"
            stop = index
            break
        with pdfium.loaded_page(document, index) as handle:
            beside.prepare(handle)
            page = _page(reader, handle, index + 1)
            if page is None:
                unreadable.append(index + 1)
                continue
            recognition.add_if_scan(handle, page)
            annotated = beside.has_annotations(handle)
        if annotated:
            beside.add(page)
        mend(page)
        characters += sum(len(line.text) + 1 for line in page.lines)
        pages.append(page)
    if not pages and stop < count and not unreadable:
        raise PermanentError(Code.TIMED_OUT, "There was no time left to read the PDF.")
    if not pages:
        raise PermanentError(Code.CORRUPT, "The PDF is damaged or incomplete: none of its pages can be read.")
    return pages, _page_warnings(count, stop, reason, unreadable)


def _page_warnings(count: int, stop: int, reason: str, unreadable: list[int]) -> list[PipelineWarning]:
    """Return the warnings about pages after page `stop` and about damaged pages."""
    warnings = []
    if stop < count:
        message = f"{count - stop:,} of {count:,} pages, those after page {stop:,}, were skipped: {reason}."
        warnings.append(PipelineWarning(code="pages_left_out", message=message))
    if unreadable:
        message = f"{len(unreadable):,} of {count:,} pages are damaged and were skipped: {listed(unreadable)}."
        warnings.append(PipelineWarning(code="pages_unreadable", message=message))
    return warnings


def _page(reader: TextReader, handle: pdfium.Handle | None, number: int) -> Page | None:
    if handle is None:
        return None
    with pdfium.loaded_text(handle) as text:
        return None if text is None else reader.read(handle, text, number)


def _no_text(count: int, recognition: Recognition) -> PermanentError:
    """Return the error for a PDF in which no text was found."""
    pages = f"{count:,} page{'' if count == 1 else 's'}"
    if recognition.unavailable:
        return PermanentError(
            Code.OCR_UNAVAILABLE,
            f"The PDF is a scan of {pages}, and the data for text recognition is not installed.",
        )
    if recognition.unread:
        return PermanentError(Code.OCR_UNAVAILABLE, f"The PDF is a scan of {pages}. {needed_data()}")
    if recognition.failure is not None:
        return recognition.failure
    if recognition.scans:
        return PermanentError(Code.EMPTY, f"The PDF is a scan of {pages} on which no text was recognized.")
    return PermanentError(Code.EMPTY, f"The PDF has {pages} without text.")
