"""Scanned pages, which are images of text: their detection, and their text recognition (OCR)."""

import ctypes
from dataclasses import dataclass, field
from math import sqrt
from time import monotonic

import pypdfium2.raw as pdfium
from PIL import Image

from functions.parse.contract import Limits
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.pdfium import Handle, loaded_page
from functions.parse.ocr.recognizer import DPI, Recognized, available, needed_data, recognize_picture, uncertainty
from shared.documents.document import BlockText, PipelineWarning
from shared.documents.placed_lines import PageFrame
from shared.errors import Code, PermanentError

# Maximum number of characters of a scan: a page number, a stamp or the mark of a scanner.
FEW_CHARACTERS = 60

# Minimum share of letters and digits in a usable text layer (0 to 1).
MIN_LETTERS = 0.3

# Minimum share of a scan's area that images cover (0 to 1), and the same for a page without any text.
MIN_PICTURE = 0.3
MIN_PICTURE_ALONE = 0.05

# Minimum number of paths on a page without text that counts as a scan: its letters may be outlines.
MIN_DRAWINGS = 50

# Maximum number of objects of a page that are examined.
MOST_OBJECTS = 3_000

# Maximum depth of nested form objects that are examined.
MOST_DEPTH = 3

POINTS_PER_INCH = 72

# Minimum time left to recognize another page, in durations of the slowest page so far.
SLOWER = 1.5

# Maximum number of page numbers in a warning.
MAX_LISTED = 20


@dataclass(slots=True)
class _Graphics:
    """The images and paths on a page."""

    # Total area of the images in square points. Overlaps count twice.
    picture_area: float = 0.0
    # Number of pixels of the largest image.
    most_pixels: int = 0
    # Number of paths and shadings.
    drawings: int = 0
    # Number of objects examined.
    objects: int = 0


@dataclass(slots=True)
class Recognition:
    """The scanned pages of a document and their recognized text."""

    limits: Limits
    # Page numbers, from 1.
    scans: list[int] = field(default_factory=list)
    # Recognized text by page number.
    recognized: dict[int, Recognized] = field(default_factory=dict)
    # Error of the last page whose recognition failed.
    failure: PermanentError | None = None
    # Numbers of pages with an image over the limit on pixels.
    _too_large: set[int] = field(default_factory=set)

    def add_if_scan(self, handle: Handle, page: Page) -> None:
        """Add the page to `scans` if it is a scan."""
        text = "".join(line.text for line in page.lines)
        letters = sum(map(str.isalnum, text))
        if len(text) > FEW_CHARACTERS and letters >= MIN_LETTERS * len(text):
            return
        graphics = _Graphics()
        _measure(handle, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, graphics, 0)
        area = max(page.width * page.height, 1.0)
        share = graphics.picture_area / area
        if share >= MIN_PICTURE or (not text and (share >= MIN_PICTURE_ALONE or graphics.drawings >= MIN_DRAWINGS)):
            self.scans.append(page.number)
            if graphics.most_pixels > self.limits.max_pixels:
                self._too_large.add(page.number)

    def run(self, document: Handle) -> None:
        """Recognize the scans, up to the limits on pages and time. Do nothing if the recognition data is missing."""
        if not self.scans or self.unavailable:
            return
        slowest = 0.0
        for number in self._within_limits():
            if self.limits.seconds_left() < SLOWER * slowest or self.limits.seconds_left() <= 0:
                break
            started = monotonic()
            with loaded_page(document, number - 1) as page:
                if page is None:
                    continue
                frame = PageFrame(number, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
                picture = _picture(page, self.limits.max_pixels)
            try:
                self.recognized[number] = recognize_picture(picture, self.limits, number, frame)
            except PermanentError as error:
                if error.code is Code.OCR_UNAVAILABLE:
                    raise
                self.failure = error
            slowest = max(slowest, monotonic() - started)

    @property
    def blocks(self) -> dict[int, list[BlockText]]:
        """The recognized blocks by page number."""
        return {number: recognized.blocks for number, recognized in self.recognized.items()}

    @property
    def unavailable(self) -> bool:
        """Whether there are scans but the data for text recognition is not installed."""
        return bool(self.scans) and not available()

    @property
    def unread(self) -> list[int]:
        """The numbers of the pages with writing that the installed language data don't recognize."""
        return [number for number, recognized in self.recognized.items() if recognized.is_unread]

    def _within_limits(self) -> list[int]:
        return [number for number in self.scans if number not in self._too_large][: self.limits.max_ocr_pages]

    def warnings(self) -> list[PipelineWarning]:
        """Return the warnings about scans that were recognized, and about those that were not."""
        if self.unavailable:
            message = (
                f"Text recognition is needed for {_pages(self.scans)}, but its data is not installed. "
                "That content is missing from the text."
            )
            return [PipelineWarning(code="ocr_unavailable", message=message)]
        warnings = []
        read = [number for number in self.scans if number in self.recognized and self.recognized[number].blocks]
        if read:
            message = f"The text of {_pages(read)} was recognized from images and may contain errors."
            warnings.append(PipelineWarning(code="ocr_used", message=message))
        skipped = [number for number in self.scans if number not in self.recognized]
        if skipped:
            message = f"{len(skipped):,} of {len(self.scans):,} scanned pages were not read: {_pages(skipped)}."
            warnings.append(PipelineWarning(code="ocr_pages_left_out", message=message))
        if unread := self.unread:
            message = f"The writing on {_pages(unread)} was not read. {needed_data()}"
            warnings.append(PipelineWarning(code="ocr_unavailable", message=message))
        return warnings + uncertainty(self.recognized.values())


def _measure(holder: Handle, count: Handle, get: Handle, graphics: _Graphics, depth: int) -> None:
    """Add the objects of a page or a form object to `graphics`."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for index in range(max(0, count(holder))):
        graphics.objects += 1
        if graphics.objects > MOST_OBJECTS:
            return
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                graphics.picture_area += abs((right.value - left.value) * (top.value - bottom.value))
            if pdfium.FPDFImageObj_GetImagePixelSize(item, wide, high):
                graphics.most_pixels = max(graphics.most_pixels, wide.value * high.value)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            graphics.drawings += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
            _measure(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, graphics, depth + 1)


def _picture(page: Handle, max_pixels: int) -> Image.Image:
    """Render a page in grayscale, at the resolution for text recognition or the largest that the limit allows."""
    wide, high = max(pdfium.FPDF_GetPageWidthF(page), 1.0), max(pdfium.FPDF_GetPageHeightF(page), 1.0)
    scale = min(DPI / POINTS_PER_INCH, sqrt(max_pixels / (wide * high)))
    width, height = max(1, int(wide * scale)), max(1, int(high * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise MemoryError(f"no memory for an image of {width} by {height} pixels")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombytes("L", (width, height), pixels, "raw", "L", stride, 1)


def _pages(numbers: list[int]) -> str:
    """Return page numbers for a message: `page 3`, `pages 3, 4, 5`."""
    return f"page{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def listed(numbers: list[int]) -> str:
    """Return the first page numbers for a message, and how many more there are."""
    more = f" and {len(numbers) - MAX_LISTED:,} more" if len(numbers) > MAX_LISTED else ""
    return ", ".join(map(str, numbers[:MAX_LISTED])) + more
