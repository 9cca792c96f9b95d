"""A line of text with its position on the page."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Piece:
    """Words of a line between two wide gaps, with their left and right edges in points."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Line:
    """A line of text. Positions are in points from the top left corner of the page in the direction of the text."""

    # Ends with `glyphs.HYPHEN` if its last word continues in the next line.
    text: str
    left: float
    right: float
    # Distance from the top of the page.
    baseline: float
    # Font size in points.
    size: float
    bold: bool = False
    # Whether the font is monospaced.
    fixed: bool = False
    # The parts of the line between wide gaps; empty if there is no such gap.
    pieces: list[Piece] = field(default_factory=list)
    # Counter-clockwise quarter turns from the direction of most of the page's text. Positions are in this direction.
    turn: int = 0
    # Whether the line is a paragraph of its own that is no heading: a field with its label, a note.
    alone: bool = False
    # Whether the line is the text of a note or a stamp.
    note: bool = False
    # Whether the line consists of what annotations show, without text of the page.
    inserted: bool = False
    italic: bool = False
    # The bold words at the start of a line whose other words are not bold, with their edges.
    lead: Piece | None = None

    @property
    def top(self) -> float:
        """Approximate top of lowercase letters. With it, lines with tight leading don't overlap."""
        return self.baseline - 0.6 * self.size

    @property
    def cells(self) -> list[Piece]:
        """The pieces; the whole line if there are none."""
        return self.pieces or [Piece(self.text, self.left, self.right)]

    def below(self, other: "Line") -> bool:
        """Return whether this line is below the other and overlaps it horizontally."""
        return self.top >= other.baseline and self.left < other.right and other.left < self.right
