"""The shapes of a slide in reading order, by their positions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from functions.parse.formats.office.ooxml.namespaces import MC, A, P
from functions.parse.formats.office.positions import Placed, in_reading_order

SHAPE, FRAME, GROUP, PICTURE = f"{P}sp", f"{P}graphicFrame", f"{P}grpSp", f"{P}pic"

# Path from a shape to its placeholder.
PLACEHOLDER_OF = f"{P}nvSpPr/{P}nvPr/{P}ph"

# Elements that only wrap shapes and frames.
WRAPPERS = frozenset({GROUP, f"{MC}AlternateContent", f"{MC}Choice"})

# Left, top, right and bottom edge.
Edges = tuple[float, float, float, float]

# Returns the edges of a placeholder that has none of its own, from the layout of the slide; None if unknown.
Inherited = Callable[[etree._Element], Edges | None]


@dataclass(frozen=True, slots=True)
class _Frame:
    """How the coordinates inside a group become those of the slide: by a factor, then a shift."""

    across: float = 1.0
    down: float = 1.0
    right: float = 0.0
    below: float = 0.0

    def edges(self, left: float, top: float, width: float, height: float) -> Edges:
        """Return the edges of a rectangle inside the group on the slide."""
        x, y = self.right + left * self.across, self.below + top * self.down
        return x, y, x + width * self.across, y + height * self.down


def shapes_in_order(tree: etree._Element | None, inherited: Inherited) -> list[etree._Element]:
    """Return the shapes and frames, including those in groups, in reading order.

    If the position of a shape is unknown, return them in the order in which the slide stores them.
    """
    found = list(_shapes(tree, _Frame())) if tree is not None else []
    with_text = [(shape, frame) for shape, frame in found if shape.tag == FRAME or shape.find(f"{P}txBody") is not None]
    if len(with_text) < 2:
        return [shape for shape, _ in with_text]
    placed = []
    for shape, frame in with_text:
        edges = _edges(shape, frame) or (inherited(shape) if shape.find(PLACEHOLDER_OF) is not None else None)
        if edges is None:
            return [shape for shape, _ in with_text]
        placed.append(Placed(shape, *edges))
    return [shape.item for shape in in_reading_order(placed)]


def own_edges(shape: etree._Element) -> Edges | None:
    """Return the edges of a shape that is in no group; None if it has none of its own."""
    return _edges(shape, _Frame())


def _shapes(parent: etree._Element, frame: _Frame) -> Iterator[tuple[etree._Element, _Frame]]:
    for child in parent.iterchildren(SHAPE, FRAME, *WRAPPERS):
        if child.tag in WRAPPERS:
            yield from _shapes(child, _frame_of(child, frame) if child.tag == GROUP else frame)
        else:
            yield child, frame


def _frame_of(group: etree._Element, outer: _Frame) -> _Frame:
    """Return the frame of the shapes inside a group (ECMA-376-1, 20.1.7.5)."""
    transform = group.find(f"{P}grpSpPr/{A}xfrm")
    outside, inside = _rectangle(transform, "off", "ext"), _rectangle(transform, "chOff", "chExt")
    if outside is None or inside is None or not inside[2] or not inside[3]:
        return outer
    across, down = outside[2] / inside[2], outside[3] / inside[3]
    return _Frame(
        outer.across * across,
        outer.down * down,
        outer.right + (outside[0] - inside[0] * across) * outer.across,
        outer.below + (outside[1] - inside[1] * down) * outer.down,
    )


def _edges(shape: etree._Element, frame: _Frame) -> Edges | None:
    transform = shape.find(f"{P}xfrm") if shape.tag == FRAME else shape.find(f"{P}spPr/{A}xfrm")
    rectangle = _rectangle(transform, "off", "ext")
    return frame.edges(*rectangle) if rectangle is not None else None


def _rectangle(transform: etree._Element | None, offset: str, extent: str) -> Edges | None:
    """Return the left and top edge, the width and the height; None if they are not set or no numbers."""
    if transform is None:
        return None
    place, size = transform.find(f"{A}{offset}"), transform.find(f"{A}{extent}")
    if place is None or size is None:
        return None
    try:
        left, top = int(place.get("x", "")[:12]), int(place.get("y", "")[:12])
        return left, top, int(size.get("cx", "")[:12]), int(size.get("cy", "")[:12])
    except ValueError:
        return None
