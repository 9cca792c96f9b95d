"""From recognized words to blocks: noise left out, paragraphs rejoined from lines, headings told by their size."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from shared.documents.document import BlockKind, BlockText

# Of a line. Foreign scripts and textures of photos are recognized with less than 0.45, blurred prose with over 0.7.
MIN_CONFIDENCE = 0.6

# Of a line in a paragraph that has SOUND as a whole: odd quotation marks alone bring a line of prose down to 0.5.
MIN_WITHIN = 0.4

SOUND = 0.7

HEADING_CONFIDENCE = 0.85

# Of a line with fewer than SHORT letters and digits: strokes in a drawing are easily taken for one or two.
MIN_SHORT_CONFIDENCE = 0.8

SHORT = 4

# Letters and digits in a picture. What has fewer holds no text.
MIN_LETTERS = 3

# Height of a heading's letters to that of most text. Capitals and digits in a line of prose reach 1.1.
HEADING_RATIO = 1.3

TITLE_RATIO = 1.7

# Width of a character of heading to its height. What is narrower runs upward, along the axis of a diagram.
NARROWEST = 0.2

# Characters. Larger type at more length is a lead, not a heading.
MAX_HEADING = 200

# A bullet is often taken for a cent or a degree sign.
LIST_MARK = re.compile(r"(?:[-*•·‣–¢°]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s+(?=\S)")

BULLET = re.compile(r"[-*•·‣–¢°]\s+")
SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
HYPHENATED = re.compile(r"[^\W\d_]{2}[-¬\u2010]$")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognized word and its place, in pixels of the picture that was recognized."""

    text: str
    # What Tesseract gives, 0 to 1.
    confidence: float
    # Block, paragraph within it, line within that, each counted from 1.
    line: tuple[int, int, int]
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line. `height` is that of its letters, in pixels."""

    words: tuple[Word, ...]
    text: str
    letters: int
    # That of its words, each by its length.
    confidence: float
    height: float

    @property
    def paragraph(self) -> tuple[int, int]:
        """Tesseract's block, and the paragraph within it."""
        return self.words[0].line[:2]

    @property
    def is_upright(self) -> bool:
        """Whether its words are wider than letters that stand on each other would be."""
        return sum(word.width for word in self.words) >= NARROWEST * self.height * len(self.text)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words by their lines, in reading order."""
    return [_line(tuple(group)) for _, group in groupby(words, key=lambda word: word.line)]


def text_lines(lines: list[Line]) -> list[Line]:
    """The lines that are text; none where they come to no more than a few letters."""
    kept = [
        line
        for _, paragraph in groupby(lines, key=lambda line: line.paragraph)
        for line in _text_lines_of(list(paragraph))
    ]
    return kept if sum(line.letters for line in kept) >= MIN_LETTERS else []


def confidence_of(lines: Iterable[Line]) -> float:
    """The mean of their words, each by its length; 0 without any."""
    weighted = [(line.confidence, len(line.text)) for line in lines]
    characters = sum(length for _, length in weighted)
    return sum(confidence * length for confidence, length in weighted) / characters if characters else 0.0


def blocks_of(lines: list[Line], page: int | None) -> list[BlockText]:
    """The headings, paragraphs and list items that the lines make."""
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
        if blocks and _goes_on(blocks[-1], block):
            blocks[-1] = BlockText(kind=blocks[-1].kind, text=joined([blocks[-1].text, block.text]), page=page)
        else:
            blocks.append(block)
    return blocks


def joined(lines: Iterable[str]) -> str:
    """Lines as one, with the words in one piece that a line's end has parted."""
    text = ""
    for line in lines:
        if HYPHENATED.search(text) and _same_case(text[-2], line[:2]):
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _same_case(last: str, first: str) -> bool:
    """Whether two letters go on from one in the same word: small ones always, capitals after a capital."""
    return first[:1].islower() or (last.isupper() and first.isupper() and len(first) > 1)


def _text_lines_of(paragraph: list[Line]) -> list[Line]:
    """Those that are read with enough confidence to be more than noise."""
    least = MIN_WITHIN if confidence_of(paragraph) >= SOUND else MIN_CONFIDENCE
    return [
        line
        for line in paragraph
        if line.letters and line.confidence >= (least if line.letters >= SHORT else MIN_SHORT_CONFIDENCE)
    ]


def _line(words: tuple[Word, ...]) -> Line:
    characters = sum(len(word.text) for word in words)
    return Line(
        words=words,
        text=" ".join(word.text for word in words),
        letters=sum(character.isalnum() for word in words for character in word.text),
        confidence=sum(word.confidence * len(word.text) for word in words) / characters,
        height=median(word.height for word in words),
    )


def _usual_height(lines: list[Line]) -> float:
    """Height of the line in the middle, when each counts as many times as it has characters."""
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


def _may_be_heading(text: str, lines: list[Line]) -> bool:
    return (
        SHORT < sum(map(str.isalpha, text)) <= MAX_HEADING
        and not text.endswith((",", ";", "-"))
        and confidence_of(lines) >= HEADING_CONFIDENCE
        and all(line.is_upright for line in lines)
    )


def _goes_on(last: BlockText, block: BlockText) -> bool:
    """Whether a block continues a sentence that a column's or a block's end has parted."""
    return (
        last.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and block.kind is BlockKind.PARAGRAPH
        and block.text[:1].islower()
        and SENTENCE_END.search(last.text) is None
    )
