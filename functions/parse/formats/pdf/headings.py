"""Headings among paragraphs, and their levels: by font size and weight, and by their numbers."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.parse.formats.common.markup import MAX_LEVEL
from functions.parse.formats.pdf.heading_forms import Form, by_form
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


# What ranks headings without numbers: the font size in points, whether the font is bold, and the form.
Style = tuple[float, bool, Form]


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

    def __init__(self, paragraphs: Sequence[Paragraph | None], texts: Sequence[str], body: Body) -> None:
        """`texts` has the text of each paragraph. A table or a caption is None."""
        self._body = body
        known = [(number, paragraph) for number, paragraph in enumerate(paragraphs) if paragraph is not None]
        bold = {number for number, paragraph in known if self._by_weight(paragraph, texts[number])}
        bold_counts = len(bold) <= MAX_SHARE * len(known) or len(known) < FEW_PARAGRAPHS
        sure = {
            number
            for number, paragraph in known
            if not paragraph.alone and (self._by_size(paragraph, texts[number]) or (bold_counts and number in bold))
        }
        forms = by_form(paragraphs, texts, body.size, sure)
        styles = {
            number: _style(paragraph, forms.get(number, Form.NUMBERED))
            for number, paragraph in known
            if number in sure or number in forms
        }
        depths = {number: 0 if style[-1] is Form.ITALIC else _depth(texts[number]) for number, style in styles.items()}
        # The level of each heading by its place, 1 for the highest.
        self.levels = _levels(styles, depths)

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
            and (paragraph.run_in or not text.endswith("."))
            and _may_be_heading(text)
        )


def _levels(styles: Mapping[int, Style], depths: Mapping[int, int]) -> dict[int, int]:
    """Return the levels of headings. Larger fonts rank above smaller, bold above regular, `2` above `2.1`."""
    ranks = {style: min(rank, MAX_LEVEL) for rank, style in enumerate(sorted(set(styles.values()), reverse=True), 1)}
    levels = {number: ranks[style] for number, style in styles.items()}
    first = Counter(levels[number] for number, depth in depths.items() if depth == 1)
    if first:
        ((highest, _),) = first.most_common(1)
        levels |= {number: min(highest + depth - 1, MAX_LEVEL) for number, depth in depths.items() if depth}
    return levels


def _may_be_heading(text: str) -> bool:
    return not text[:1].islower() and WORD.search(text) is not None and UNFINISHED.search(text) is None


def _style(paragraph: Paragraph, form: Form) -> Style:
    return round(2 * paragraph.size) / 2, paragraph.bold, form


def _depth(text: str) -> int:
    """Return how many parts the number of a heading has: 2 for `2.1 Methods`, 0 if it has no number."""
    match = NUMBER.match(text)
    return match.group().strip().rstrip(".").count(".") + 1 if match else 0
