"""A line of text with its place on the page."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Piece:
    """Words of a line between two wide gaps."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Line:
    """A line of text. Places are in points from the page's top left corner, as the text is read."""

    # It ends with `glyphs.HYPHEN` where its last word goes on in the next line.
    text: str
    left: float
    right: float
    # Downwards from the page's top.
    baseline: float
    # Of the type, in points.
    size: float
    bold: bool = False
    # Whether all letters have one width.
    fixed: bool = False
    # The parts of a line that wide gaps part; none where there is no such gap.
    pieces: list[Piece] = field(default_factory=list)

    @property
    def top(self) -> float:
        """About where small letters begin: even lines that are set tightly don't overlap then."""
        return self.baseline - 0.6 * self.size

    @property
    def cells(self) -> list[Piece]:
        """The pieces; the whole line where there are none."""
        return self.pieces or [Piece(self.text, self.left, self.right)]

    def below(self, other: "Line") -> bool:
        """Whether it stands under the other, on a part of its width."""
        return self.top >= other.baseline and self.left < other.right and other.left < self.right
