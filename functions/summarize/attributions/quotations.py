"""Finds what stands between quotation marks: every style, nested, over several paragraphs, with marks missing."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from functions.summarize.attributions.drafts import Span2
from shared.documents.document import Block, BlockKind

MARK = re.compile(r"``|''|‘‘|’’|[\"“”„‟«»‹›'‘’‚‛]")
STYLES = (
    ("curly", "double", ("“", "”", "„", "‟", "‘‘", "’’")),
    ("straight", "double", ('"',)),
    ("typewriter", "double", ("``", "''")),
    ("guillemets", "guillemets", ("«", "»")),
    ("angle", "angle", ("‹", "›")),
    ("single", "single", ("'", "‘", "’", "‚", "‛")),
)
STYLE_OF = {mark: style for style, _, marks in STYLES for mark in marks}
FAMILY_OF = {style: family for style, family, _ in STYLES}
ONLY_OPENS = frozenset({"„", "‟", "``", "‘‘", "‚", "‛"})

# What an apostrophe at the head of a word stands before: '90s, 'em, 'tis.
ELISION = re.compile(r"(?:\d\ds?|em|tis|twas|cause|til|till|round|bout|n)\b", re.IGNORECASE)

PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")

# The end of a paragraph that shows that its quotation was closed, though its mark is missing: "…, she said.".
ATTRIBUTED = re.compile(
    r"[,?!]\s+(?:(?:he|she|they|[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})\s(?:said|says|added|adds|wrote|asked|told)"
    r"|(?:said|says|added|asked|wrote)\s(?:the|[A-Z]))\b[^.!?\n]{0,80}[.!]$"
)

# Code points at the end of a paragraph that are searched for it.
LAST_WORDS = 200

# Levels of nesting. Marks that would open a deeper one are taken as text.
DEEPEST = 4

# Paragraphs without any mark that a quotation may run over before the one that closes it.
WITHOUT_MARKS = 3

# Of a direct quotation's code points, how many at least are between marks.
QUOTED_SHARE = 0.5

Side = Literal["open", "close", "either"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost quotation at [start, end), its marks included; what has no closing mark ends with its paragraph."""

    start: int
    end: int
    closed: bool
    # Its pieces, one a paragraph, in order. One piece where it stays in its paragraph.
    paragraphs: tuple[Span2, ...]
    # The quotations directly inside it, marks included, in order and apart from each other.
    nested: tuple[Span2, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    style: str
    side: Side
    heads_line: bool


@dataclass(slots=True)
class _Open:
    start: int
    style: str


def find_quotations(text: str, blocks: Sequence[Block] = ()) -> list[Quotation]:
    """The outermost quotations of a text, in order and apart from each other, in one pass over its marks.

    Apostrophes and the signs for feet and inches are no marks. Blocks of the kind QUOTATION are quotations even without
    marks, consecutive ones together one.
    """
    found = _merged(text, _Reader(text).quotations(), blocks)
    return [quotation for quotation in found if any(map(str.isalnum, text[quotation.start : quotation.end]))]


def is_direct(text: str, start: int, end: int, quotations: Sequence[Quotation], cue: Span2 | None = None) -> bool:
    """Whether the content at [start, end) is a direct quotation: it begins as one, and most of it is between marks.

    `quotations` are those that `find_quotations` gives. A word or two between marks inside a paraphrase isn't enough.
    Where the cue stands in the same quotation ("Fox: “An official said that …”") only what is nested in it counts.
    """
    first = next((place for place in range(start, end) if text[place].isalnum()), start)
    at = holding(quotations, first)
    if at is None:
        return False
    around = quotations[at]
    pieces: list[Span2] = []
    if cue is not None and any(True for _ in _overlapping(around.paragraphs, *cue)):
        if any(True for _ in _overlapping(around.nested, first, first + 1)):
            pieces = list(_overlapping(around.nested, start, end))
    else:
        while at < len(quotations) and quotations[at].start < end:
            pieces += _overlapping(quotations[at].paragraphs, start, end)
            at += 1
    return sum(min(end, last) - max(start, begin) for begin, last in pieces) >= QUOTED_SHARE * max(1, end - start)


def holding(quotations: Sequence[Quotation], place: int) -> int | None:
    """The number of the quotation that holds the code point at `place`, None where there is none."""
    at = bisect_right(quotations, place, key=lambda quotation: quotation.start) - 1
    return at if at >= 0 and place < quotations[at].end else None


def _overlapping(spans: Sequence[Span2], start: int, end: int) -> Iterator[Span2]:
    """Those of the ordered spans that share a code point with [start, end)."""
    at = bisect_right(spans, start, key=lambda span: span[1])
    while at < len(spans) and spans[at][0] < end:
        yield spans[at]
        at += 1


def paragraphs_of(text: str) -> list[Span2]:
    """The paragraphs of a text, which blank lines part, without the white space around them; empty ones left out."""
    found: list[Span2] = []
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        found.append((start, gap.start()))
        start = gap.end()
    found.append((start, len(text)))
    return [span for span in (_stripped(text, begin, end) for begin, end in found) if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> Span2:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, end - (len(piece) - len(piece.rstrip())))


class _Reader:
    """Reads the marks of one text paragraph by paragraph; what is open is carried on where the next one asks for it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_Open] = []
        self.pieces: list[Span2] = []
        self.nested: list[Span2] = []
        self.found: list[Quotation] = []
        # Whether the paragraph after this one begins with `‘`.
        self.next_opens = False

    def quotations(self) -> list[Quotation]:
        paragraphs = paragraphs_of(self.text)
        marks = [_marks_of(self.text, start, end) for start, end in paragraphs]
        for number, (start, end) in enumerate(paragraphs):
            if self.open:
                self.open[1:] = []
                self.open[0].start = start
            self.next_opens = number + 1 < len(paragraphs) and self.text[paragraphs[number + 1][0]] == "‘"
            self._paragraph(marks[number], start)
            if self.open:
                self._paragraph_ends(
                    end, marks[number + 1 : number + 2 + WITHOUT_MARKS], paragraphs[number + 1 : number + 2]
                )
        return self.found

    def _paragraph(self, marks: list[_Mark], start: int) -> None:
        closers = _next_closers(marks)
        for at, mark in enumerate(marks):
            following = marks[at + 1 : at + 3]
            if mark.style == "single":
                self._single(mark, closers[at], mark.start == start)
            elif self.open and mark.heads_line and mark.style == self.open[0].style and mark.side != "close":
                self._opens_again(mark, mark.start == start)
            elif self._closes(mark, following):
                self._close(mark)
            elif mark.side != "close":
                self._begin(mark, following)

    def _opens_again(self, mark: _Mark, heads_paragraph: bool) -> None:
        """An open quotation is marked again at the head of a paragraph, or of a line where lines are paragraphs."""
        self.open[1:] = []
        if not heads_paragraph:
            self.pieces.append(_stripped(self.text, self.open[0].start, mark.start))
        self.open[0].start = mark.start

    def _single(self, mark: _Mark, closers: int, heads_paragraph: bool) -> None:
        """A single mark opens what is closed in its paragraph, or what the next paragraph marks as going on."""
        inside = any(entry.style == "single" for entry in self.open)
        if inside and mark.side == "close":
            # The possessive of a plural, or a dropped g, looks like a closing mark; it is one if no other follows.
            before = self.text[max(0, mark.start - 2) : mark.start].lower()
            is_apostrophe = before[-1:] == "s" or before == "in"
            if not (is_apostrophe and closers and self.text[mark.end : mark.end + 1] == " "):
                self._close(mark)
        elif not inside and mark.side == "open" and (closers or (heads_paragraph and self._may_go_on(mark.start))):
            self._push(mark)

    def _may_go_on(self, start: int) -> bool:
        """Whether a quotation in single marks may go on: a curly one at the heads of both paragraphs."""
        return self.next_opens and self.text[start] == "‘"

    def _closes(self, mark: _Mark, following: list[_Mark]) -> bool:
        family = FAMILY_OF[mark.style]
        if not any(FAMILY_OF[entry.style] == family for entry in self.open):
            return False
        if mark.side == "either":
            return any(entry.style == mark.style for entry in self.open)
        if mark.side == "open":
            return False
        is_inches = mark.style == "straight" and self.text[mark.start - 1].isdigit()
        return not (is_inches and [other.side for other in following[:1] if other.style == "straight"] == ["close"])

    def _begin(self, mark: _Mark, following: list[_Mark]) -> None:
        if any(entry.style == mark.style for entry in self.open):
            # The same mark twice: one in the other if two closing marks follow, or else the first was never closed.
            sides = [other.side for other in following if other.style == mark.style]
            if sides != ["close", "close"]:
                self._end_unclosed(mark.start)
        self._push(mark)

    def _push(self, mark: _Mark) -> None:
        if len(self.open) < DEEPEST:
            self.open.append(_Open(mark.start, mark.style))

    def _close(self, mark: _Mark) -> None:
        family = FAMILY_OF[mark.style]
        alike = [at for at, entry in enumerate(self.open) if entry.style == mark.style]
        related = [at for at, entry in enumerate(self.open) if FAMILY_OF[entry.style] == family]
        at = (alike or related)[-1]
        entry = self.open[at]
        self.open[at:] = []
        if len(self.open) == 1:
            self.nested.append((entry.start, mark.end))
        elif not self.open:
            self._finish((entry.start, mark.end), closed=True)

    def _paragraph_ends(self, end: int, ahead: list[list[_Mark]], following: list[Span2]) -> None:
        style = self.open[0].style
        tail = max(self.open[0].start, end - LAST_WORDS)
        attributed = ATTRIBUTED.search(self.text[tail:end])
        if attributed is not None:
            self._end_unclosed(tail + attributed.start() + 1)
        elif (
            following
            and (style != "single" or self._may_go_on(self.open[0].start))
            and _goes_on(style, following[0][0], ahead)
        ):
            self.pieces.append((self.open[0].start, end))
        else:
            self._end_unclosed(end)

    def _end_unclosed(self, end: int) -> None:
        """Without a closing mark a quotation ends with its line, since some texts part paragraphs by one line break."""
        start = self.open[0].start
        self.open.clear()
        stop = re.compile(r"(?<=[.!?,…])[^\S\n]*\n").search(self.text, start, end)
        self._finish(_stripped(self.text, start, stop.start() if stop else end), closed=False)

    def _finish(self, piece: Span2, closed: bool) -> None:
        pieces = (*self.pieces, piece)
        nested = tuple(span for span in self.nested if span[1] <= piece[1])
        self.found.append(Quotation(pieces[0][0], piece[1], closed, pieces, nested))
        self.pieces, self.nested = [], []


def _goes_on(style: str, start: int, ahead: list[list[_Mark]]) -> bool:
    """Whether a quotation left open goes on in the paragraph at `start`, whose marks are the first of `ahead`."""
    for number, marks in enumerate(ahead):
        alike = [mark for mark in marks[:8] if mark.style == style]
        if alike:
            opens_again = number == 0 and alike[0].start == start and alike[0].side != "close"
            return opens_again or alike[0].side == "close"
    return False


def _marks_of(text: str, start: int, end: int) -> list[_Mark]:
    found = []
    for match in MARK.finditer(text, start, end):
        mark, first, last = match.group(), match.start(), match.end()
        before = text[first - 1] if first > start else " "
        after = text[last] if last < end else " "
        side = (
            _single_side(text, mark, before, after, last) if STYLE_OF[mark] == "single" else _side(mark, before, after)
        )
        if side is None or (mark in ('"', "''") and _is_measure(text, first)):
            continue
        found.append(_Mark(first, last, STYLE_OF[mark], side, before == "\n" or first == start))
    return found


def _is_measure(text: str, at: int) -> bool:
    """5'11": minutes or feet before, so the mark at `at` stands for inches."""
    return re.search(r"\d['’′]\s?\d{1,2}(?:\.\d)?$", text[max(0, at - 8) : at]) is not None


def _side(mark: str, before: str, after: str) -> Side | None:
    """Which way a mark looks, by the characters around it, and by its own form where these don't tell."""
    if mark in ONLY_OPENS:
        return "open"
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
    """Which way a single mark looks; None for an apostrophe."""
    if before.isalnum() and after.isalnum():
        return None
    if (before.isspace() or before in '([{—–-/"“') and (after.isalnum() or after in '"“…[$#@'):
        return None if mark != "‘" and ELISION.match(text, end) else "open"
    if not before.isspace() and not after.isalnum() and mark not in ("‘", "‚", "‛") and not before.isdigit():
        return "close"
    return "close" if before.isdigit() and mark == "’" and not after.isalnum() else None


def _next_closers(marks: list[_Mark]) -> list[int]:
    """For each mark the number of closing single marks that follow before a single mark opens."""
    counts = [0] * len(marks)
    following = 0
    for at in range(len(marks) - 1, -1, -1):
        counts[at] = following
        if marks[at].style == "single":
            following = 0 if marks[at].side == "open" else following + 1
    return counts


def _merged(text: str, quotations: list[Quotation], blocks: Sequence[Block]) -> list[Quotation]:
    """The quotations, and the blocks that are quotations in place of those that they touch."""
    runs: list[list[Span2]] = []
    was_quotation = False
    for block in blocks:
        is_quotation = block.kind is BlockKind.QUOTATION and block.start < block.end
        if is_quotation:
            runs = runs if was_quotation else [*runs, []]
            runs[-1].append((block.start, block.end))
        was_quotation = is_quotation
    merged: list[Quotation] = []
    at = 0
    for run in runs:
        start, end = run[0][0], run[-1][1]
        while at < len(quotations) and quotations[at].end <= start:
            merged.append(quotations[at])
            at += 1
        inside = []
        while at < len(quotations) and quotations[at].start < end:
            inside.append((quotations[at].start, quotations[at].end))
            at += 1
        nested = tuple((first, last) for first, last in inside if start <= first and last <= end)
        merged.append(Quotation(start, end, True, tuple(run), nested))
    return merged + quotations[at:]
