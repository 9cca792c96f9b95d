"""The lines of a page with their positions, font sizes and weights, from the characters that PDFium returns."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import inf

import pypdfium2.raw as pdfium

from functions.parse.formats.pdf.fragments import HIGH, joined
from functions.parse.formats.pdf.glyphs import HYPHEN, cleaned
from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.measures import ASKEW, Measures
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.pdfium import Handle
from functions.parse.formats.pdf.raised import superscript

# Gap between cells or columns, in font sizes. Gaps between words are narrower.
WIDE_GAP = 1.0

# Average width of a line's characters, in font sizes, above which the gaps in the line are examined.
WIDE_LETTER = 0.6

# Distance in points by which a rectangle of text must step back to start another line. Accents step back less.
MIN_STEP_BACK = 4.0

# Distance between the baselines of two words that are on different lines, in font sizes.
OTHER_BASELINE = 0.3

LINE = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
BLANKS = f" \t{HYPHEN}"
WORD = re.compile(rf"[^ \t{HYPHEN}]+")

# Minimum height of a raised character above the baseline, and its maximum size, in font sizes of the line.
RAISED, SMALLER = 0.15, 0.85

# Characters that may be raised: digits, signs, and letters after a word.
RAISED_CANDIDATES = re.compile(r"[0-9+−*∗†‡§,;–-]+|(?<=[^\W\d_])[a-g](?:,[a-g])*(?![^\W_])")


class TextReader(Measures):
    """Reads the lines of the pages of one document."""

    def read(self, page: Handle, text: Handle, number: int) -> Page:
        """Return the page with the lines in its visible area."""
        bounds = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, bounds)
        self._bounds = (bounds.left, bounds.bottom, bounds.right, bounds.top)
        found = self._lines(text)
        characters: Counter[int] = Counter()
        for turn, line in found:
            characters[turn] += len(line.text)
        straight = [turn for turn in characters if turn < ASKEW]
        turn = max(straight, key=characters.__getitem__) if straight else 0
        width, height = self._extent(turn)
        upright = joined([line for other, line in found if other == turn])
        askew = [replace(line, turn=(other - turn) % 4) for other, line in found if other >= ASKEW]
        sideways = [replace(line, turn=(other - turn) % 4) for other, line in found if other < ASKEW and other != turn]
        on_display = (turn - pdfium.FPDFPage_GetRotation(page)) % 4
        return Page(number, width, height, upright, sideways, on_display, askew, self._bounds, turn)

    def _lines(self, text: Handle) -> list[tuple[int, Line]]:
        """Return the visible lines, each with its number of quarter turns."""
        count = pdfium.FPDFText_CountChars(text)
        if count <= 0:
            return []
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = pdfium.FPDFText_GetText(text, 0, count, buffer)
        raw = bytes(buffer)[: 2 * max(written - 1, 0)]
        units = raw.decode("utf-16-le", "surrogatepass")
        paired = len(units) != len(raw) // 2
        if paired:
            # PDFium counts each surrogate of a pair as a character: split the pairs to match its indexes.
            units = "".join(chr(raw[at] | raw[at + 1] << 8) for at in range(0, len(raw), 2))
        same = len(units) == count
        if HYPHEN in units:
            units = self._without_unknown(text, units, same)
        lines = []
        for turn, line in self._split_lines(text, units, same):
            width, height = self._extent(turn % 4)
            if line.right >= 0 and line.left <= width and 0 <= line.baseline <= height + line.size and line.text:
                if paired:
                    line.text = _whole(line.text)
                    line.pieces = [Piece(_whole(piece.text), piece.left, piece.right) for piece in line.pieces]
                lines.append((turn, line))
        return lines

    def _split_lines(self, text: Handle, units: str, same: bool) -> Iterator[tuple[int, Line]]:
        """Yield the lines with their quarter turns. Split lines between which PDFium omits the line break."""
        for match in LINE.finditer(units):
            start, end = match.span()
            if not match.group().strip(BLANKS):
                continue
            turn, line, several = self._line(text, units, start, end, same)
            if not several:
                yield turn, line
                continue
            for cut in (*self._breaks(text, units, start, end, same), end):
                turn, line, _ = self._line(text, units, start, cut, same)
                yield turn, line
                start = cut

    def _breaks(self, text: Handle, units: str, start: int, end: int, same: bool) -> Iterator[int]:
        """Yield the offsets of words in a line of PDFium that start left of the end of the previous word."""
        reached, baseline, last_size, last_turn = -inf, 0.0, 0.0, -1
        for word in WORD.finditer(units, start, end):
            first, last = self._indices(text, same, word.start(), word.end() - 1)
            size, turn = self._type(text, first)
            lower = self._baseline(text, first, turn % 4)
            # In right-to-left lines, each word steps back but the baseline stays the same.
            stepped_back = self._box_of(text, first, turn % 4)[0] < reached - size
            if last_turn not in (-1, turn) or (
                stepped_back and abs(lower - baseline) > OTHER_BASELINE * min(size, last_size)
            ):
                yield word.start()
                reached = -inf
            last_size, last_turn = size, turn
            turn %= 4
            reached, baseline = max(reached, self._box_of(text, last, turn)[1]), lower

    def _without_unknown(self, text: Handle, units: str, same: bool) -> str:
        """Replace unknown characters, for which PDFium returns the same code as for hyphens, by NUL.

        `cleaned` removes NUL.
        """
        kept = list(units)
        for at, unit in enumerate(units):
            if unit == HYPHEN:
                index = at if same else pdfium.FPDFText_GetCharIndexFromTextIndex(text, at)
                if pdfium.FPDFText_IsHyphen(text, index) != 1:
                    kept[at] = "\x00"
        return "".join(kept)

    def _line(self, text: Handle, units: str, start: int, end: int, same: bool) -> tuple[int, Line, bool]:
        """Return the quarter turns and the line of a range of the text, and whether it may be several lines."""
        while units[start] in " \t":
            start += 1
        while units[end - 1] in " \t":
            end -= 1
        middle = (start + end - 1) // 2
        while units[middle] in " \t":
            middle -= 1
        first, last, centre = self._indices(text, same, start, end - 1, middle)
        size, turn = self._type(text, centre)
        if pdfium.FPDFText_GetFontSize(text, first) != pdfium.FPDFText_GetFontSize(text, centre):
            # One of the two may be a footnote mark, a subscript or a superscript: use the larger one.
            other = self._type(text, first)
            if other[0] > size:
                (size, turn), centre = other, first
        askew, turn = turn - turn % 4, turn % 4
        fonts = [self._font(text, index) for index in (centre, first, max(last - 1, first))]
        bold = all(font.bold for font in fonts)
        baseline = self._baseline(text, centre, turn)
        left, right, gap, several, raised = self._extent_of(text, first, last, size, turn, baseline)
        lead = self._lead(text, units, start, end, same, turn) if fonts[1].bold and not bold else None
        if raised:
            units = self._with_raised(text, units, start, end, same, size, turn, baseline)
        written = cleaned(units[start:end])
        line = Line(written, left, right, baseline, size, bold, fonts[0].fixed)
        line.italic = all(font.italic for font in fonts)
        line.lead = lead if lead and written.startswith(f"{lead.text} ") else None
        if gap or (" " in written and right - left > WIDE_LETTER * size * len(written)):
            line.pieces = self._pieces(text, units, start, end, same, line, turn)
        return turn + askew, line, several

    def _lead(self, text: Handle, units: str, start: int, end: int, same: bool, turn: int) -> Piece | None:
        """Return the words of a line up to the first one that isn't bold; None if they are all bold."""
        left = right = 0.0
        for word in WORD.finditer(units, start, end):
            first, last = self._indices(text, same, word.start(), word.end() - 1)
            if not self._font(text, first).bold:
                return Piece(cleaned(units[start : word.start()]), left, right)
            left = left if word.start() > start else self._box_of(text, first, turn)[0]
            right = self._box_of(text, last, turn)[1]
        return None

    def _extent_of(
        self, text: Handle, first: int, last: int, size: float, turn: int, baseline: float
    ) -> tuple[float, float, bool, bool, bool]:
        """Return the start and end of a line, and whether it has wide gaps, steps back, or has raised characters."""
        left = right = None
        gap = several = raised = False
        # The height on an upright page above which a rectangle of text is raised.
        lifted = self._bounds[3] - baseline + RAISED * size if turn == 0 else inf
        for number in range(pdfium.FPDFText_CountRects(text, first, last - first + 1)):
            begin, end = self._rectangle(text, number, turn)
            raised = raised or self._fourth.value > lifted
            if left is None or right is None:
                left, right = begin, end
                continue
            gap = gap or begin - right > WIDE_GAP * size
            several = several or begin < right - max(size, MIN_STEP_BACK)
            left, right = min(left, begin), max(right, end)
        if left is None or right is None:
            left, right = self._box_of(text, first, turn)
        return left, right, gap, several, raised

    def _with_raised(
        self, text: Handle, units: str, start: int, end: int, same: bool, size: float, turn: int, baseline: float
    ) -> str:
        """Return `units` in which the raised characters of a line are in superscript."""
        kept = list(units[start:end])
        for match in RAISED_CANDIDATES.finditer(units, start, end):
            run = [place for place in range(*match.span()) if self._is_raised(text, place, same, size, turn, baseline)]
            if run:
                first, last = run[0] - start, run[-1] + 1 - start
                kept[first:last] = superscript("".join(kept[:first]), units[run[0] : run[-1] + 1])
        return units[:start] + "".join(kept) + units[end:]

    def _is_raised(self, text: Handle, place: int, same: bool, size: float, turn: int, baseline: float) -> bool:
        (index,) = self._indices(text, same, place)
        lift = baseline - self._baseline(text, index, turn)
        return RAISED * size < lift < HIGH * size and self._type(text, index)[0] <= SMALLER * size

    def _pieces(self, text: Handle, units: str, start: int, end: int, same: bool, line: Line, turn: int) -> list[Piece]:
        """Return the parts of a line between wide gaps, by the positions of its words; empty without such gaps."""
        pieces: list[Piece] = []
        for word in WORD.finditer(units, start, end):
            edges = [
                edge
                for index in self._indices(text, same, word.start(), word.end() - 1)
                for edge in self._box_of(text, index, turn)
            ]
            left, right, written = min(edges), max(edges), cleaned(word.group())
            if pieces and left - pieces[-1].right <= WIDE_GAP * line.size:
                pieces[-1] = Piece(
                    f"{pieces[-1].text} {written}".strip(), pieces[-1].left, max(pieces[-1].right, right)
                )
            elif written:
                pieces.append(Piece(written, left, right))
        return pieces if len(pieces) > 1 else []


def _whole(text: str) -> str:
    """Return the text with surrogate pairs combined."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
