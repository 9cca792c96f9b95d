"""Text recognition (OCR): convert a picture into blocks of text, for PDF pages without text and for image files.

Tesseract recognizes the text. It is part of kreuzberg; only its language data are installed separately
(language_data.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image

from functions.parse.contract import Limits
from functions.parse.ocr import tesseract
from functions.parse.ocr.layout import Line, blocks_of, confidence_of, text_lines
from functions.parse.ocr.pictures import enlarged_or_reduced, level, strips, without_grain
from functions.parse.ocr.placement import Turned, line_placer
from functions.parse.ocr.reading import MIN_WORDS, Reading, read_upright, read_with
from functions.parse.ocr.writing import has_writing
from shared.documents.document import BlockText, PipelineWarning
from shared.documents.placed_lines import PageFrame

UNAVAILABLE = tesseract.UNAVAILABLE

# Dots per inch at which PDF pages are rendered. 300 improves 7-point type only slightly and takes 1.5 times as long.
DPI = 200

# Minimum pixels of the shorter side. Smaller pictures are lines, dots, or tracking pixels of mails.
SMALLEST = 16

# Rotations in degrees that are tried on a picture with low confidence.
ROTATIONS = (90, 180, 270)

# Pixels of the copies on which rotations are tried: an A4 page at 125 dots per inch.
FEW_PIXELS = 1_500_000

# Maximum number of languages in a message about missing data.
MAX_NAMED = 5

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
    # Whether the picture has writing, and nothing of it was recognized.
    is_unread: bool = False


def available() -> bool:
    """Whether data of at least one language are installed."""
    return tesseract.languages() is not None


def needed_data() -> str:
    """Return a message for writing that the installed language data don't recognize: their names, and what to add."""
    data = tesseract.languages()
    if data is None:
        return UNAVAILABLE
    lacking = ",".join(data.lacking()[:MAX_NAMED])
    return (
        f"The installed language data ({', '.join(data.names)}) recognize none of it. Add the data of its language, "
        f"for example with OCR_LANGUAGES={lacking} (docs/formats.md lists the languages)."
    )


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
    top, unread = 0, False
    blocks: list[BlockText] = []
    lines: list[Line] = []
    kept: list[Line] = []
    for strip in strips(picture):
        reading, turned, missed = _read(enlarged_or_reduced(strip), limits)
        text = text_lines(reading.lines)
        unread = unread or missed
        blocks.extend(blocks_of(text, page, line_placer(frame, picture.size, strip.size, top, turned)))
        top += strip.height
        lines.extend(reading.lines)
        kept.extend(text)
    words = sum(len(line.words) for line in kept)
    return Recognized(
        blocks=blocks,
        words=words,
        confidence=confidence_of(kept),
        left_out=sum(len(line.words) for line in lines) - words,
        is_unread=unread and not words,
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


def _read(picture: Image.Image, limits: Limits) -> tuple[Reading, Turned, bool]:
    """Return the reading of a picture, how it was turned, and whether it has writing that the reading lacks.

    If the confidence is low, try the other orientations and keep the best.
    """
    ready, angle = level(without_grain(picture))
    reading = read_upright(ready, limits)
    leveled = Turned(picture.size, ready.size, angle)
    if not reading.is_poor:
        return reading, leveled, False
    if reading.words >= MIN_WORDS and (best := _best_rotation(ready, limits, reading)):
        turned = ready.rotate(best, expand=True)
        return read_upright(turned, limits), Turned(picture.size, turned.size, angle + best), False
    return reading, leveled, not text_lines(reading.lines) and has_writing(ready)


def _best_rotation(picture: Image.Image, limits: Limits, reading: Reading) -> int | None:
    """Return the rotation in degrees with the most text in the languages of `reading`, None if it has more itself."""
    small = picture.copy()
    small.thumbnail(_within(FEW_PIXELS, small.size))
    readings = {angle: read_with(small.rotate(angle, expand=True), limits, reading.languages) for angle in ROTATIONS}
    best = max(readings, key=lambda angle: readings[angle].letters)
    text = text_lines(readings[best].lines)
    enough = sum(len(line.words) for line in text) >= MIN_WORDS
    return best if enough and readings[best].letters > reading.letters else None


def _within(pixels: int, size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, (pixels / (size[0] * size[1])) ** 0.5)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
