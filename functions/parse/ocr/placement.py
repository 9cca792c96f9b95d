"""The places of recognized lines on the page: from the scaled, cut and rotated picture back to the page itself."""

from dataclasses import dataclass
from math import cos, radians, sin

from functions.parse.ocr.layout import Line, LinePlacer
from shared.documents.placed_lines import PageFrame, PlacedLine, placed_line

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turned:
    """How a picture was changed before recognition: from `size` to `upright`, by `angle` about its centre."""

    # Width and height in pixels before and after the rotation.
    size: Size
    upright: Size
    # Counter-clockwise degrees.
    angle: float = 0.0

    def original(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture before the rotation, relative to its width and height."""
        turn = radians(self.angle)
        right, down = x - self.upright[0] / 2, y - self.upright[1] / 2
        return (
            0.5 + (cos(turn) * right - sin(turn) * down) / self.size[0],
            0.5 + (sin(turn) * right + cos(turn) * down) / self.size[1],
        )


def line_placer(frame: PageFrame, page: Size, strip: Size, top: int, turned: Turned) -> LinePlacer:
    """Return a function that places the lines of a strip of a page.

    `page` and `strip` are sizes in pixels before scaling, and `top` is the distance of the strip from the top of the
    page. The place of a line that is not level is the rectangle around it.
    """

    def place_line(line: Line) -> PlacedLine:
        left, upper, right, lower = line.box
        corners = [turned.original(x, y) for x, y in ((left, upper), (right, lower), (left, lower), (right, upper))]
        across, down = zip(*corners, strict=True)
        x0, x1 = _span(across)
        y0, y1 = _span(down)
        wide, high = strip[0] * frame.width / page[0], strip[1] * frame.height / page[1]
        above = top * frame.height / page[1]
        return placed_line(line.text, frame, x0 * wide, above + y0 * high, x1 * wide, above + y1 * high)

    return place_line


def _span(corners: tuple[float, ...]) -> tuple[float, float]:
    """Return the extent of four corners, from the side of the first to that of the second."""
    lowest, highest = min(corners), max(corners)
    return (lowest, highest) if corners[0] <= corners[1] else (highest, lowest)
