"""Joins lines that PDFium splits: footnote marks, subscripts and superscripts, cells of a row."""

import re
from dataclasses import replace

from functions.parse.formats.pdf.glyphs import HYPHEN
from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.raised import MARKS, marks_apart, superscript

# Maximum gap between two fragments of one word, in font sizes.
NO_GAP = 0.15

# Gap above which two fragments are different cells, in font sizes.
CELL_GAP = 1.0

# Maximum length of a line that fragments are added to, in characters.
MAX_LENGTH = 2_000

# Maximum overlap of a fragment with the previous one, in font sizes.
OVERLAP = 0.3

# Maximum distance of a mark in a smaller font above or below the baseline of the line, in sizes of the larger font.
HIGH, LOW = 0.75, 0.35

# Maximum distance between baselines that count as the same, in font sizes.
SAME_BASELINE = 0.15

# Numbers that may be a mark, as they are raised.
NUMBERS = re.compile(r"[\d,–-]{1,8}$")

# A marker of a list item without its text.
MARKER = re.compile(r"(?:[•‣⁃◦▪▫●○■□►▶➢➤✓✔∙*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])$")


def joined(lines: list[Line]) -> list[Line]:
    """Return the lines in order. A line that continues the previous one is joined to it."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last is not None and _continues(last, line):
            whole[-1] = _joined_two(last, line)
        else:
            whole.append(line)
    for line in whole:
        _hang_marker(line)
    return whole


def _continues(last: Line, line: Line) -> bool:
    """Return whether a line continues the previous one on the same baseline, or as a mark above or below it."""
    size = max(last.size, line.size)
    gap = line.left - last.right
    if gap < -OVERLAP * size or last.text.endswith(HYPHEN) or len(last.text) > MAX_LENGTH:
        return False
    drop = line.baseline - last.baseline
    if gap > CELL_GAP * size:
        return abs(drop) <= SAME_BASELINE * size
    if abs(drop) <= SAME_BASELINE * size:
        return True
    if last.size == line.size:
        return False
    # The fragment in the smaller font is a mark.
    shift = drop if line.size < last.size else -drop
    return -HIGH * size < shift < LOW * size


def _joined_two(last: Line, line: Line) -> Line:
    """Return two fragments as one line, with the baseline and font size of the larger or longer one."""
    if last.size != line.size:
        last, line = _in_superscript(last, line), _in_superscript(line, last)
    size = max(last.size, line.size)
    gap = line.left - last.right
    large = last if len(last.text) >= len(line.text) or last.size > line.size else line
    text = last.text + ("" if gap <= NO_GAP * size else " ") + line.text
    if last.size != line.size or last.text[-1:] in MARKS or line.text[:1] in MARKS:
        text = marks_apart(text)
    pieces = last.pieces
    if gap > CELL_GAP * size:
        pieces = [*last.cells, *line.cells]
    elif last.pieces or line.pieces:
        before, after = last.cells, line.cells
        middle = type(before[0])(
            before[-1].text + ("" if gap <= NO_GAP * size else " ") + after[0].text, before[-1].left, after[0].right
        )
        pieces = [*before[:-1], middle, *after[1:]]
    return Line(
        text,
        min(last.left, line.left),
        max(last.right, line.right),
        large.baseline,
        large.size,
        last.bold and line.bold,
        last.fixed and line.fixed,
        pieces,
        italic=last.italic and line.italic,
        lead=_lead(text, last, line),
    )


def _lead(text: str, last: Line, line: Line) -> Piece | None:
    """Return the bold words at the start of two joined fragments."""
    lead = last.lead
    if last.bold and line.lead is not None:
        lead = Piece(text[: len(text) - len(line.text) + len(line.lead.text)], last.left, line.lead.right)
    elif last.bold and not line.bold:
        lead = Piece(last.text, last.left, last.right)
    return lead if lead is not None and text.startswith(f"{lead.text} ") else None


def _in_superscript(mark: Line, line: Line) -> Line:
    """Return a fragment in superscript if it is a number in a smaller font above the baseline of the other line."""
    size = max(mark.size, line.size)
    if mark.size >= line.size or line.baseline - mark.baseline <= SAME_BASELINE * size or not NUMBERS.match(mark.text):
        return mark
    return replace(mark, text=superscript("", mark.text), pieces=[])


def _hang_marker(line: Line) -> None:
    """Join the marker of a list item with its text, however wide the gap, so that it isn't a separate cell."""
    if line.pieces and MARKER.match(line.pieces[0].text):
        marker, text, *others = line.pieces
        first = type(marker)(f"{marker.text} {text.text}", marker.left, text.right)
        line.pieces = [first, *others] if others else []
