"""Lengths and rectangles of shapes in OpenDocument (ODF 1.3 part 3, 18.3.18)."""

import re

from lxml import etree

from functions.parse.formats.office.large_pictures import MIN_EXTENT
from functions.parse.formats.office.open_document.namespaces import PRESENTATION, SVG
from functions.parse.formats.office.positions import Placed, in_reading_order

# A length with its unit, and the units in EMU.
LENGTH = re.compile(r"(-?\d{1,4}(?:\.\d{1,6})?)(cm|mm|in|pt)")
UNITS = {"cm": 360_000, "mm": 36_000, "in": 914_400, "pt": 12_700}

NOTES = f"{PRESENTATION}notes"


def is_large(frame: etree._Element) -> bool:
    """Return whether a frame is at least as wide and as high as a large picture."""
    return all((_length(frame, name) or 0) >= MIN_EXTENT for name in ("width", "height"))


def order_shapes(slide: etree._Element) -> None:
    """Put the shapes of a slide in reading order, before its notes. Without all positions, keep their order."""
    shapes = [shape for shape in slide if isinstance(shape.tag, str) and shape.tag != NOTES and len(shape)]
    placed = []
    for shape in shapes:
        left, top, width, height = (_length(shape, name) for name in ("x", "y", "width", "height"))
        if left is None or top is None:
            return
        placed.append(Placed(shape, left, top, left + (width or 0), top + (height or 0)))
    if len(placed) > 1:
        for place, shape in enumerate(in_reading_order(placed)):
            slide.insert(place, shape.item)


def _length(shape: etree._Element, name: str) -> float | None:
    found = LENGTH.fullmatch(shape.get(f"{SVG}{name}", ""))
    return float(found[1]) * UNITS[found[2]] if found else None
