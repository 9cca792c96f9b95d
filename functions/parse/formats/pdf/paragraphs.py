"""Lines in reading order made into paragraphs: where one ends is shown by blanks, indents, short lines and markers."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from functions.parse.formats.pdf.glyphs import HYPHEN
from functions.parse.formats.pdf.lines import Line

# Of the type's size: what differs by more is other type.
OTHER_SIZE = 0.08

# Times the type's size, from line to line, where a document doesn't show its own.
USUAL_LEADING = 1.35

# Times the leading. Lines that are further apart are parted by a blank.
WIDER = 1.2

# Of the type's size.
INDENT = 0.8

# Times the type's size. What begins further in is set apart, not indented.
MOST_INDENT = 6.0

# Of the lines of a block, that are indented where the first line of each paragraph is not.
HANGING = 0.4

# Items before a line among which one with the same marker is looked for.
LOOK_BACK = 8

# Of the block's width, that a line leaves empty where it is short whatever follows.
SHORT = 0.25

SENTENCE_END = re.compile(r"[.!?:;…。！？；][\"'”’»)\]]*$")
BULLET = re.compile(r"[•‣⁃◦▪▫●○■□►▶➢➤✓✔∙] ?\S")

# What begins an item only where the line before it has ended: it may stand in a sentence as well.
WEAK_MARKER = re.compile(
    r"(?:[·*–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]{1,4})\.) \S|\d{1,2}\.(?=[^\W\d_]{2})"
)


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    page: int
    # Whether it begins with a list's marker.
    item: bool = False
    left: float = 0.0
    # Of the block of lines it stands in.
    right: float = 0.0

    @property
    def size(self) -> float:
        """Of its type, in points."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


def usual_leading(pages: list[list[Line]]) -> float:
    """Times the type's size, from line to line, in most of the document."""
    ratios = [
        (after.baseline - before.baseline) / before.size
        for lines in pages
        for before, after in pairwise(lines)
        if before.size == after.size > 0 and after.below(before)
    ]
    near = [ratio for ratio in ratios if 0.8 < ratio < 3]
    return median(near) if near else USUAL_LEADING


def paragraphs(lines: list[Line], page: int, leading: float) -> list[Paragraph]:
    """The paragraphs of lines in reading order."""
    return [paragraph for block in _blocks(lines, leading) for paragraph in _parts(block, page)]


def _blocks(lines: list[Line], leading: float) -> list[list[Line]]:
    """Lines one below the other, in the same type, at the same distance."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _same_block(blocks[-1], line, leading):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _same_block(block: list[Line], line: Line, leading: float) -> bool:
    last = block[-1]
    if abs(line.size - last.size) > OTHER_SIZE * max(line.size, last.size):
        return False
    # A sentence may begin in bold type; what follows a heading begins with a capital.
    if line.bold != last.bold and not line.text[:1].islower():
        return False
    if line.fixed != last.fixed or not line.below(last):
        return False
    distance = line.baseline - last.baseline
    usual = block[1].baseline - block[0].baseline if len(block) > 1 else max(leading, USUAL_LEADING) * last.size
    return distance <= WIDER * usual + 0.5


def _parts(block: list[Line], page: int) -> list[Paragraph]:
    """The paragraphs of a block."""
    left = min(line.left for line in block)
    rights = sorted(line.right for line in block)
    right = rights[-2] if len(rights) > 3 else rights[-1]
    centred = _centred(block, left, right)
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
        if last is None or marked or _begins(last, line, left, right, centred, hanging, parts[-1]):
            parts.append(Paragraph([line], page, item=marked, left=left, right=right))
        else:
            parts[-1].lines.append(line)
    return parts


def _same_marker(item: Line, line: Line) -> bool:
    """Whether both begin with the same sign at the same place; numbers count up, so theirs differ."""
    return abs(item.left - line.left) < 0.3 * line.size and (
        item.text[0] == line.text[0] or (item.text[0].isdigit() and line.text[0].isdigit())
    )


def _begins(
    last: Line, line: Line, left: float, right: float, centred: bool, hanging: bool, paragraph: Paragraph
) -> bool:
    """Whether a line begins a paragraph, after the last of the one before it."""
    if last.text.endswith(HYPHEN):
        return False
    ended = SENTENCE_END.search(last.text) is not None
    if line.text[:1].islower() and not ended:
        return False
    size = line.size
    if centred:
        return False
    if paragraph.item and line.left > paragraph.lines[0].left + INDENT * size / 2:
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


def _centred(block: list[Line], left: float, right: float) -> bool:
    """Whether the lines stand under one another by their middles, not by their left ends."""
    if len(block) < 2 or all(line.left - left < 0.3 * line.size for line in block):
        return False
    middle = (left + right) / 2
    return all(abs((line.left + line.right) / 2 - middle) < line.size for line in block)
