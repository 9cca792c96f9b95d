"""Reading order of shapes by their positions: rows from top to bottom, and columns from left to right.

The shapes are cut at the widest gap that runs through all of them, and both parts are ordered in the same way.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

# Maximum number of shapes that are ordered. More keep the order in which they are stored.
MOST_SHAPES = 500

# Maximum overlap of two shapes that a cut separates, in EMU (914,400 in an inch): frames of text have margins.
OVERLAP = 100_000


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """An item and its rectangle, with distances from the top left corner in any one unit."""

    item: Item
    left: float
    top: float
    right: float
    bottom: float


def in_reading_order(shapes: list[Placed[Item]]) -> list[Placed[Item]]:
    """Return the shapes in reading order. Shapes that no cut separates are in order of their tops, then left edges."""
    if len(shapes) > MOST_SHAPES:
        return shapes
    ordered: list[Placed[Item]] = []
    pending = [shapes]
    while pending:
        part = pending.pop()
        across = _widest_cut([(shape.left, shape.right) for shape in part])
        down = _widest_cut([(shape.top, shape.bottom) for shape in part])
        if across is None and down is None:
            ordered.extend(sorted(part, key=lambda shape: (shape.top, shape.left)))
        elif down is None or (across is not None and across[0] > down[0]):
            assert across is not None
            pending.append([shape for shape in part if shape.left >= across[1]])
            pending.append([shape for shape in part if shape.left < across[1]])
        else:
            pending.append([shape for shape in part if shape.top >= down[1]])
            pending.append([shape for shape in part if shape.top < down[1]])
    return ordered


def _widest_cut(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Return the width of the widest gap between the spans, and where the second part starts; None without a gap."""
    best: tuple[float, float] | None = None
    ordered = sorted(spans)
    reached = ordered[0][1]
    for start, end in ordered:
        # The part before the cut must start before it.
        gap = start - reached if start > ordered[0][0] else -1.0 - OVERLAP
        if gap >= -OVERLAP and (best is None or gap > best[0]):
            best = (gap, start)
        reached = max(reached, end)
    return best
