"""Layers that are switched off (optional content, ISO 32000-1, 8.11): their objects are taken out before reading.

PDFium applies the state of layers when it renders, not when it reads text. So each object that may be in a layer is
rendered alone: if it leaves no mark, no viewer shows it.
"""

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from functions.parse.formats.pdf.pdfium import Handle

# The tag of marked content that is in a layer (ISO 32000-1, 8.11.3.2).
LAYER_TAG = "OC"

# Maximum number of objects of a page that are examined, and that are rendered alone.
MOST_OBJECTS = 20_000
MOST_PROBES = 200

# Maximum width and height of the picture of one object in pixels.
MOST_PIXELS = 400

# Maximum scale of that picture in pixels per point.
MOST_SCALE = 3.0

# Size of the buffer for names in UTF-16 units.
MAX_NAME = 200


def without_hidden(page: Handle) -> None:
    """Deactivate the objects of a page that are in layers which are off, so that PDFium doesn't read their text."""
    count = min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)
    found = [pdfium.FPDFPage_GetObject(page, index) for index in range(count)]
    probed = [(item, layer) for item in found for layer in _layers(item)]
    if not probed:
        return
    for item in found:
        pdfium.FPDFPageObj_SetIsActive(item, False)
    verdicts: dict[str, bool] = {}
    hidden = set()
    for number, (item, layer) in enumerate(probed):
        shown = verdicts.get(layer) if layer else None
        if shown is None:
            if number >= MOST_PROBES:
                continue
            shown = _leaves_mark(page, item)
            if layer:
                verdicts[layer] = shown
        if not shown:
            hidden.add(ctypes.addressof(item.contents))
    for item in found:
        pdfium.FPDFPageObj_SetIsActive(item, ctypes.addressof(item.contents) not in hidden)


def _layers(item: Handle) -> Iterator[str]:
    """Yield the name of the layer of an object that may be in one; an empty string if the layer has no name."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM):
        return
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if _mark_text(pdfium.FPDFPageObjMark_GetName, mark) == LAYER_TAG:
            yield _mark_text(pdfium.FPDFPageObjMark_GetParamStringValue, mark, b"Name")
            return
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        # The dictionary of a form object may name a layer, which no function returns.
        yield ""


def _mark_text(get: Handle, mark: Handle, *key: bytes) -> str:
    buffer = (ctypes.c_ushort * MAX_NAME)()
    length = ctypes.c_ulong()
    if not get(mark, *key, buffer, ctypes.sizeof(buffer), length) or not 2 <= length.value <= ctypes.sizeof(buffer):
        return ""
    return bytes(buffer)[: length.value - 2].decode("utf-16-le", "replace")


def _leaves_mark(page: Handle, item: Handle) -> bool:
    """Return whether a page on which only this object is active is not blank."""
    edges = tuple(ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, *edges):
        return True
    left, bottom, right, top = (edge.value for edge in edges)
    if not (right > left and top > bottom):
        return True
    invisible = (
        pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT
        and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    )
    if invisible:
        # The text layer of a scan leaves no mark in any state of its layer.
        pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_FILL)
    pdfium.FPDFPageObj_SetIsActive(item, True)
    try:
        return _has_ink(page, left, bottom, right, top)
    finally:
        pdfium.FPDFPageObj_SetIsActive(item, False)
        if invisible:
            pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def _has_ink(page: Handle, left: float, bottom: float, right: float, top: float) -> bool:
    """Render an area of the page on a transparent ground, and return whether a pixel is not transparent."""
    scale = min(MOST_SCALE, MOST_PIXELS / max(right - left, top - bottom))
    wide = max(1, int(pdfium.FPDF_GetPageWidthF(page) * scale))
    high = max(1, int(pdfium.FPDF_GetPageHeightF(page) * scale))
    corners = [_device(page, wide, high, x, y) for x, y in ((left, bottom), (right, top))]
    (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
    width, height = min(x1 - x0 + 2, MOST_PIXELS + 2), min(y1 - y0 + 2, MOST_PIXELS + 2)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRA, None, 0)
    if not bitmap:
        return True
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -x0 + 1, -y0 + 1, wide, high, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        return any(ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height))
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _device(page: Handle, wide: int, high: int, x: float, y: float) -> tuple[int, int]:
    """Return the pixel of a position on a page that is displayed in this size."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, across, down)
    return across.value, down.value
