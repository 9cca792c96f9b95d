"""Headings in the size and weight of the text, by their form: in capitals, numbered or in italics, above a text.

A document has at least two of a form. Rows of a list of contents, labels of fields and items of lists are none, because
no text follows each of them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from enum import IntEnum
from itertools import pairwise

from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.paragraphs import SENTENCE_END, Paragraph

# Minimum number of headings of a form, and the maximum share of them among the paragraphs of a document (0 to 1). If it
# is higher, the form doesn't mark headings.
FEWEST = 2
MAX_SHARE = 0.5

# Maximum number of lines, words and characters of a heading, of words of one in italics, as remarks are in italics too;
# and minimum number of letters of one in capitals.
MOST_LINES = 3
MOST_WORDS = 15
MOST_ITALIC_WORDS = 8
MAX_LENGTH = 120
FEWEST_LETTERS = 5

# Minimum font size in sizes of the body font. Small capitals are set smaller; notes are smaller than headings.
SMALLEST = 0.97
SMALLEST_CAPITALS = 0.85

# Minimum number of words of a sentence below a heading, and of lines of a text that does not end like a sentence.
FEWEST_BELOW = 5
FEWEST_LINES = 3

NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[^\W\d_])")
FIRST_CELL = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z]|[IVX]{1,5})[.)]?$")
UNFINISHED = re.compile(r"[,–—-]$")

# An amount, which is behind a label.
AMOUNT = re.compile(r"[$€£¥%]|\d[.,]\d+$")


class Form(IntEnum):
    """What marks a heading apart from its font. A greater one marks a higher level."""

    ITALIC = 0
    NUMBERED = 1
    CAPITALS = 2


def by_form(
    paragraphs: Sequence[Paragraph | None], texts: Sequence[str], size: float, sure: Set[int]
) -> dict[int, Form]:
    """Return the headings by form, by their places among the paragraphs.

    A table or a caption is None. `size`: that of the body font, in points. `sure`: the places of other headings.
    """
    forms: dict[int, Form] = {}
    for number, paragraph in enumerate(paragraphs):
        form = None if paragraph is None or number in sure else _form(paragraph, texts[number], size)
        if form is not None:
            forms[number] = form
    found: dict[int, Form] = {}
    for number, form in sorted(forms.items(), reverse=True):
        below = number + 1
        above_heading = below in sure or found.get(below, form) is not form
        if above_heading or _is_text(paragraphs, texts, below, forms):
            found[number] = form
    numbered = {number for number, form in found.items() if form is Form.NUMBERED}
    for number in numbered - _in_sequence(sorted(sure | numbered), texts):
        del found[number]
    counts = Counter(found.values())
    return {number: form for number, form in found.items() if FEWEST <= counts[form] <= MAX_SHARE * len(paragraphs)}


def _form(paragraph: Paragraph, text: str, size: float) -> Form | None:
    """Return the form of a paragraph that may be a heading; None for others."""
    if paragraph.alone or len(paragraph.lines) > MOST_LINES or len(text) > MAX_LENGTH or len(text.split()) > MOST_WORDS:
        return None
    if text[:1].islower() or any(sign.search(text) for sign in (SENTENCE_END, UNFINISHED, AMOUNT)):
        return None
    if not all(map(_is_whole, paragraph.lines)):
        return None
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= FEWEST_LETTERS and all(map(str.isupper, letters)) and paragraph.size >= SMALLEST_CAPITALS * size:
        return Form.CAPITALS
    if paragraph.size < SMALLEST * size:
        return None
    if NUMBER.match(text):
        return Form.NUMBERED
    short = len(text.split()) <= MOST_ITALIC_WORDS and text[:1].isalpha()
    return Form.ITALIC if paragraph.italic and short and not paragraph.item else None


def _is_whole(line: Line) -> bool:
    """Return whether a line has no wide gap, except after a number at its start."""
    return not line.pieces or (len(line.pieces) == 2 and FIRST_CELL.match(line.pieces[0].text) is not None)


def _is_text(
    paragraphs: Sequence[Paragraph | None], texts: Sequence[str], number: int, forms: Mapping[int, Form]
) -> bool:
    """Return whether there is text at a place: a table, a caption, or a paragraph of one sentence or three lines."""
    if number >= len(paragraphs) or number in forms:
        return False
    paragraph, text = paragraphs[number], texts[number]
    if paragraph is None:
        return True
    if paragraph.alone or paragraph.italic or text.isupper():
        return False
    ended = SENTENCE_END.search(text) is not None and len(text.split()) >= FEWEST_BELOW
    # It may go on in the next column, or on the next page.
    goes_on = number + 1 < len(paragraphs) and texts[number + 1][:1].islower()
    return ended or goes_on or len(paragraph.lines) >= FEWEST_LINES


def _in_sequence(places: Sequence[int], texts: Sequence[str]) -> set[int]:
    """Return the places whose number follows on the number before it, or is followed by the number after it."""
    numbers = [
        (place, tuple(map(int, match["number"].split("."))))
        for place in places
        if (match := NUMBER.match(texts[place]))
    ]
    pairs = [(before, after) for before, after in pairwise(numbers) if _follows(before[1], after[1])]
    return {place for pair in pairs for place, _ in pair}


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Return whether the number of a heading can be the next one after another: 2.1 or 3 after 2, 3 after 2.1."""
    if len(after) > len(before):
        return after == (*before, 1)
    return after == (*before[: len(after) - 1], before[len(after) - 1] + 1)
