"""Headings among paragraphs, and their levels: by font size and weight, and by their numbers."""

import re
from collections import Counter
from dataclasses import dataclass

from functions.parse.formats.common.markup import MAX_LEVEL
from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.paragraphs import Paragraph

# Minimum font size of a heading by size, in sizes of the body font.
LARGER = 1.12

# Minimum font size of a bold heading, in sizes of the body font.
SMALLEST = 0.97

# Maximum length of a heading by size, and of one by weight, in characters. Longer text is a paragraph.
MAX_LENGTH = 200
MAX_BOLD_LENGTH = 120

# Maximum length of a heading that ends with a full stop, in characters.
MAX_SENTENCE = 100

# Maximum share of headings by weight among the paragraphs (0 to 1). If it is higher, bold type doesn't mark headings.
MAX_SHARE = 0.5

# Minimum number of paragraphs for which that share is meaningful.
FEW_PARAGRAPHS = 4

# Font size in points that is assumed for a document without text.
DEFAULT_SIZE = 10.0

# The number of a heading; a word; a sign at the end of a text that continues.
NUMBER = re.compile(r"(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.|§ ?\d+)\s+(?=[^\W\d_])")
WORD = re.compile(r"[^\W\d_]{2}")
UNFINISHED = re.compile(r"[,;–-]$")


@dataclass(frozen=True, slots=True)
class Body:
    """The font of most of the document: its size in points, and whether it is bold and monospaced."""

    size: float
    bold: bool
    fixed: bool


def body_of(pages: list[list[Line]]) -> Body:
    """Return the font of most characters, with its size rounded to half points."""
    characters: Counter[tuple[float, bool, bool]] = Counter()
    for lines in pages:
        for line in lines:
            characters[round(2 * line.size) / 2, line.bold, line.fixed] += len(line.text)
    if not characters:
        return Body(DEFAULT_SIZE, False, False)
    return Body(*max(characters, key=lambda font: (characters[font], font)))


class Headings:
    """Recognizes the headings among the paragraphs of a document, and ranks their levels."""

    def __init__(self, paragraphs: list[Paragraph], texts: list[str], body: Body) -> None:
        """`texts` has the text of each paragraph."""
        self._body = body
        self._bold_counts = True
        bold = sum(1 for paragraph, text in zip(paragraphs, texts, strict=True) if self._by_weight(paragraph, text))
        self._bold_counts = bold <= MAX_SHARE * len(paragraphs) or len(paragraphs) < FEW_PARAGRAPHS
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
        """Return whether a paragraph is a heading."""
        if paragraph.alone:
            return False
        return self._by_size(paragraph, text) or (self._bold_counts and self._by_weight(paragraph, text))

    def level(self, paragraph: Paragraph, text: str) -> int:
        """Return the level, 1 for the highest. Larger fonts rank above smaller, bold above regular, `2` above `2.1`."""
        depth = _depth(text)
        if depth and self._numbered is not None:
            return min(self._numbered + depth - 1, MAX_LEVEL)
        return self._levels[_style(paragraph)]

    def _by_size(self, paragraph: Paragraph, text: str) -> bool:
        larger = paragraph.size >= LARGER * self._body.size
        sentence = text.endswith(".") and len(text) > MAX_SENTENCE
        return larger and len(text) <= MAX_LENGTH and not sentence and _may_be_heading(text)

    def _by_weight(self, paragraph: Paragraph, text: str) -> bool:
        return (
            paragraph.bold
            and not paragraph.alone
            and not self._body.bold
            and not paragraph.item
            and paragraph.size >= SMALLEST * self._body.size
            and len(text) <= MAX_BOLD_LENGTH
            and not text.endswith(".")
            and _may_be_heading(text)
        )


def _may_be_heading(text: str) -> bool:
    return not text[:1].islower() and WORD.search(text) is not None and UNFINISHED.search(text) is None


def _style(paragraph: Paragraph) -> tuple[float, bool]:
    return round(2 * paragraph.size) / 2, paragraph.bold


def _depth(text: str) -> int:
    """Return how many parts the number of a heading has: 2 for `2.1 Methods`, 0 if it has no number."""
    match = NUMBER.match(text)
    return match.group().strip().rstrip(".").count(".") + 1 if match else 0
