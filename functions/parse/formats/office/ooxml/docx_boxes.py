"""Text boxes of a DOCX: by the paragraph that anchors them, in reading order, before or after its text."""

import re
from dataclasses import dataclass

from lxml import etree

from functions.parse.formats.office.ooxml.namespaces import A, W
from functions.parse.formats.office.positions import Placed, in_reading_order

TEXT_BOX, PARAGRAPH = f"{W}txbxContent", f"{W}p"

# DrawingML in Word documents: an anchored drawing and its parts (ECMA-376-1, 20.4.2).
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ANCHOR = f"{WP}anchor"

# VML, which older programs write: the style of a shape has its position.
VML_STYLE = re.compile(r"(margin-left|margin-top|width|height|mso-position-vertical-relative)\s*:\s*(-?[\d.]+|[a-z-]+)")
VML_SHAPES = "{urn:schemas-microsoft-com:vml}"
EMU_PER_POINT = 12_700

# Frames of reference in which a position is relative to the paragraph.
BY_PARAGRAPH = frozenset({"paragraph", "line", "text", "char"})

# Distance from the top of the page or the paragraph above which a box is before the text, in EMU: 1 inch on the page.
PAGE_MARGIN = 914_400


@dataclass(frozen=True, slots=True)
class Box:
    """The content of a text box, and whether it is above the text of its paragraph."""

    content: etree._Element
    above: bool


# Text boxes by the paragraph that anchors them.
Boxes = dict[etree._Element, list[Box]]


def take_boxes(root: etree._Element) -> Boxes:
    """Remove the text boxes from the tree and return them. The text of a paragraph must not include its boxes."""
    found: dict[etree._Element, list[tuple[str, Placed[etree._Element]]]] = {}
    for box in list(root.iter(TEXT_BOX)):
        anchor = next(box.iterancestors(PARAGRAPH), None)
        if anchor is not None:
            found.setdefault(anchor, []).append(_placed(box))
    boxes: Boxes = {}
    first = next(root.iter(PARAGRAPH), None)
    for anchor, placed in found.items():
        for _, shape in placed:
            shape.item.getparent().remove(shape.item)
        frames = {frame for frame, _ in placed}
        shapes = [shape for _, shape in placed]
        if len(frames) == 1 and len(shapes) > 1:
            shapes = in_reading_order(shapes)
        by_item = {id(shape.item): frame for frame, shape in placed}
        boxes[anchor] = [
            Box(shape.item, _is_above(by_item[id(shape.item)], shape, is_first=anchor is first)) for shape in shapes
        ]
    return boxes


def _is_above(frame: str, shape: Placed[etree._Element], *, is_first: bool) -> bool:
    """Return whether a box is above the text: of its paragraph, or of the page if it is on the first one."""
    if frame in BY_PARAGRAPH:
        return shape.top < 0 and shape.bottom <= 0
    return frame == "page" and is_first and shape.bottom <= PAGE_MARGIN


def _placed(box: etree._Element) -> tuple[str, Placed[etree._Element]]:
    """Return the frame of reference of a box's vertical position, and the box with its rectangle in EMU."""
    left = top = width = height = 0.0
    for element in box.iterancestors():
        if element.tag == PARAGRAPH:
            break
        if element.tag == ANCHOR:
            vertical, horizontal = element.find(f"{WP}positionV"), element.find(f"{WP}positionH")
            frame = vertical.get("relativeFrom", "") if vertical is not None else ""
            left += _offset(horizontal)
            top += _offset(vertical)
            if not width:
                extent = element.find(f"{WP}extent")
                width, height = _pair(extent, "cx", "cy")
            return frame, Placed(box, left, top, left + width, top + height)
        if element.tag.startswith(VML_SHAPES) and "style" in element.attrib:
            values = dict(VML_STYLE.findall(element.get("style", "")))
            x, y, wide, high = (
                EMU_PER_POINT * _number(values.get(name)) for name in ("margin-left", "margin-top", "width", "height")
            )
            frame = values.get("mso-position-vertical-relative", "paragraph")
            return frame, Placed(box, x, y, x + wide, y + high)
        # A shape in a group has its place within the group.
        transform = element.find(f"./{{*}}spPr/{A}xfrm")
        if transform is not None:
            x, y = _pair(transform.find(f"{A}off"), "x", "y")
            left, top = left + x, top + y
            if not width:
                width, height = _pair(transform.find(f"{A}ext"), "cx", "cy")
    return "", Placed(box, left, top, left + width, top + height)


def _offset(position: etree._Element | None) -> float:
    found = position.find(f"{WP}posOffset") if position is not None else None
    return _number(found.text) if found is not None else 0.0


def _pair(element: etree._Element | None, *names: str) -> tuple[float, float]:
    first, second = (_number(element.get(name)) if element is not None else 0.0 for name in names)
    return first, second


def _number(value: str | None) -> float:
    """Return a number of at most nine digits; 0 for any other value."""
    text = (value or "").strip()
    return float(text) if re.fullmatch(r"-?\d{1,9}(?:\.\d{1,9})?", text) else 0.0
