"""Text recognition (OCR): a picture in, blocks of text out. PDF pages without text and image files use it.

Tesseract does the work, inside kreuzberg; it lacks nothing but language data (ocr_data.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image

from functions.parse.contract import Limits
from functions.parse.ocr import tesseract
from functions.parse.ocr.layout import Line, blocks_of, confidence_of, lines_of, text_lines
from functions.parse.ocr.pictures import enlarged_or_reduced, level, strips, without_grain
from shared.documents.document import BlockText, PipelineWarning

UNAVAILABLE = tesseract.UNAVAILABLE

# Resolution to draw a page with. 300 makes type of 7 points only a little better, and takes half as long again.
DPI = 200

# Mean confidence below which a picture may lie on its side or upside down. A page that does has 0.4.
POOR = 0.6

# Pixels of the shorter side. A picture that is smaller is a line, a dot, or the pixel by which a mail is tracked.
SMALLEST = 16

LYING = (90, 180, 270)

# Of the copies that the right way up is looked for with: an A4 page at 125 dots per inch.
FEW_PIXELS = 1_500_000

# What reads better when it's turned must have this many words that are sure.
MIN_WORDS = 5

# Mean confidence below which a reader is warned. Clean pages have 0.95, blurred ones 0.85.
UNCERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class Recognized:
    """What was read in one picture."""

    blocks: list[BlockText] = field(default_factory=list)
    words: int = 0
    # The mean of the words that were kept, each by its length, 0 to 1; 0 without any.
    confidence: float = 0.0
    # Words that were too unsure to be kept: noise, or a script that no language data is installed for.
    left_out: int = 0


def available() -> bool:
    """Whether data of any language is installed."""
    return tesseract.languages() is not None


def recognize_picture(picture: Image.Image, limits: Limits, page: int | None = None) -> Recognized:
    """What is written in a picture of mode L, of any size; its blocks are on `page`.

    Raises PermanentError: ocr_unavailable, corrupt, timed_out.
    """
    if min(picture.size) < SMALLEST:
        return Recognized()
    blocks: list[BlockText] = []
    lines: list[Line] = []
    kept: list[Line] = []
    for strip in strips(picture):
        of_strip = _lines(enlarged_or_reduced(strip), limits)
        text = text_lines(of_strip)
        blocks.extend(blocks_of(text, page))
        lines.extend(of_strip)
        kept.extend(text)
    words = sum(len(line.words) for line in kept)
    return Recognized(
        blocks=blocks,
        words=words,
        confidence=confidence_of(kept),
        left_out=sum(len(line.words) for line in lines) - words,
    )


def uncertainty(recognized: Iterable[Recognized]) -> list[PipelineWarning]:
    """One warning of what was left out of pictures, and of words read with little confidence; or none."""
    read = list(recognized)
    left_out = sum(one.left_out for one in read if one.words)
    unsure = [one for one in read if one.words and one.confidence < UNCERTAIN]
    said: list[str] = []
    if left_out:
        said.append(f"{left_out:,} words in pictures could not be made out and were left out.")
    if unsure:
        lowest = min(one.confidence for one in unsure)
        said.append(
            f"Text in {len(unsure):,} of {len(read):,} pictures is uncertain (confidence down to {lowest:.0%})."
        )
    return [PipelineWarning(code="ocr_uncertain", message=" ".join(said))] if said else []


def _lines(picture: Image.Image, limits: Limits) -> list[Line]:
    """The lines of a picture, turned the right way up where it reads badly as it is."""
    ready = level(without_grain(picture))
    lines = lines_of(tesseract.words_of(ready, limits))
    if confidence_of(lines) >= POOR or sum(len(line.words) for line in lines) < MIN_WORDS:
        return lines
    small = ready.copy()
    small.thumbnail(_within(FEW_PIXELS, small.size))
    readings = {
        angle: text_lines(lines_of(tesseract.words_of(small.rotate(angle, expand=True), limits))) for angle in LYING
    }
    best = max(readings, key=lambda angle: _letters(readings[angle]))
    if sum(len(line.words) for line in readings[best]) < MIN_WORDS or _letters(readings[best]) <= _letters(
        text_lines(lines)
    ):
        return lines
    return lines_of(tesseract.words_of(ready.rotate(best, expand=True), limits))


def _within(pixels: int, size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, (pixels / (size[0] * size[1])) ** 0.5)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _letters(lines: list[Line]) -> int:
    return sum(line.letters for line in lines)
