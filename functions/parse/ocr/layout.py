"""Convert recognized words into blocks: discard noise, join lines into paragraphs, and detect headings by size."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

from shared.documents.document import BlockKind, BlockText
from shared.documents.placed_lines import PlacedLine

# Minimum confidence of a line (0 to 1). Foreign scripts and textures in photos have less than 0.45, blurred prose has
# more than 0.7.
MIN_CONFIDENCE = 0.6

# Minimum confidence of a line in a paragraph whose mean confidence is at least SOUND. Unusual quotation marks alone can
# lower a line of prose to 0.5.
MIN_WITHIN = 0.4
SOUND = 0.7

# Minimum confidence of a heading.
HEADING_CONFIDENCE = 0.85

# Minimum confidence of a line with fewer than SHORT letters and digits. Strokes in a drawing are often recognized as
# one or two letters.
MIN_SHORT_CONFIDENCE = 0.8
SHORT = 4

# Minimum number of letters and digits in a picture with text.
MIN_LETTERS = 3

# Minimum height of the letters of a heading and of a title, relative to most text. Capitals and digits in a line of
# prose reach 1.1.
HEADING_RATIO = 1.3
TITLE_RATIO = 1.7

# Minimum width of a character relative to its height. Narrower text is vertical, such as the label of an axis.
NARROWEST = 0.2

# Maximum letters of a heading. Longer text in large type is a lead.
MAX_HEADING = 200

# A bullet is often recognized as a cent or a degree sign.
LIST_MARK = re.compile(r"(?:[-*•·‣–¢°]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s+(?=\S)")

BULLET = re.compile(r"[-*•·‣–¢°]\s+")
SENTENCE_END = re.compile(r"[.!?:…。！？：؟।۔][\"'”’»)\]」』]*$")

# Characters of scripts without spaces between words: Han and kana with their punctuation, full-width forms, Thai, Lao,
# Burmese, Khmer and Tibetan. Tesseract splits their lines into words or characters.
UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u31ff\u3400-\u9fff"
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)

# A syllable in Hangul with its punctuation. Tesseract often takes the syllables of a word for words.
SYLLABLE = re.compile(r"\W*[\uac00-\ud7a3]\W*")

# Minimum distance of two words in Hangul, relative to their height. Syllables of a word have at most 0.42.
HANGUL_SPACE = 0.45

HYPHENATED = re.compile(r"[^\W\d_]{2}[-¬\u2010]$")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognized word and its position, in pixels of the recognized picture."""

    text: str
    # Confidence of Tesseract, 0 to 1.
    confidence: float
    # Block, paragraph within the block, and line within the paragraph, each counted from 1.
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line. `height` is the height of its letters in pixels."""

    words: tuple[Word, ...]
    text: str
    letters: int
    # Mean of its words, weighted by length.
    confidence: float
    height: float

    @property
    def paragraph(self) -> tuple[int, int]:
        """The block of Tesseract, and the paragraph within it."""
        return self.words[0].line[:2]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in pixels."""
        return (
            min(word.left for word in self.words),
            min(word.top for word in self.words),
            max(word.left + word.width for word in self.words),
            max(word.top + word.height for word in self.words),
        )

    @property
    def is_upright(self) -> bool:
        """Whether the words are horizontal: wider than letters that are stacked vertically."""
        return sum(word.width for word in self.words) >= NARROWEST * self.height * len(self.text)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Group words into lines, in reading order."""
    return [_line(tuple(group)) for _, group in groupby(words, key=lambda word: word.line)]


def text_lines(lines: list[Line]) -> list[Line]:
    """Return the lines that are text, none if they have fewer than MIN_LETTERS letters in total."""
    kept = [
        line
        for _, paragraph in groupby(lines, key=lambda line: line.paragraph)
        for line in _text_lines_of(list(paragraph))
    ]
    return kept if letters_of(kept) >= MIN_LETTERS else []


def confidence_of(lines: Iterable[Line]) -> float:
    """Return the mean confidence of the words, weighted by length; 0 without words."""
    weighted = [(line.confidence, len(line.text)) for line in lines]
    characters = sum(length for _, length in weighted)
    return sum(confidence * length for confidence, length in weighted) / characters if characters else 0.0


def letters_of(lines: Iterable[Line]) -> int:
    """Return the number of letters and digits."""
    return sum(line.letters for line in lines)


# Returns the place of a line on its page.
LinePlacer = Callable[[Line], PlacedLine]


def blocks_of(lines: list[Line], page: int | None, place_line: LinePlacer | None = None) -> list[BlockText]:
    """Build headings, paragraphs and list items from the lines, with their places if `place_line` is given."""
    if not lines:
        return []
    usual = _usual_height(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _same_block(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    blocks: list[BlockText] = []
    for paragraph in paragraphs:
        block = _block(paragraph, usual, page)
        if place_line is not None:
            block = replace(block, lines=_placed(paragraph, block, place_line))
        if blocks and _is_continued_by(blocks[-1], block):
            last = blocks[-1]
            text = joined([last.text, block.text])
            blocks[-1] = BlockText(kind=last.kind, text=text, page=page, lines=[*last.lines, *block.lines])
        else:
            blocks.append(block)
    return blocks


def joined(lines: Iterable[str]) -> str:
    """Join lines into one, and words that are hyphenated at the end of a line."""
    text = ""
    for line in lines:
        if HYPHENATED.search(text) and _same_case(text[-2], line[:2]):
            text = text[:-1] + line
        else:
            text += line if not text or _unspaced(text, line) else f" {line}"
    return text


def _unspaced(before: str, after: str) -> bool:
    """Whether no space is between two pieces of text, because both are in a script without spaces."""
    return UNSPACED.match(before[-1:]) is not None and UNSPACED.match(after[:1]) is not None


def _same_case(last: str, first: str) -> bool:
    """Whether the second letter can continue a word after the first: a small letter, or a capital after a capital."""
    return first[:1].islower() or (last.isupper() and first.isupper() and len(first) > 1)


def _text_lines_of(paragraph: list[Line]) -> list[Line]:
    """Return the lines whose confidence is high enough to be text."""
    least = MIN_WITHIN if confidence_of(paragraph) >= SOUND else MIN_CONFIDENCE
    return [
        line
        for line in paragraph
        if line.letters and line.confidence >= (least if line.letters >= SHORT else MIN_SHORT_CONFIDENCE)
    ]


def _text_of(words: tuple[Word, ...]) -> str:
    text, last = "", None
    for word in words:
        close = last is not None and (_unspaced(last.text, word.text) or _same_hangul_word(last, word))
        text += word.text if last is None or close else f" {word.text}"
        last = word
    return text


def _same_hangul_word(before: Word, after: Word) -> bool:
    """Whether two words are syllables in Hangul that are too close for a space."""
    distance = after.left - before.left - before.width
    return (
        SYLLABLE.fullmatch(before.text) is not None
        and SYLLABLE.fullmatch(after.text) is not None
        and distance < HANGUL_SPACE * min(before.height, after.height)
    )


def _line(words: tuple[Word, ...]) -> Line:
    characters = sum(len(word.text) for word in words)
    return Line(
        words=words,
        text=_text_of(words),
        letters=sum(character.isalnum() for word in words for character in word.text),
        confidence=sum(word.confidence * len(word.text) for word in words) / characters,
        height=median(word.height for word in words),
    )


def _usual_height(lines: list[Line]) -> float:
    """Return the median height of the lines, weighted by characters."""
    ordered = sorted(lines, key=lambda line: line.height)
    left = sum(len(line.text) for line in lines) / 2
    for line in ordered:
        left -= len(line.text)
        if left <= 0:
            return line.height
    return ordered[-1].height


def _same_block(last: Line, line: Line) -> bool:
    return last.paragraph == line.paragraph and LIST_MARK.match(line.text) is None


def _block(lines: list[Line], usual: float, page: int | None) -> BlockText:
    text = joined(line.text for line in lines)
    ratio = median(line.height for line in lines) / max(usual, 1)
    if LIST_MARK.match(text):
        return BlockText(kind=BlockKind.LIST_ITEM, text=BULLET.sub("", text, count=1), page=page)
    if ratio >= HEADING_RATIO and _may_be_heading(text, lines):
        return BlockText(kind=BlockKind.HEADING, text=text, level=1 if ratio >= TITLE_RATIO else 2, page=page)
    return BlockText(kind=BlockKind.PARAGRAPH, text=text, page=page)


def _placed(lines: list[Line], block: BlockText, place_line: LinePlacer) -> list[PlacedLine]:
    """Return the places of the lines of a block. The first one lacks the bullet, as the text of the block does."""
    first, *others = map(place_line, lines)
    if block.kind is BlockKind.LIST_ITEM:
        first = first._replace(text=BULLET.sub("", first.text, count=1))
    return [first, *others]


def _may_be_heading(text: str, lines: list[Line]) -> bool:
    return (
        SHORT < sum(map(str.isalpha, text)) <= MAX_HEADING
        and not text.endswith((",", ";", "-"))
        and confidence_of(lines) >= HEADING_CONFIDENCE
        and all(line.is_upright for line in lines)
    )


def _is_continued_by(last: BlockText, block: BlockText) -> bool:
    """Whether a block continues the sentence of the block before it, for example in the next column."""
    return (
        last.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and block.kind is BlockKind.PARAGRAPH
        and block.text[:1].islower()
        and SENTENCE_END.search(last.text) is None
    )
