"""Pages that are pictures of text: how they are told from others, and what text recognition makes of them."""

import ctypes
from dataclasses import dataclass, field
from math import sqrt
from time import monotonic

import pypdfium2.raw as pdfium
from PIL import Image

from functions.parse.contract import Limits
from functions.parse.formats.pdf.pages import Page
from functions.parse.formats.pdf.pdfium import Handle, loaded_page
from functions.parse.ocr.recognizer import DPI, Recognized, available, recognize_picture, uncertainty
from shared.documents.document import BlockText, PipelineWarning
from shared.errors import Code, PermanentError

# A page number, a stamp or a scanner's mark has no more. A page with more has its text.
FEW_CHARACTERS = 60

# Of the characters. A layer of text that has fewer is of no use.
MIN_LETTERS = 0.3

# Of a page's area, that pictures cover where it is a scan; a twentieth is enough where it has no text at all.
MIN_PICTURE = 0.3

MIN_PICTURE_ALONE = 0.05

# Shapes on a page without any text, whose letters may have been turned into outlines.
MIN_DRAWINGS = 50

# Of a page that are looked at.
MOST_OBJECTS = 3_000

# Of objects within objects.
MOST_DEPTH = 3

POINTS_PER_INCH = 72

# Times the seconds of the slowest page so far, which must be left for another one.
SLOWER = 1.5

# Page numbers in a warning.
LISTED = 20


@dataclass(slots=True)
class _Seen:
    """What a page shows, other than text."""

    # Square points, pictures that overlap counted twice.
    picture_area: float = 0.0
    # Of its largest picture.
    most_pixels: int = 0
    drawings: int = 0
    objects: int = 0


@dataclass(slots=True)
class Recognition:
    """The scanned pages of one document and what was recognized on them."""

    limits: Limits
    # Numbers of pages, from 1.
    scans: list[int] = field(default_factory=list)
    # By page number.
    recognized: dict[int, Recognized] = field(default_factory=dict)
    # Why the last of the pages could not be recognized that were tried and not read.
    failure: PermanentError | None = None
    _too_large: set[int] = field(default_factory=set)

    def look_at(self, handle: Handle, page: Page) -> None:
        """Note the page if it is a scan."""
        text = "".join(line.text for line in page.lines)
        letters = sum(map(str.isalnum, text))
        if len(text) > FEW_CHARACTERS and letters >= MIN_LETTERS * len(text):
            return
        seen = _Seen()
        _look(handle, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, seen, 0)
        area = max(page.width * page.height, 1.0)
        share = seen.picture_area / area
        if share >= MIN_PICTURE or (not text and (share >= MIN_PICTURE_ALONE or seen.drawings >= MIN_DRAWINGS)):
            self.scans.append(page.number)
            if seen.most_pixels > self.limits.max_pixels:
                self._too_large.add(page.number)

    def run(self, document: Handle) -> None:
        """Recognize page after page, until the limit on pages or the time runs out. Without its data, do nothing."""
        if not self.scans or self.unavailable:
            return
        slowest = 0.0
        for number in self._chosen():
            if self.limits.seconds_left() < SLOWER * slowest or self.limits.seconds_left() <= 0:
                break
            begun = monotonic()
            with loaded_page(document, number - 1) as page:
                picture = None if page is None else _picture(page, self.limits.max_pixels)
            if picture is None:
                continue
            try:
                self.recognized[number] = recognize_picture(picture, self.limits, number)
            except PermanentError as error:
                if error.code is Code.OCR_UNAVAILABLE:
                    raise
                self.failure = error
            slowest = max(slowest, monotonic() - begun)

    @property
    def blocks(self) -> dict[int, list[BlockText]]:
        """What was recognized, by page number."""
        return {number: recognized.blocks for number, recognized in self.recognized.items()}

    @property
    def unavailable(self) -> bool:
        """Whether there are scans and nothing to recognize them with."""
        return bool(self.scans) and not available()

    def _chosen(self) -> list[int]:
        return [number for number in self.scans if number not in self._too_large][: self.limits.max_ocr_pages]

    def warnings(self) -> list[PipelineWarning]:
        """What became of the scanned pages."""
        if self.unavailable:
            message = (
                f"{_pages(self.scans).capitalize()} can only be read by text recognition, whose data is not "
                "installed. The text has nothing of that."
            )
            return [PipelineWarning(code="ocr_unavailable", message=message)]
        warnings = []
        read = [number for number in self.scans if number in self.recognized and self.recognized[number].blocks]
        if read:
            message = f"The text of {_pages(read)} was recognized from pictures and may have errors."
            warnings.append(PipelineWarning(code="ocr_used", message=message))
        left = [number for number in self.scans if number not in self.recognized]
        if left:
            message = f"{len(left):,} of {len(self.scans):,} scanned pages were not read: {_pages(left)}."
            warnings.append(PipelineWarning(code="ocr_pages_left_out", message=message))
        return warnings + uncertainty(self.recognized.values())


def _look(holder: Handle, count: Handle, get: Handle, seen: _Seen, depth: int) -> None:
    """Add up what the objects of a page, or of an object that has others within it, show."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for index in range(max(0, count(holder))):
        seen.objects += 1
        if seen.objects > MOST_OBJECTS:
            return
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                seen.picture_area += abs((right.value - left.value) * (top.value - bottom.value))
            if pdfium.FPDFImageObj_GetImagePixelSize(item, wide, high):
                seen.most_pixels = max(seen.most_pixels, wide.value * high.value)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            seen.drawings += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
            _look(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, seen, depth + 1)


def _picture(page: Handle, max_pixels: int) -> Image.Image:
    """The page as a gray picture, at the resolution of text recognition or as large as the limit allows."""
    wide, high = max(pdfium.FPDF_GetPageWidthF(page), 1.0), max(pdfium.FPDF_GetPageHeightF(page), 1.0)
    scale = min(DPI / POINTS_PER_INCH, sqrt(max_pixels / (wide * high)))
    width, height = max(1, int(wide * scale)), max(1, int(high * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise MemoryError(f"no room for a picture of {width} by {height}")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombytes("L", (width, height), pixels, "raw", "L", stride, 1)


def _pages(numbers: list[int]) -> str:
    """Page numbers in words: `page 3`, `pages 3, 4, 5`."""
    listed = ", ".join(map(str, numbers[:LISTED]))
    more = f" and {len(numbers) - LISTED:,} more" if len(numbers) > LISTED else ""
    return f"page{'s' if len(numbers) > 1 else ''} {listed}{more}"
