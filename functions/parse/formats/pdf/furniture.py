"""Page furniture: running headers, footers and page numbers, which are removed from the text.

A line is furniture if it is at the edge of several pages, at the same height, with the same words apart from digits.
Its numbers must be equal or count the pages, and a gap must separate it from the text. Other text that repeats, such as
the first row of a table or a refrain, stays. A document of one page has no furniture.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.page import Page

# Height of the area at the top and at the bottom of a page that may contain furniture, as a share of the page height.
EDGE = 0.15

# Maximum number of lines at each edge of a page that are examined.
MOST_LINES = 6

# Maximum difference between the heights of the same furniture on different pages, in points.
SAME_HEIGHT = 3.0

# Maximum distance in pages between two with the same furniture. Left and right pages may have different furniture.
NEAR_PAGES = 2

# Minimum number of pages with the same furniture. Two are enough if the document has at most this many pages.
ENOUGH_PAGES = 3

# Maximum number of rows of furniture at an edge. More rows are text that repeats, such as copies of a form.
MOST_ROWS = 3

# Minimum gap between furniture and text, in sizes of the smaller font. Lines of a text are closer.
MIN_GAP = 0.9

# Approximate extent of a line above and below its baseline, in font sizes.
ASCENT, DESCENT = 0.75, 0.2

# Maximum length of a line of furniture in characters.
MAX_LENGTH = 200

DIGITS = re.compile(r"\d+")
ROMAN = re.compile(r"[ivxlc]{1,8}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near an edge: the index of its page, its distance from the edge in points, and the numbers in it."""

    page: int
    distance: float
    numbers: tuple[int, ...]
    # Index of the line on the page.
    line: int


def without_furniture(pages: list[Page]) -> None:
    """Remove running headers, footers and page numbers from the pages, unless they are the only text."""
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
    remaining = [_text_of(page, repeated[index]) for index, page in enumerate(pages)]
    if any(remaining):
        for page, lines in zip(pages, remaining, strict=True):
            page.lines = lines


def _edge(page: Page, *, top: bool) -> list[int]:
    """Return the indexes of the lines near an edge, the outermost first."""
    reach = EDGE * page.height
    near = [
        (line.baseline if top else -line.baseline, position)
        for position, line in enumerate(page.lines)
        if (line.baseline <= reach if top else line.baseline >= page.height - reach) and len(line.text) <= MAX_LENGTH
    ]
    return [position for _, position in sorted(near)[:MOST_LINES]]


def _words(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text with `#` for each number, and the numbers. A line that is a Roman number is `#` without one."""
    if ROMAN.match(text):
        return "#", ()
    return DIGITS.sub("#", text).casefold(), tuple(int(digits[:9]) for digits in DIGITS.findall(text))


def _running(edges: list[_Edge], enough: int) -> Iterable[_Edge]:
    """Yield the lines, of those with the same words, that repeat on neighbouring pages at the same height."""
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
            if series and (edge.page - series[-1].page > near or not _numbers_continue(series[-1], edge)):
                yield from _long_enough(series, enough)
                series = []
            series.append(edge)
        yield from _long_enough(series, enough)


def _long_enough(series: list[_Edge], enough: int) -> list[_Edge]:
    return series if len({edge.page for edge in series}) >= enough else []


def _numbers_continue(last: _Edge, edge: _Edge) -> bool:
    """Return whether the numbers are equal, or one of them counts the pages."""
    if last.numbers == edge.numbers or last.page == edge.page:
        return True
    pages = edge.page - last.page
    return any(after - before == pages for before, after in zip(last.numbers, edge.numbers, strict=False))


def _text_of(page: Page, repeated: set[int]) -> list[Line]:
    """Return the lines of a page without the repeated ones that a gap separates from the text."""
    if not repeated:
        return page.lines
    order = sorted(range(len(page.lines)), key=lambda position: page.lines[position].baseline)
    removed = _separate(page, order, repeated) | _separate(page, order[::-1], repeated)
    return [line for position, line in enumerate(page.lines) if position not in removed]


def _separate(page: Page, order: list[int], repeated: set[int]) -> set[int]:
    """Return the repeated lines in small groups, from the edge inward, while a gap follows each group."""
    removed: set[int] = set()
    group: list[int] = []
    for position in order:
        if group and _has_gap(page.lines[group[-1]], page.lines[position]):
            if not _is_furniture(page, group, repeated):
                return removed
            removed.update(repeated.intersection(group))
            group = []
        group.append(position)
        if len(group) > MOST_LINES:
            return removed
    return removed | repeated.intersection(group) if _is_furniture(page, group, repeated) else removed


def _is_furniture(page: Page, group: list[int], repeated: set[int]) -> bool:
    """Return whether a group is furniture: all its lines repeat, or at least one of several at the same height.

    The latter is the case for a page number beside the title of a chapter.
    """
    heights = [page.lines[position].baseline for position in group]
    if max(heights) - min(heights) < SAME_HEIGHT:
        return not repeated.isdisjoint(group)
    return repeated.issuperset(group) and len({round(height) for height in heights}) <= MOST_ROWS


def _has_gap(line: Line, other: Line) -> bool:
    """Return whether there is a gap between two consecutive lines, in either order."""
    upper, lower = (line, other) if line.baseline < other.baseline else (other, line)
    gap = (lower.baseline - ASCENT * lower.size) - (upper.baseline + DESCENT * upper.size)
    return gap >= MIN_GAP * min(line.size, other.size)
