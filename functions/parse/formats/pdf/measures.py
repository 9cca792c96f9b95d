"""Positions, sizes, directions and fonts of the characters of a page, from PDFium."""

import ctypes
import re
from math import atan2, hypot, pi
from typing import NamedTuple

import pypdfium2.raw as pdfium

from functions.parse.formats.pdf.pdfium import Handle

# Parts of the names of bold, of italic and of monospaced fonts.
BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
ITALIC_NAME = re.compile(rb"italic|oblique|slanted|cmti|cmsl", re.IGNORECASE)
FIXED_NAME = re.compile(rb"mono|courier|consol|typewriter|cmtt|menlo", re.IGNORECASE)

# The font flags Italic and ForceBold (ISO 32000-1, 9.8.2), and the minimum weight of a bold font.
ITALIC = 1 << 6
FORCE_BOLD = 1 << 18
BOLD_WEIGHT = 700

# Added to the quarter turns of a text at an angle between two directions, and the largest deviation from a direction
# in quarter turns: 10 degrees. Scans are tilted by less.
ASKEW = 4
MAX_TILT = 1 / 9

# Size of the buffer for a font name, in bytes.
MAX_FONT_NAME = 128


class Font(NamedTuple):
    """What is known of a font by its name and its flags."""

    bold: bool
    italic: bool
    fixed: bool


class Measures:
    """Measures characters. Reuses the output buffers for PDFium and caches the fonts."""

    def __init__(self) -> None:
        self._first, self._second, self._third, self._fourth = (ctypes.c_double() for _ in range(4))
        values = (self._first, self._second, self._third, self._fourth)
        self._at = tuple(ctypes.byref(value) for value in values)
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(MAX_FONT_NAME)
        self._flags = ctypes.c_int()
        self._fonts: dict[bytes, Font] = {}
        self._bounds = (0.0, 0.0, 0.0, 0.0)

    def _extent(self, turn: int) -> tuple[float, float]:
        left, bottom, right, top = self._bounds
        return (top - bottom, right - left) if turn % 2 else (right - left, top - bottom)

    def _indices(self, text: Handle, same: bool, *places: int) -> tuple[int, ...]:
        """Return PDFium's indexes of characters by their offsets in the text; `same` if both are equal.

        They differ if PDFium omits characters from the text.
        """
        return places if same else tuple(pdfium.FPDFText_GetCharIndexFromTextIndex(text, at) for at in places)

    def _rectangle(self, text: Handle, number: int, turn: int) -> tuple[float, float]:
        """Return the start and end of a rectangle of text."""
        one, two, three, four = self._at
        pdfium.FPDFText_GetRect(text, number, one, two, three, four)  # left, top, right, bottom
        return self._along(turn, self._first.value, self._fourth.value, self._third.value, self._second.value)

    def _box_of(self, text: Handle, index: int, turn: int) -> tuple[float, float]:
        """Return the start and end of the box of a character."""
        one, two, three, four = self._at
        pdfium.FPDFText_GetCharBox(text, index, one, two, three, four)  # left, right, bottom, top
        return self._along(turn, self._first.value, self._third.value, self._second.value, self._fourth.value)

    def _baseline(self, text: Handle, index: int, turn: int) -> float:
        """Return the distance of a character's baseline from the top of the page."""
        pdfium.FPDFText_GetCharOrigin(text, index, self._at[0], self._at[1])
        x, y = self._first.value, self._second.value
        left, bottom, right, top = self._bounds
        return (top - y, x - left, y - bottom, right - x)[turn]

    def _along(self, turn: int, left: float, bottom: float, right: float, top: float) -> tuple[float, float]:
        """Return the start and end of a box in the direction of the text, from the edge of the page."""
        if turn == 0:
            return left - self._bounds[0], right - self._bounds[0]
        if turn == 1:
            return bottom - self._bounds[1], top - self._bounds[1]
        if turn == 2:
            return self._bounds[2] - right, self._bounds[2] - left
        return self._bounds[3] - top, self._bounds[3] - bottom

    def _type(self, text: Handle, index: int) -> tuple[float, int]:
        """Return the font size of a character in points, and its counter-clockwise quarter turns.

        If the character is at an angle between two directions, ASKEW is added to the nearest one.
        """
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        if matrix.b == 0 and matrix.a > 0:
            return size, 0
        quarters = atan2(matrix.b, matrix.a) * 2 / pi
        nearest = round(quarters)
        return size, nearest % 4 + (ASKEW if abs(quarters - nearest) > MAX_TILT else 0)

    def _font(self, text: Handle, index: int) -> Font:
        """Return the font of a character."""
        pdfium.FPDFText_GetFontInfo(text, index, self._name, MAX_FONT_NAME, self._flags)
        name = self._name.value
        known = self._fonts.get(name)
        if known is None:
            bold = (
                BOLD_NAME.search(name) is not None
                or bool(self._flags.value & FORCE_BOLD)
                or pdfium.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT
            )
            italic = ITALIC_NAME.search(name) is not None or bool(self._flags.value & ITALIC)
            known = self._fonts[name] = Font(bold, italic, FIXED_NAME.search(name) is not None)
        return known
