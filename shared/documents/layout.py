"""The layout of a Document: the rectangles of its lines on pages, the boxes of any span, and the page of any place."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.documents.document import Block, BlockText, Document, PageLayout, Part
from shared.documents.line_packing import Line, packed, unpacked
from shared.documents.placed_lines import PageFrame

# Maximum number of lines with a rectangle in one Document: about 4,000 full pages, or 5 MB of JSON.
MOST_LINES = 200_000

# What may be between two lines in a text: a blank, the separators of cells and rows, the hyphen of a compound.
SEPARATORS = " \t\n-"

# Hyphens at the end of a line. They are not in the text if they only split a word.
LINE_HYPHENS = ("-", "¬", "\u2010")

# Minimum ratio of height to width of a line that runs vertically.
VERTICAL = 2


class Box(NamedTuple):
    """A rectangle on a page, in UNITS from the top left corner, with x0 <= x1 and y0 <= y1."""

    page: int
    # Position in the Document's `parts` of the file that contains the page; None for the upload itself.
    part: int | None
    x0: int
    y0: int
    x1: int
    y1: int


def boxes_of(layout: Sequence[PageLayout], start: int, end: int) -> list[Box]:
    """Return the rectangles of the text from code point `start` to `end`, in the order of the text.

    A line that the range covers in part is cut in proportion to its characters. In a proportional font, the cut may be
    a few characters off. The list is empty if the range has no place on a page.
    """
    found = [
        (line.start, _box(page, line, start, end))
        for page in layout
        if page.start < end and start < page.end
        for line in unpacked(page.start, page.lines)
        if line.start < end and start < line.end
    ]
    return [box for _, box in sorted(found, key=lambda started: started[0])]


class Pages:
    """Finds the page of any place in the text of a Document: by its lines, and by its blocks if they have pages."""

    def __init__(self, document: Document) -> None:
        lines = [(line.start, page.number) for page in document.layout for line in unpacked(page.start, page.lines)]
        blocks = [(block.start, block.page) for block in document.blocks]
        # A line is more exact than a block that begins at the same place, so it comes after the block.
        places = sorted([*blocks, *lines], key=lambda place: place[0])
        self._starts = [start for start, _ in places]
        self._numbers = [number for _, number in places]

    def __bool__(self) -> bool:
        return any(self._numbers)

    def page_at(self, place: int) -> int | None:
        """Return the number of the page, slide or sheet that contains this code point; None without pages."""
        index = bisect_right(self._starts, place) - 1
        return self._numbers[index] if index >= 0 else None


def layout_of(
    pieces: Sequence[BlockText], blocks: Sequence[Block], text: str, parts: Sequence[Part]
) -> tuple[list[PageLayout], int]:
    """Return the pages with the lines of `text`, and the number of lines over MOST_LINES, which are left out.

    `blocks` are those that `compose` made of the `pieces`, which all have text.
    """
    placed = [line for piece, block in zip(pieces, blocks, strict=True) for line in _placed(piece, block, text)]
    found: dict[PageFrame, list[Line]] = {}
    for frame, line in placed[:MOST_LINES]:
        found.setdefault(frame, []).append(line)
    return [_page(frame, lines, parts) for frame, lines in found.items()], max(0, len(placed) - MOST_LINES)


def _placed(piece: BlockText, block: Block, text: str) -> Iterator[tuple[PageFrame, Line]]:
    """Yield the lines of a block with their ranges in the text. They are in order, with separators between them.

    A line that was cut off with the end of the text is left out.
    """
    at = block.start
    for written, frame, *corners in piece.lines:
        start = at
        while not text.startswith(written, start, block.end):
            if start < block.end and text[start] in SEPARATORS:
                start += 1
            elif written.endswith(LINE_HYPHENS):
                written, start = written[:-1], at
            else:
                return
        at = start + len(written)
        if written:
            yield frame, Line(start, at, *corners)


def _page(frame: PageFrame, lines: list[Line], parts: Sequence[Part]) -> PageLayout:
    start = lines[0].start
    within = [number for number, part in enumerate(parts) if part.start <= start < part.end]
    return PageLayout(
        number=frame.number,
        part=within[-1] if within else None,
        width=max(1, round(frame.width)),
        height=max(1, round(frame.height)),
        start=start,
        end=lines[-1].end,
        lines=packed(start, lines),
    )


def _box(page: PageLayout, line: Line, start: int, end: int) -> Box:
    """Return the box of the part of a line that is in the range from `start` to `end`."""
    length = line.end - line.start
    first, last = max(start - line.start, 0) / length, min(end - line.start, length) / length
    x0, y0, x1, y1 = line.x0, line.y0, line.x1, line.y1
    if abs(y1 - y0) * page.height > VERTICAL * abs(x1 - x0) * page.width:
        y0, y1 = round(y0 + first * (y1 - y0)), round(y0 + last * (y1 - y0))
    else:
        x0, x1 = round(x0 + first * (x1 - x0)), round(x0 + last * (x1 - x0))
    return Box(page.number, page.part, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
