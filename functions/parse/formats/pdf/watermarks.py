"""Watermarks and stamps: text at an angle or over other text. What repeats is removed; the rest is no heading."""

from collections import Counter, defaultdict

from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.page import Page

# Minimum number of copies of a text at an angle on one page that make it a pattern.
PATTERN = 3

# Minimum size of a watermark over other text, in sizes of that text.
LARGER = 1.5

# Maximum difference between the positions of the same watermark on different pages, in points.
SAME_PLACE = 4.0

# Maximum length of a watermark in characters, and maximum number of lines of a page that are compared.
MAX_LENGTH = 100
MOST_LINES = 400

# Approximate extent of a line above and below its baseline, in font sizes.
ASCENT, DESCENT = 0.7, 0.1


def without_watermarks(pages: list[Page]) -> None:
    """Remove the text of watermarks from the pages. A stamp that occurs once becomes a paragraph after the text."""
    _settle_askew(pages)
    _remove_repeated_notes(pages)
    if len(pages) > 1:
        _remove_over_text(pages)


def _settle_askew(pages: list[Page]) -> None:
    on_pages: Counter[str] = Counter()
    for page in pages:
        on_pages.update({_key(line) for line in page.askew})
    has_text = any(page.lines for page in pages)
    for page in pages:
        on_page = Counter(map(_key, page.askew))
        for line in page.askew:
            repeated = on_pages[_key(line)] > 1 or on_page[_key(line)] >= PATTERN
            if not (repeated and has_text):
                page.sideways.append(line)
        page.askew = []


def _remove_repeated_notes(pages: list[Page]) -> None:
    """Remove notes and stamps that are the same on several pages."""
    found: Counter[str] = Counter()
    for page in pages:
        found.update({_key(line) for line in page.lines if line.note})
    if any(count > 1 for count in found.values()):
        for page in pages:
            page.lines = [line for line in page.lines if not (line.note and found[_key(line)] > 1)]


def _remove_over_text(pages: list[Page]) -> None:
    """Remove large lines that are in the same place on several pages, and over other text on at least one of them."""
    places: dict[str, list[tuple[Page, Line]]] = defaultdict(list)
    over: set[str] = set()
    for page in pages:
        for line in _candidates(page):
            places[_key(line)].append((page, line))
            if any(_covers(line, other) for other in page.lines):
                over.add(_key(line))
    removed: dict[int, set[int]] = defaultdict(set)
    for key in over:
        found = places[key]
        _, first = found[0]
        same = [(page, line) for page, line in found if _same_place(first, line)]
        if len({page.number for page, _ in same}) > 1:
            for page, line in same:
                removed[page.number].add(id(line))
    for page in pages if removed else ():
        page.lines = [line for line in page.lines if id(line) not in removed[page.number]]


def _candidates(page: Page) -> list[Line]:
    if len(page.lines) > MOST_LINES or not page.lines:
        return []
    smallest = min(line.size for line in page.lines)
    return [line for line in page.lines if line.size >= LARGER * smallest and len(line.text) <= MAX_LENGTH]


def _covers(large: Line, small: Line) -> bool:
    """Return whether a large line is over a smaller one."""
    return (
        large.size >= LARGER * small.size
        and large.baseline - ASCENT * large.size < small.baseline - ASCENT * small.size
        and small.baseline + DESCENT * small.size < large.baseline + DESCENT * large.size
        and large.left < small.right
        and small.left < large.right
    )


def _same_place(line: Line, other: Line) -> bool:
    return abs(line.left - other.left) <= SAME_PLACE and abs(line.baseline - other.baseline) <= SAME_PLACE


def _key(line: Line) -> str:
    return line.text.casefold()
