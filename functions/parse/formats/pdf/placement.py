"""The places of lines on the page as it is displayed: turned by its rotation, cropped, from its top left corner."""

from functions.parse.formats.pdf.glyphs import HYPHEN
from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.right_to_left import RIGHT_TO_LEFT
from functions.parse.formats.pdf.tables import TablePiece
from shared.documents.placed_lines import PageFrame, PlacedLine, placed_line

# Height of a box above and below the baseline, in font sizes. It contains the letters and accents of most fonts.
ASCENT, DESCENT = 0.8, 0.22


class Placement:
    """Places the lines of one page."""

    def __init__(self, page: Page) -> None:
        sideways = page.turn % 2
        width, height = (page.height, page.width) if sideways else (page.width, page.height)
        self._frame = PageFrame(page.number, width, height)
        self._turn = page.turn

    def line(self, line: Line) -> PlacedLine:
        """Return a line with its place. Its text lacks the mark of a split word."""
        text = line.text[:-1] if line.text.endswith(HYPHEN) else line.text
        return self._placed(text, line, (self._turn + line.turn) % 4)

    def cell(self, piece: TablePiece) -> PlacedLine:
        """Return a piece of a table with its place. Its text has single blanks, as a table has."""
        return self._placed(" ".join(piece.text.split()), piece, self._turn)

    def _placed(self, text: str, line: Line | TablePiece, turn: int) -> PlacedLine:
        """Return the place of a line that is displayed with this number of counter-clockwise quarter turns."""
        left, right = line.left, line.right
        top, bottom = line.baseline - ASCENT * line.size, line.baseline + DESCENT * line.size
        if not text.isascii() and RIGHT_TO_LEFT.search(text):
            left, right = right, left
        frame = self._frame
        if turn == 0:
            corners = (left, top, right, bottom)
        elif turn == 1:
            corners = (top, frame.height - left, bottom, frame.height - right)
        elif turn == 2:
            corners = (frame.width - left, frame.height - top, frame.width - right, frame.height - bottom)
        else:
            corners = (frame.width - top, left, frame.width - bottom, right)
        return placed_line(text, frame, *corners)
