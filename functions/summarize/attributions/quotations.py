"""Find quotations in a text: any style of marks, nested, over several paragraphs, and with missing marks."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.quotation_marks import FAMILY_OF, QuotationMark, closing_single_marks, marks_in
from functions.summarize.sentences.characters import NUMBER_END
from shared.documents.document import Block, BlockKind

PARAGRAPH_BREAK = re.compile(r"\n(?:[^\S\n]*\n)+")
END_OF_SENTENCE_LINE = re.compile(r"(?<=[.!?,…])[^\S\n]*\n")

# The end of a paragraph that attributes a quotation without a closing mark, as in "…, she said.". The quotation ends
# before it.
ATTRIBUTED = re.compile(
    r"[,?!]\s+(?:(?:he|she|they|[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})\s(?:said|says|added|adds|wrote|asked|told)"
    r"|(?:said|says|added|asked|wrote)\s(?:the|[A-Z]))\b[^.!?\n]{0,80}[.!]$"
)

# Maximum length in code points of the end of a paragraph that is searched for ATTRIBUTED.
LAST_WORDS = 200

# Maximum depth of nesting. A mark that would open a deeper quotation counts as text.
DEEPEST = 4

# Maximum number of consecutive paragraphs without a mark inside an open quotation.
WITHOUT_MARKS = 3

# Maximum number of marks of a paragraph that are checked for the one that continues or closes a quotation.
MARKS_CHECKED = 8

# Minimum share of a direct quotation's code points that must lie between quotation marks (0 to 1).
QUOTED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost quotation at [start, end), including its marks. Without a closing mark it ends in its paragraph."""

    start: int
    end: int
    # One span for each paragraph of the quotation, in order.
    paragraphs: tuple[TextRange, ...]
    # The quotations directly inside this one, including their marks, in order and without overlap.
    nested: tuple[TextRange, ...] = ()


@dataclass(slots=True)
class _OpenQuotation:
    start: int
    style: str


def find_quotations(text: str, blocks: Sequence[Block] = ()) -> list[Quotation]:
    """Return the outermost quotations of a text, in order and without overlap, in one pass over its marks.

    Apostrophes and the signs for feet and inches do not count as marks. Each run of consecutive blocks of the kind
    QUOTATION is one quotation, with or without marks.
    """
    found = _merged_with_blocks(_Parser(text).quotations(), blocks)
    return [quotation for quotation in found if any(map(str.isalnum, text[quotation.start : quotation.end]))]


def is_direct(text: str, start: int, end: int, quotations: Sequence[Quotation], cue: TextRange | None = None) -> bool:
    """Whether the content at [start, end) is a direct quotation: it begins in one, and most of it is between marks.

    `quotations` is the result of `find_quotations`. A quoted word or two in a paraphrase is not enough. If the cue is
    in the same quotation ("Fox: “An official said that …”"), only quotations nested in it count.
    """
    first = next((place for place in range(start, end) if text[place].isalnum()), start)
    at = quotation_at(quotations, first)
    if at is None:
        return False
    around = quotations[at]
    pieces: list[TextRange] = []
    if cue is not None and any(True for _ in _overlapping(around.paragraphs, *cue)):
        if any(True for _ in _overlapping(around.nested, first, first + 1)):
            pieces = list(_overlapping(around.nested, start, end))
    else:
        while at < len(quotations) and quotations[at].start < end:
            pieces += _overlapping(quotations[at].paragraphs, start, end)
            at += 1
    return sum(min(end, last) - max(start, begin) for begin, last in pieces) >= QUOTED_SHARE * max(1, end - start)


def quotation_at(quotations: Sequence[Quotation], place: int) -> int | None:
    """Return the index of the quotation that contains the code point at `place`, or None."""
    at = bisect_right(quotations, place, key=lambda quotation: quotation.start) - 1
    return at if at >= 0 and place < quotations[at].end else None


def _overlapping(spans: Sequence[TextRange], start: int, end: int) -> Iterator[TextRange]:
    """Yield the spans that overlap [start, end). `spans` must be in order."""
    at = bisect_right(spans, start, key=lambda span: span[1])
    while at < len(spans) and spans[at][0] < end:
        yield spans[at]
        at += 1


def paragraphs_of(text: str) -> list[TextRange]:
    """Return the paragraphs of a text, which blank lines separate, without surrounding white space and empty ones."""
    found: list[TextRange] = []
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        found.append((start, gap.start()))
        start = gap.end()
    found.append((start, len(text)))
    return [span for span in (_stripped(text, begin, end) for begin, end in found) if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> TextRange:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, end - (len(piece) - len(piece.rstrip())))


class _Parser:
    """Parses the marks of one text, paragraph by paragraph, with a stack of the quotations that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        # The open quotations, the outermost first.
        self.open: list[_OpenQuotation] = []
        # The finished paragraphs and the nested quotations of the outermost open quotation.
        self.pieces: list[TextRange] = []
        self.nested: list[TextRange] = []
        self.found: list[Quotation] = []
        # Whether the next paragraph begins with `‘`.
        self.next_opens = False

    def quotations(self) -> list[Quotation]:
        paragraphs = paragraphs_of(self.text)
        marks = [marks_in(self.text, start, end) for start, end in paragraphs]
        for number, (start, end) in enumerate(paragraphs):
            if self.open:
                self.open[1:] = []
                self.open[0].start = start
            self.next_opens = number + 1 < len(paragraphs) and self.text[paragraphs[number + 1][0]] == "‘"
            self._parse_paragraph(marks[number], start)
            if self.open:
                self._end_paragraph(
                    end, marks[number + 1 : number + 2 + WITHOUT_MARKS], paragraphs[number + 1 : number + 2]
                )
        return self.found

    def _parse_paragraph(self, marks: list[QuotationMark], start: int) -> None:
        closers = closing_single_marks(marks)
        for at, mark in enumerate(marks):
            following = marks[at + 1 : at + 3]
            if mark.style == "single":
                self._parse_single(mark, closers[at], mark.start == start)
            elif self.open and mark.heads_line and mark.style == self.open[0].style and mark.side != "close":
                self._open_again(mark, mark.start == start)
            elif self._closes(mark, following):
                self._close(mark)
            elif mark.side != "close":
                self._open(mark, following)

    def _open_again(self, mark: QuotationMark, heads_paragraph: bool) -> None:
        """Continue the open quotation at a mark that opens it again at the start of a paragraph or a line."""
        self.open[1:] = []
        if not heads_paragraph:
            self.pieces.append(_stripped(self.text, self.open[0].start, mark.start))
        self.open[0].start = mark.start

    def _parse_single(self, mark: QuotationMark, closers: int, heads_paragraph: bool) -> None:
        """Open a quotation at a single mark only if this paragraph closes it or the next one opens it again."""
        inside = any(entry.style == "single" for entry in self.open)
        if inside and mark.side == "close":
            # A plural possessive (dogs’) and a dropped g (goin’) look like a closing mark. They are one only if no
            # other closing mark follows.
            before = self.text[max(0, mark.start - 2) : mark.start].lower()
            is_apostrophe = before[-1:] == "s" or before == "in"
            if not (is_apostrophe and closers and self.text[mark.end : mark.end + 1] == " "):
                self._close(mark)
        elif not inside and mark.side == "open" and (closers or (heads_paragraph and self._may_continue(mark.start))):
            self._push(mark)

    def _may_continue(self, start: int) -> bool:
        """Whether a quotation in single marks may continue: both paragraphs begin with a curly opening mark."""
        return self.next_opens and self.text[start] == "‘"

    def _closes(self, mark: QuotationMark, following: list[QuotationMark]) -> bool:
        family = FAMILY_OF[mark.style]
        if not any(FAMILY_OF[entry.style] == family for entry in self.open):
            return False
        if mark.side == "either":
            return any(entry.style == mark.style for entry in self.open)
        if mark.side == "open":
            return False
        is_inches = mark.style == "straight" and NUMBER_END.match(self.text, mark.start - 1) is not None
        return not (is_inches and [other.side for other in following[:1] if other.style == "straight"] == ["close"])

    def _open(self, mark: QuotationMark, following: list[QuotationMark]) -> None:
        if any(entry.style == mark.style for entry in self.open):
            # The second opening mark of one style is nested if two closing marks follow. Otherwise the closing mark of
            # the first quotation is missing.
            sides = [other.side for other in following if other.style == mark.style]
            if sides != ["close", "close"]:
                self._end_unclosed(mark.start)
        self._push(mark)

    def _push(self, mark: QuotationMark) -> None:
        if len(self.open) < DEEPEST:
            self.open.append(_OpenQuotation(mark.start, mark.style))

    def _close(self, mark: QuotationMark) -> None:
        family = FAMILY_OF[mark.style]
        alike = [at for at, entry in enumerate(self.open) if entry.style == mark.style]
        related = [at for at, entry in enumerate(self.open) if FAMILY_OF[entry.style] == family]
        at = (alike or related)[-1]
        entry = self.open[at]
        self.open[at:] = []
        if len(self.open) == 1:
            self.nested.append((entry.start, mark.end))
        elif not self.open:
            self._finish((entry.start, mark.end))

    def _end_paragraph(self, end: int, ahead: list[list[QuotationMark]], following: list[TextRange]) -> None:
        """Continue the open quotation in the next paragraph or end it. `ahead` has the marks of the next paragraphs."""
        style = self.open[0].style
        tail = max(self.open[0].start, end - LAST_WORDS)
        attributed = ATTRIBUTED.search(self.text[tail:end])
        if attributed is not None:
            self._end_unclosed(tail + attributed.start() + 1)
        elif (
            following
            and (style != "single" or self._may_continue(self.open[0].start))
            and _continues(style, following[0][0], ahead)
        ):
            self.pieces.append((self.open[0].start, end))
        else:
            self._end_unclosed(end)

    def _end_unclosed(self, end: int) -> None:
        """End a quotation without a closing mark by `end`: at its line's end, a paragraph break in some texts."""
        start = self.open[0].start
        self.open.clear()
        stop = END_OF_SENTENCE_LINE.search(self.text, start, end)
        self._finish(_stripped(self.text, start, stop.start() if stop else end))

    def _finish(self, piece: TextRange) -> None:
        pieces = (*self.pieces, piece)
        nested = tuple(span for span in self.nested if span[1] <= piece[1])
        self.found.append(Quotation(pieces[0][0], piece[1], pieces, nested))
        self.pieces, self.nested = [], []


def _continues(style: str, start: int, ahead: list[list[QuotationMark]]) -> bool:
    """Whether an open quotation continues in the paragraph at `start`, whose marks are the first item of `ahead`."""
    for number, marks in enumerate(ahead):
        alike = [mark for mark in marks[:MARKS_CHECKED] if mark.style == style]
        if alike:
            opens_again = number == 0 and alike[0].start == start and alike[0].side != "close"
            return opens_again or alike[0].side == "close"
    return False


def _merged_with_blocks(quotations: list[Quotation], blocks: Sequence[Block]) -> list[Quotation]:
    """Return the quotations, with those that overlap quotation blocks replaced by the blocks."""
    runs: list[list[TextRange]] = []
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
        merged.append(Quotation(start, end, tuple(run), nested))
    return merged + quotations[at:]
