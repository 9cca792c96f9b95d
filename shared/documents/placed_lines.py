"""Lines of text with their places on pages: what a format reports, before the text of the Document is composed."""

from dataclasses import dataclass
from typing import NamedTuple

# Positions on a page are integers from 0 to UNITS, relative to its width and its height. On a page of A4, one unit is
# 0.06 points wide. The position is the same at every resolution, and scales to a percentage of the page.
UNITS = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class PageFrame:
    """A page as it is displayed: upright, cropped, from its top left corner. Two frames are equal if they are one."""

    # Page number, from 1, in the file that contains the page.
    number: int
    # Width and height in points, or in pixels if the page is a picture.
    width: float
    height: float


class PlacedLine(NamedTuple):
    """The text of a line, or of a cell of a table, and its place on a page.

    The text begins at the corner (x0, y0) and ends at the opposite corner (x1, y1): x0 > x1 if it runs from right to
    left. Positions are in UNITS.
    """

    text: str
    frame: PageFrame
    x0: int
    y0: int
    x1: int
    y1: int


def placed_line(text: str, frame: PageFrame, x0: float, y0: float, x1: float, y1: float) -> PlacedLine:
    """Return a line whose corners are given in the units of the frame. A corner outside the page moves to its edge."""
    across, down = UNITS / max(frame.width, 1), UNITS / max(frame.height, 1)
    left, top, right, bottom = int(x0 * across), int(y0 * down), int(x1 * across), int(y1 * down)
    if not (0 <= left <= UNITS and 0 <= top <= UNITS and 0 <= right <= UNITS and 0 <= bottom <= UNITS):
        left, top, right, bottom = (min(UNITS, max(0, value)) for value in (left, top, right, bottom))
    return PlacedLine(text, frame, left, top, right, bottom)
