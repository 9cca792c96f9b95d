"""Splits lines in reading order into paragraphs, by gaps, indents, short lines and list markers."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from functions.parse.formats.pdf.glyphs import HYPHEN
from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.raised import MARKS
from functions.parse.formats.pdf.right_to_left import RIGHT_TO_LEFT
from functions.parse.turns.labels import label_of

# Relative difference between font sizes above which two lines are in different paragraphs.
OTHER_SIZE = 0.08

# Leading (distance between baselines) in font sizes, if the document doesn't show its own.
USUAL_LEADING = 1.35

# Range of leadings, in font sizes, from which the document's own is computed.
MIN_LEADING, MAX_LEADING = 0.8, 3

# Maximum distance between two lines of a block, in leadings. Lines that are further apart have a gap between them.
WIDER = 1.2

# Tolerance of that distance, in points.
TOLERANCE = 0.5

# Minimum and maximum indent of the first line of a paragraph, in font sizes. Lines further in are set apart.
INDENT = 0.8
MOST_INDENT = 6.0

# Minimum share of indented lines in a block with hanging indents, whose paragraphs start flush (0 to 1).
HANGING = 0.4

# Number of previous list items that are searched for one with the same marker.
LOOK_BACK = 8

# Maximum difference between the positions of the same marker, in font sizes.
SAME_LEFT = 0.3

# Minimum empty part of a line after which any line begins a paragraph, as a share of the block's width.
SHORT = 0.25

# Minimum number of letters of a line in capitals.
FEWEST_CAPITALS = 5

# Punctuation at the end of a sentence, with marks of notes, and a bullet at the start of a list item.
SENTENCE_END = re.compile(rf"[.!?:;…。！？；][\"'”’»)\]]*(?: ?[{MARKS},–-]+)?$")
BULLET = re.compile(r"[•‣⁃◦▪▫●○■□►▶➢➤✓✔∙] ?\S")

# A marker that starts a list item only if the line before it has ended, because it may also occur in a sentence.
WEAK_MARKER = re.compile(
    r"(?:[·*–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]{1,4})\.) \S|\d{1,2}\.(?=[^\W\d_]{2})"
)


@dataclass(slots=True)
class Paragraph:
    """The lines of a paragraph on one page."""

    lines: list[Line]
    page: int
    # Whether it starts with a list marker.
    item: bool = False
    # Edges of the block of lines that contains it, in points.
    left: float = 0.0
    right: float = 0.0
    # Whether it is a heading on the same line as the text that follows.
    run_in: bool = False

    @property
    def size(self) -> float:
        """The font size in points."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all lines are italic."""
        return all(line.italic for line in self.lines)

    @property
    def alone(self) -> bool:
        """Whether no other paragraph continues it, and it is no heading."""
        return self.lines[0].alone


class Usual(NamedTuple):
    """What is usual in a document."""

    # The leading, in font sizes, and the size of the body font in points.
    leading: float
    size: float
    # Whether the document is a transcript.
    in_turns: bool


def usual_leading(pages: list[list[Line]]) -> float:
    """Return the median leading of the document, in font sizes."""
    ratios = [
        (after.baseline - before.baseline) / before.size
        for lines in pages
        for before, after in pairwise(lines)
        if before.size == after.size > 0 and after.below(before)
    ]
    plausible = [ratio for ratio in ratios if MIN_LEADING < ratio < MAX_LEADING]
    return median(plausible) if plausible else USUAL_LEADING


def paragraphs(lines: list[Line], page: int, usual: Usual) -> list[Paragraph]:
    """Return the paragraphs of lines in reading order. In a transcript, the label of a speaker starts a paragraph.

    The `lead` of a line is a heading, and a paragraph of its own.
    """
    return [
        part
        for block in _blocks(lines, usual.leading)
        for paragraph in _parts(block, page, usual)
        for part in _without_run_in(paragraph)
    ]


def _without_run_in(paragraph: Paragraph) -> list[Paragraph]:
    """Split a paragraph after the heading that is run into it, if there is one. The heading may begin a line above."""
    lines = paragraph.lines
    place = next((number for number, line in enumerate(lines) if not line.bold), None)
    lead = None if place is None else lines[place].lead
    if place is None or lead is None:
        return [paragraph]
    line = lines[place]
    words = Line(lead.text, lead.left, lead.right, line.baseline, line.size, bold=True)
    after = replace(line, text=line.text[len(lead.text) :].lstrip(), left=lead.right, pieces=[], lead=None)
    heading = replace(paragraph, lines=[*lines[:place], words], item=False, run_in=True)
    return [heading, replace(paragraph, lines=[after, *lines[place + 1 :]], item=False)]


def _blocks(lines: list[Line], leading: float) -> list[list[Line]]:
    """Group consecutive lines in the same font at the same distance."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _same_block(blocks[-1], line, leading):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _same_block(block: list[Line], line: Line, leading: float) -> bool:
    last = block[-1]
    if line.alone or last.alone:
        return False
    if abs(line.size - last.size) > OTHER_SIZE * max(line.size, last.size):
        return False
    # A sentence may start in bold; text after a heading starts with a capital letter.
    if line.bold != last.bold and not line.text[:1].islower():
        return False
    if line.fixed != last.fixed or not line.below(last):
        return False
    distance = line.baseline - last.baseline
    usual = block[1].baseline - block[0].baseline if len(block) > 1 else max(leading, USUAL_LEADING) * last.size
    return distance <= WIDER * usual + TOLERANCE


def _parts(block: list[Line], page: int, usual: Usual) -> list[Paragraph]:
    """Split a block into paragraphs. Lines that run from right to left are mirrored for it."""
    if not all(line.text.isascii() or not RIGHT_TO_LEFT.search(line.text) for line in block):
        mirrored = [replace(line, left=-line.right, right=-line.left) for line in block]
        found = _split(mirrored, page, usual)
        remaining = iter(block)
        for paragraph in found:
            paragraph.lines = [next(remaining) for _ in paragraph.lines]
            paragraph.left, paragraph.right = -paragraph.right, -paragraph.left
        return found
    return _split(block, page, usual)


def _split(block: list[Line], page: int, usual: Usual) -> list[Paragraph]:
    left = min(line.left for line in block)
    rights = sorted(line.right for line in block)
    right = rights[-2] if len(rights) > 3 else rights[-1]
    # Lines of a title are centred too, but not in the body font.
    centred = _centred(block, left, right) and (block[0].bold or block[0].size > (1 + OTHER_SIZE) * usual.size)
    indented = sum(1 for line in block if line.left > left + INDENT * line.size)
    hanging = indented >= HANGING * len(block)
    parts: list[Paragraph] = []
    for line in block:
        last = parts[-1].lines[-1] if parts else None
        marked = BULLET.match(line.text) is not None or (
            WEAK_MARKER.match(line.text) is not None
            and (
                last is None
                or SENTENCE_END.search(last.text) is not None
                or right - last.right > SHORT * (right - left)
                or any(part.item and _same_marker(part.lines[0], line) for part in parts[-LOOK_BACK:])
            )
        )
        speaks = usual.in_turns and label_of(line.text) is not None
        if last is None or marked or speaks or _starts_paragraph(last, line, left, right, centred, hanging, parts[-1]):
            parts.append(Paragraph([line], page, item=marked, left=left, right=right))
        else:
            parts[-1].lines.append(line)
    return parts


def _same_marker(item: Line, line: Line) -> bool:
    """Return whether both lines start with the same sign, or a digit, at the same position."""
    return abs(item.left - line.left) < SAME_LEFT * line.size and (
        item.text[0] == line.text[0] or (item.text[0].isdigit() and line.text[0].isdigit())
    )


def _starts_paragraph(
    last: Line, line: Line, left: float, right: float, centred: bool, hanging: bool, paragraph: Paragraph
) -> bool:
    """Return whether a line starts a paragraph after `last`, the last line of `paragraph`."""
    if line.lead is not None and not paragraph.bold:
        return True
    if last.text.endswith(HYPHEN):
        return False
    ended = SENTENCE_END.search(last.text) is not None
    if line.text[:1].islower() and not ended:
        return False
    size = line.size
    if _style_changes(paragraph, line, ended=ended):
        return True
    if centred:
        return False
    if paragraph.item and INDENT / 2 < (line.left - paragraph.lines[0].left) / size < MOST_INDENT:
        return False
    shift = line.left - last.left
    if hanging and shift < -INDENT * size:
        return ended or right - last.right > size
    if not hanging and INDENT * size < line.left - left < MOST_INDENT * size and shift > INDENT * size:
        return ended or right - last.right > size
    room = right - last.right
    width = (line.right - line.left) / max(len(line.text), 1)
    word = width * (len(line.text.split(" ", 1)[0]) + 1)
    if room <= word + size:
        return False
    return ended or room > SHORT * (right - left)


def _style_changes(paragraph: Paragraph, line: Line, *, ended: bool) -> bool:
    """Return whether a paragraph is in italics or capitals and the line isn't, or the line is and `ended` is true."""
    if not line.text[:1].isupper() and not line.text[:1].isdigit():
        return False
    italic, capitals = paragraph.italic, all(map(_in_capitals, paragraph.lines))
    if (italic and not line.italic) or (capitals and not line.text.isupper()):
        return True
    return ended and ((line.italic and not italic) or (_in_capitals(line) and not capitals))


def _in_capitals(line: Line) -> bool:
    return line.text.isupper() and sum(map(str.isalpha, line.text)) >= FEWEST_CAPITALS


def _centred(block: list[Line], left: float, right: float) -> bool:
    """Return whether the lines are centred and not aligned on the left."""
    if len(block) < 2 or all(line.left - left < SAME_LEFT * line.size for line in block):
        return False
    middle = (left + right) / 2
    return all(abs((line.left + line.right) / 2 - middle) < line.size for line in block)
