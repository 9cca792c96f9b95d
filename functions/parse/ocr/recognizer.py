"""Text recognition (OCR): convert a picture into blocks of text, for PDF pages without text and for image files.

Tesseract recognizes the text. It is part of kreuzberg; only its language data are installed separately
(language_data.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image

from functions.parse.contract import Limits
from functions.parse.ocr import tesseract
from functions.parse.ocr.layout import Line, blocks_of, confidence_of, lines_of, text_lines
from functions.parse.ocr.pictures import enlarged_or_reduced, level, strips, without_grain
from functions.parse.ocr.placement import Turned, placement
from shared.documents.document import BlockText, PipelineWarning
from shared.documents.placed_lines import PageFrame

UNAVAILABLE = tesseract.UNAVAILABLE

# Dots per inch at which PDF pages are rendered. 300 improves 7-point type only slightly and takes 1.5 times as long.
DPI = 200

# Mean confidence (0 to 1) below which a picture may be sideways or upside down. Such a page has 0.4.
POOR = 0.6

# Minimum pixels of the shorter side. Smaller pictures are lines, dots, or tracking pixels of mails.
SMALLEST = 16

# Rotations in degrees that are tried on a picture with low confidence.
ROTATIONS = (90, 180, 270)

# Pixels of the copies on which rotations are tried: an A4 page at 125 dots per inch.
FEW_PIXELS = 1_500_000

# Minimum number of words in a picture for rotations to be tried, and in a rotated copy for it to be preferred.
MIN_WORDS = 5

# Mean confidence (0 to 1) below which a warning is added. Clean pages have 0.95, blurred ones 0.85.
UNCERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class Recognized:
    """The text recognized in one picture."""

    blocks: list[BlockText] = field(default_factory=list)
    words: int = 0
    # Mean confidence of the kept words, weighted by length, 0 to 1; 0 without words.
    confidence: float = 0.0
    # Number of words discarded for low confidence: noise, or a script whose language data are not installed.
    left_out: int = 0


def available() -> bool:
    """Whether data of at least one language are installed."""
    return tesseract.languages() is not None


def recognize_picture(
    picture: Image.Image, limits: Limits, page: int | None = None, frame: PageFrame | None = None
) -> Recognized:
    """Recognize the text in a picture of mode L of any size. The blocks get the page number `page`.

    `frame` is the page that the picture shows; without it, the picture is the page.

    Raises PermanentError: ocr_unavailable, corrupt, timed_out.
    """
    if min(picture.size) < SMALLEST:
        return Recognized()
    frame = frame or PageFrame(page or 1, *picture.size)
    top = 0
    blocks: list[BlockText] = []
    lines: list[Line] = []
    kept: list[Line] = []
    for strip in strips(picture):
        of_strip, turned = _lines(enlarged_or_reduced(strip), limits)
        text = text_lines(of_strip)
        blocks.extend(blocks_of(text, page, placement(frame, picture.size, strip.size, top, turned)))
        top += strip.height
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
    """Return at most one warning, about discarded words and about pictures with low confidence."""
    read = list(recognized)
    left_out = sum(one.left_out for one in read if one.words)
    unsure = [one for one in read if one.words and one.confidence < UNCERTAIN]
    sentences: list[str] = []
    if left_out:
        sentences.append(f"{left_out:,} words in pictures could not be recognized and were left out.")
    if unsure:
        lowest = min(one.confidence for one in unsure)
        sentences.append(
            f"The text in {len(unsure):,} of {len(read):,} pictures is uncertain (lowest confidence {lowest:.0%})."
        )
    return [PipelineWarning(code="ocr_uncertain", message=" ".join(sentences))] if sentences else []


def _lines(picture: Image.Image, limits: Limits) -> tuple[list[Line], Turned]:
    """Return the lines of a picture, and how it was turned.

    If the confidence is low, try the other orientations and keep the best.
    """
    ready, angle = level(without_grain(picture))
    lines = lines_of(tesseract.words_of(ready, limits))
    leveled = Turned(picture.size, ready.size, angle)
    if confidence_of(lines) >= POOR or sum(len(line.words) for line in lines) < MIN_WORDS:
        return lines, leveled
    small = ready.copy()
    small.thumbnail(_within(FEW_PIXELS, small.size))
    readings = {
        angle: text_lines(lines_of(tesseract.words_of(small.rotate(angle, expand=True), limits))) for angle in ROTATIONS
    }
    best = max(readings, key=lambda angle: _letters(readings[angle]))
    if sum(len(line.words) for line in readings[best]) < MIN_WORDS or _letters(readings[best]) <= _letters(
        text_lines(lines)
    ):
        return lines, leveled
    turned = ready.rotate(best, expand=True)
    return lines_of(tesseract.words_of(turned, limits)), Turned(picture.size, turned.size, angle + best)


def _within(pixels: int, size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, (pixels / (size[0] * size[1])) ** 0.5)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _letters(lines: list[Line]) -> int:
    return sum(line.letters for line in lines)
