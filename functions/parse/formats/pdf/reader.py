"""PDF, read with PDFium: lines with their places made into blocks in reading order, pages kept, scans recognized."""

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.pdf import pdfium
from functions.parse.formats.pdf.blocks import blocks
from functions.parse.formats.pdf.furniture import without_furniture
from functions.parse.formats.pdf.pages import Page, TextReader
from functions.parse.formats.pdf.properties import metadata
from functions.parse.formats.pdf.scans import Recognition
from shared.documents.document import PipelineWarning
from shared.errors import Code, PermanentError

# Page numbers in a warning.
LISTED = 20


def prepare() -> None:
    """Read a page, so that PDFium has what it loads at first use: afterwards the process may write no file."""
    with pdfium.opened(pdfium.BLANK_PAGE) as document:
        _pages(document, 1, Recognition(Limits()))


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks of a PDF with their pages. Raises PermanentError: encrypted, corrupt, empty, ocr_unavailable."""
    with pdfium.opened(content) as document:
        count = pdfium.page_count(document)
        recognition = Recognition(limits)
        pages, warnings = _pages(document, count, recognition)
        recognition.run(document)
        about = metadata(document, count)
    without_furniture(pages)
    found = blocks(pages, recognition.blocks)
    warnings += recognition.warnings()
    if not found:
        raise _nothing(count, recognition)
    return Extracted(blocks=found, parser=pdfium.PARSER, metadata=about, warnings=warnings)


def _pages(document: pdfium.Handle, count: int, recognition: Recognition) -> tuple[list[Page], list[PipelineWarning]]:
    """The pages within the limits, and what was left out. Scans are noted in `recognition`."""
    limits = recognition.limits
    reader = TextReader()
    pages: list[Page] = []
    unreadable: list[int] = []
    characters = 0
    stop = min(count, limits.max_pages)
    reason = f"no more than {limits.max_pages:,} are read"
    for index in range(stop):
        if characters > limits.max_characters or limits.seconds_left() <= 0:
            reason = "their text is long enough" if characters > limits.max_characters else "there was no time left"
            stop = index
            break
        with pdfium.loaded_page(document, index) as handle:
            page = _page(reader, handle, index + 1)
            if page is None:
                unreadable.append(index + 1)
                continue
            recognition.look_at(handle, page)
        characters += sum(len(line.text) + 1 for line in page.lines)
        pages.append(page)
    if not pages and stop < count and not unreadable:
        raise PermanentError(Code.TIMED_OUT, "No time was left to read the PDF.")
    if not pages:
        raise PermanentError(Code.CORRUPT, "The PDF is damaged or incomplete: none of its pages can be read.")
    warnings = []
    if stop < count:
        message = f"{count - stop:,} of {count:,} pages, those after page {stop:,}, were left out: {reason}."
        warnings.append(PipelineWarning(code="pages_left_out", message=message))
    if unreadable:
        listed = ", ".join(map(str, unreadable[:LISTED])) + (", …" if len(unreadable) > LISTED else "")
        message = f"{len(unreadable):,} of {count:,} pages are damaged and were left out: {listed}."
        warnings.append(PipelineWarning(code="pages_unreadable", message=message))
    return pages, warnings


def _page(reader: TextReader, handle: pdfium.Handle | None, number: int) -> Page | None:
    if handle is None:
        return None
    with pdfium.loaded_text(handle) as text:
        return None if text is None else reader.read(handle, text, number)


def _nothing(count: int, recognition: Recognition) -> PermanentError:
    """Why no text was found."""
    pages = f"{count:,} page{'' if count == 1 else 's'}"
    if recognition.unavailable:
        return PermanentError(
            Code.OCR_UNAVAILABLE,
            f"The PDF is a scan of {pages}, and the data of text recognition is not installed.",
        )
    if recognition.failure is not None:
        return recognition.failure
    if recognition.scans:
        return PermanentError(Code.EMPTY, f"No text was recognized on the {pages} of the PDF, which is a scan.")
    return PermanentError(Code.EMPTY, f"The PDF has {pages} and no text on them.")
