"""Which paragraphs are headings, and of which level: by size and weight of their type, and by their numbers."""

import re
from collections import Counter
from dataclasses import dataclass

from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.paragraphs import Paragraph

# Times the body's size.
LARGER = 1.12

# Of the body's size, that bold headings have at least.
SMALLEST = 0.97

MAX_LENGTH = 200

# Characters. What is longer is a paragraph, however large or bold.
MAX_BOLD_LENGTH = 120

# Characters. Longer headings don't end with a full stop.
MAX_SENTENCE = 100

MAX_LEVEL = 6

# Of a document's paragraphs. Where more would be headings, bold type is no sign of one.
MAX_SHARE = 0.5

NUMBER = re.compile(r"(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.|§ ?\d+)\s+(?=[^\W\d_])")
WORD = re.compile(r"[^\W\d_]{2}")
RUNNING_ON = re.compile(r"[,;–-]$")


@dataclass(frozen=True, slots=True)
class Body:
    """The type that most of a document is set in."""

    size: float
    bold: bool
    fixed: bool


def body_of(pages: list[list[Line]]) -> Body:
    """The size, weight and kind of most characters."""
    letters: Counter[tuple[float, bool, bool]] = Counter()
    for lines in pages:
        for line in lines:
            letters[round(2 * line.size) / 2, line.bold, line.fixed] += len(line.text)
    if not letters:
        return Body(10.0, False, False)
    return Body(*max(letters, key=lambda kind: (letters[kind], kind)))


class Headings:
    """Tells headings among a document's paragraphs."""

    def __init__(self, paragraphs: list[Paragraph], texts: list[str], body: Body) -> None:
        """`texts` are those of the paragraphs."""
        self._body = body
        self._bold_counts = True
        bold = sum(1 for paragraph, text in zip(paragraphs, texts, strict=True) if self._by_weight(paragraph, text))
        self._bold_counts = bold <= MAX_SHARE * len(paragraphs) or len(paragraphs) < 4
        chosen = [
            (paragraph, text)
            for paragraph, text in zip(paragraphs, texts, strict=True)
            if self.is_heading(paragraph, text)
        ]
        styles = sorted({_style(paragraph) for paragraph, _ in chosen}, reverse=True)
        self._levels = {style: min(rank, MAX_LEVEL) for rank, style in enumerate(styles, 1)}
        first = [self._levels[_style(paragraph)] for paragraph, text in chosen if _depth(text) == 1]
        self._numbered = Counter(first).most_common(1)[0][0] if first else None

    def is_heading(self, paragraph: Paragraph, text: str) -> bool:
        """Whether a paragraph is one."""
        return self._by_size(paragraph, text) or (self._bold_counts and self._by_weight(paragraph, text))

    def level(self, paragraph: Paragraph, text: str) -> int:
        """1 for the highest: larger type stands above smaller, bold above plain, `2` above `2.1`."""
        depth = _depth(text)
        if depth and self._numbered is not None:
            return min(self._numbered + depth - 1, MAX_LEVEL)
        return self._levels[_style(paragraph)]

    def _by_size(self, paragraph: Paragraph, text: str) -> bool:
        larger = paragraph.size >= LARGER * self._body.size
        sentence = text.endswith(".") and len(text) > MAX_SENTENCE
        return larger and len(text) <= MAX_LENGTH and not sentence and _may_be(text)

    def _by_weight(self, paragraph: Paragraph, text: str) -> bool:
        return (
            paragraph.bold
            and not self._body.bold
            and not paragraph.item
            and paragraph.size >= SMALLEST * self._body.size
            and len(text) <= MAX_BOLD_LENGTH
            and not text.endswith(".")
            and _may_be(text)
        )


def _may_be(text: str) -> bool:
    return not text[:1].islower() and WORD.search(text) is not None and RUNNING_ON.search(text) is None


def _style(paragraph: Paragraph) -> tuple[float, bool]:
    return round(2 * paragraph.size) / 2, paragraph.bold


def _depth(text: str) -> int:
    """How many numbers a heading has: 2 for `2.1 Methods`, 0 without any."""
    match = NUMBER.match(text)
    return match.group().strip().rstrip(".").count(".") + 1 if match else 0
