"""Page furniture: running headers, footers and page numbers, which are left out of the text.

A line is furniture when it stands at the edge of several pages, at the same height and with the same words, whatever
its digits are. Numbers in it must stay the same or count up with the pages, and a blank must part it from the text, so
that what merely repeats (a table's first row, a refrain) stays. Documents of one page have none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.pages import Page

# Of a page's height, at its top and at its bottom: where furniture may stand.
EDGE = 0.15

# At each edge of a page that are looked at.
MOST_LINES = 6

# Points that the same furniture may be off.
SAME_HEIGHT = 3.0

# Pages from one to the next with the same furniture: left and right pages may have different ones.
NEAR_PAGES = 2

# With the same furniture one after another; two are enough where the document has no more than three.
ENOUGH_PAGES = 3

# One close below the other. More are text that repeats, such as copies of a form.
MOST_ROWS = 3

# Of the larger type's size: the blank between furniture and text, which lines of a text don't have.
PARTED = 0.9

# Characters of a piece of furniture.
MAX_LENGTH = 200

DIGITS = re.compile(r"\d+")
ROMAN = re.compile(r"[ivxlc]{1,8}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near an edge: on which page, how far from that edge, and the numbers in it."""

    page: int
    distance: float
    numbers: tuple[int, ...]
    # Its position on the page.
    line: int


def without_furniture(pages: list[Page]) -> None:
    """Take running headers, footers and page numbers off the pages."""
    if len(pages) < 2:
        return
    candidates = [(_edge(page, top=True), _edge(page, top=False)) for page in pages]
    repeated: list[set[int]] = [set() for _ in pages]
    for side in (0, 1):
        found: dict[str, list[_Edge]] = defaultdict(list)
        for index, page in enumerate(pages):
            for position in candidates[index][side]:
                line = page.lines[position]
                distance = page.height - line.baseline if side else line.baseline
                words, numbers = _words(line.text)
                found[words].append(_Edge(index, distance, numbers, position))
        enough = ENOUGH_PAGES if len(pages) > ENOUGH_PAGES else 2
        for edges in found.values():
            for edge in _running(edges, enough):
                repeated[edge.page].add(edge.line)
    left = [_text_of(page, repeated[index]) for index, page in enumerate(pages)]
    if any(left):
        for page, lines in zip(pages, left, strict=True):
            page.lines = lines


def _edge(page: Page, *, top: bool) -> list[int]:
    """Positions of the lines near an edge, the outermost first."""
    reach = EDGE * page.height
    near = [
        (line.baseline if top else -line.baseline, position)
        for position, line in enumerate(page.lines)
        if (line.baseline <= reach if top else line.baseline >= page.height - reach) and len(line.text) <= MAX_LENGTH
    ]
    return [position for _, position in sorted(near)[:MOST_LINES]]


def _words(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with a sign for each number, and the numbers. A Roman number alone is one."""
    if ROMAN.match(text):
        return "#", ()
    return DIGITS.sub("#", text).casefold(), tuple(int(digits[:9]) for digits in DIGITS.findall(text))


def _running(edges: list[_Edge], enough: int) -> Iterable[_Edge]:
    """Those of the same words that run through neighbouring pages at the same height."""
    heights: list[list[_Edge]] = []
    for edge in sorted(edges, key=lambda edge: (edge.distance, edge.page)):
        if heights and edge.distance - heights[-1][-1].distance <= SAME_HEIGHT:
            heights[-1].append(edge)
        else:
            heights.append([edge])
    near = NEAR_PAGES if enough == ENOUGH_PAGES else 1
    for same in heights:
        series: list[_Edge] = []
        for edge in sorted(same, key=lambda edge: edge.page):
            if series and (edge.page - series[-1].page > near or not _counts_on(series[-1], edge)):
                yield from _long_enough(series, enough)
                series = []
            series.append(edge)
        yield from _long_enough(series, enough)


def _long_enough(series: list[_Edge], enough: int) -> list[_Edge]:
    return series if len({edge.page for edge in series}) >= enough else []


def _counts_on(last: _Edge, edge: _Edge) -> bool:
    """Whether the numbers are the same, or one of them counts the pages."""
    if last.numbers == edge.numbers or last.page == edge.page:
        return True
    pages = edge.page - last.page
    return any(after - before == pages for before, after in zip(last.numbers, edge.numbers, strict=False))


def _text_of(page: Page, repeated: set[int]) -> list[Line]:
    """The page's lines without those of the repeated ones that stand apart at its edges."""
    if not repeated:
        return page.lines
    order = sorted(range(len(page.lines)), key=lambda position: page.lines[position].baseline)
    gone = _apart(page, order, repeated) | _apart(page, order[::-1], repeated)
    return [line for position, line in enumerate(page.lines) if position not in gone]


def _apart(page: Page, order: list[int], repeated: set[int]) -> set[int]:
    """Repeated lines from the edge inward, as far as blanks part small groups of them from what follows."""
    gone: set[int] = set()
    group: list[int] = []
    for position in order:
        if group and _parted(page.lines[group[-1]], page.lines[position]):
            if not _is_furniture(page, group, repeated):
                return gone
            gone.update(repeated.intersection(group))
            group = []
        group.append(position)
        if len(group) > MOST_LINES:
            return gone
    return gone | repeated.intersection(group) if _is_furniture(page, group, repeated) else gone


def _is_furniture(page: Page, group: list[int], repeated: set[int]) -> bool:
    """Whether the lines of a group run through the pages: all of them, or one of several at the same height, as a page
    number beside the title of a chapter does."""
    heights = [page.lines[position].baseline for position in group]
    if max(heights) - min(heights) < SAME_HEIGHT:
        return not repeated.isdisjoint(group)
    return repeated.issuperset(group) and len({round(height) for height in heights}) <= MOST_ROWS


def _parted(line: Line, other: Line) -> bool:
    """Whether a blank is between two lines that follow one another, downwards or upwards."""
    upper, lower = (line, other) if line.baseline < other.baseline else (other, line)
    gap = (lower.baseline - 0.75 * lower.size) - (upper.baseline + 0.2 * upper.size)
    return gap >= PARTED * min(line.size, other.size)
