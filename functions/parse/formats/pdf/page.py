"""A page of a PDF with its lines."""

from dataclasses import dataclass, field

from functions.parse.formats.pdf.lines import Line


@dataclass(slots=True)
class Page:
    """A page and its lines, in the order in which the file stores them."""

    # Page number, from 1.
    number: int
    # In points, in the direction of most of the text.
    width: float
    height: float
    lines: list[Line]
    # Lines in another direction than most of the text: stamps at the edge, axes of charts.
    sideways: list[Line] = field(default_factory=list)
    # Counter-clockwise quarter turns of most of the text on the page as it is displayed.
    turn: int = 0
    # Lines at an angle between the four directions: stamps, watermarks.
    askew: list[Line] = field(default_factory=list)
    # Left, bottom, right and top edge of the page in its own coordinates, and the quarter turns of most of the text.
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    text_turn: int = 0

    @property
    def text(self) -> str:
        """The text of the lines in the direction of most of the text."""
        return " ".join(line.text for line in self.lines)
