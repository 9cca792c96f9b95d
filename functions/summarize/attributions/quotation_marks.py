"""Quotation marks in a text: their styles, and whether each one opens or closes a quotation."""

import re
from dataclasses import dataclass
from typing import Literal

from functions.summarize.sentences.characters import FRACTIONS, NUMBER_END, SUPERSCRIPTS

MARK = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»‹›'‘’‚‛「」『』﹁﹂]")

# Style, family and characters of the marks. A mark of one style can close a quotation of another style of its family.
STYLES = (
    ("curly", "double", ("“", "”", "„", "‟", "‘‘", "’’")),
    ("straight", "double", ('"',)),
    ("typewriter", "double", ("``", "''")),
    ("guillemets", "guillemets", ("«", "»")),
    ("angle", "angle", ("‹", "›")),
    ("corner", "corner", ("「", "」", "﹁", "﹂")),
    ("white corner", "white corner", ("『", "』")),
    ("single", "single", ("'", "‘", "’", "‚", "‛")),
)
STYLE_OF = {mark: style for style, _, marks in STYLES for mark in marks}
FAMILY_OF = {style: family for style, family, _ in STYLES}
ONLY_OPENS = frozenset({"„", "‟", "``", "‘‘", "‚", "‛", "「", "『", "﹁"})
ONLY_CLOSES = frozenset({"」", "』", "﹂"})

# Text after an apostrophe that replaces the start of a word: '90s, 'em, 'tis.
ELISION = re.compile(r"(?:\d\ds?|em|tis|twas|cause|til|till|round|bout|n)\b", re.IGNORECASE)

_FOOTNOTE = re.compile(rf"[{SUPERSCRIPTS}]")

Side = Literal["open", "close", "either"]


@dataclass(frozen=True, slots=True)
class QuotationMark:
    """A quotation mark at [start, end) of the text."""

    start: int
    end: int
    style: str
    side: Side
    # Whether the mark is the first character of its line or paragraph.
    heads_line: bool


def marks_in(text: str, start: int, end: int) -> list[QuotationMark]:
    """Return the quotation marks of the paragraph at [start, end), but no apostrophes and no feet or inch marks."""
    found = []
    for match in MARK.finditer(text, start, end):
        mark, first, last = match.group(), match.start(), match.end()
        before = text[first - 1] if first > start else " "
        # A footnote mark behind a quotation mark is not the beginning of a word.
        after = text[last] if last < end and not _FOOTNOTE.match(text, last) else " "
        side = (
            _single_side(text, mark, before, after, last) if STYLE_OF[mark] == "single" else _side(mark, before, after)
        )
        if side is None or (mark in ('"', "''") and _is_measure(text, first)):
            continue
        found.append(QuotationMark(first, last, STYLE_OF[mark], side, before == "\n" or first == start))
    return found


def closing_single_marks(marks: list[QuotationMark]) -> list[int]:
    """Return for each mark the number of closing single marks between it and the next opening single mark."""
    counts = [0] * len(marks)
    following = 0
    for at in range(len(marks) - 1, -1, -1):
        counts[at] = following
        if marks[at].style == "single":
            following = 0 if marks[at].side == "open" else following + 1
    return counts


def _is_measure(text: str, at: int) -> bool:
    """Whether minutes or feet precede the mark at `at`, as in 5'11", so that it means inches or seconds."""
    return re.search(rf"\d['’′]\s?\d{{1,2}}(?:\.\d|[{FRACTIONS}])?$", text[max(0, at - 8) : at]) is not None


def _side(mark: str, before: str, after: str) -> Side:
    """Return the side of a mark, from the characters around it or, if they do not decide, from its own shape."""
    if mark in ONLY_OPENS:
        return "open"
    if mark in ONLY_CLOSES:
        return "close"
    head = before.isspace() or before in "([{—–-/\"'“‘«"
    tail = after.isspace() or after in ")]}—–-/.,;:!?…\"'”’»"
    if before.isspace() and after.isspace():
        return "either" if mark in "“”" else "open" if mark in "«‹" else "close"
    if head and not tail:
        return "open"
    if not head and (tail or after in "[(<"):
        return "close"
    if mark in "“«‹":
        return "open"
    return "close" if mark in "”»›" or mark == "’’" else "either"


def _single_side(text: str, mark: str, before: str, after: str, end: int) -> Side | None:
    """Return the side of a single mark, or None for an apostrophe."""
    if before.isalnum() and after.isalnum():
        return None
    if (before.isspace() or before in '([{—–-/"“') and (after.isalnum() or after in '"“…[$#@'):
        return None if mark != "‘" and ELISION.match(text, end) else "open"
    if not before.isspace() and not after.isalnum() and mark not in ("‘", "‚", "‛") and not NUMBER_END.match(before):
        return "close"
    return "close" if NUMBER_END.match(before) and mark == "’" and not after.isalnum() else None
