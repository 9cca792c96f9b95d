"""Recognize the words in a grayscale picture with Tesseract, which is part of kreuzberg."""

import os
import re
from collections.abc import Iterable
from functools import cache
from math import isfinite
from pathlib import Path

import kreuzberg
from kreuzberg.exceptions import ExtractionTimeoutError
from PIL import Image

from functions.parse.contract import Limits
from functions.parse.ocr.language_data import PREFIX, SCRIPT_OF, LanguageData, language_data
from functions.parse.ocr.layout import Word
from shared.errors import Code, PermanentError

# Page segmentation mode of Tesseract that detects columns. Mode 1 also rotates pages, but needs data that aren't
# packaged.
AUTOMATIC_COLUMNS = 3

# Page segmentation mode for one block of text, without columns. Mode 3 finds no lines on some pages in Hangul.
ONE_BLOCK = 6

# Target resolution. kreuzberg treats every picture as one of 72 dots per inch, so this value leaves it unscaled.
UNSCALED = 72

PORTABLE_GRAYMAP = "image/x-portable-graymap"
UNAVAILABLE = "Text recognition in pictures is not available because its language data are not installed."

# Maximum characters of a reason in a message.
SHOWN = 200

# Level of a word in the TSV of Tesseract. Lower levels are pages, blocks, paragraphs and lines, without text.
WORD_LEVEL = "5"

# Marks of direction (UAX #9), which Tesseract adds to Arabic and Hebrew. Its words are in logical order without them.
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# The folder that contains this package, `ocr`. kreuzberg disables Tesseract unless its cache folder has a subfolder of
# that name or it can create one, which the sandbox forbids. Caching is off, so nothing is written there.
CACHE_PARENT = Path(__file__).resolve().parents[1]

# Number of recognitions that timed out. Their threads keep running, because Tesseract can't be stopped.
_abandoned = 0

# Number of recognitions in other scripts than that of the first language. Their data set global variables of Tesseract,
# which change the layout that it finds on later pages.
_altered = 0


def abandoned() -> bool:
    """Whether a recognition has timed out in this process, which should then be replaced."""
    return _abandoned > 0


def altered() -> bool:
    """Whether data of another script were used in this process, which should then be replaced after the file."""
    return _altered > 0


def prepare() -> None:
    """Initialize Tesseract in kreuzberg, which is not possible within the sandbox."""
    os.environ["KREUZBERG_CACHE_DIR"] = str(CACHE_PARENT)
    kreuzberg.list_ocr_backends()


@cache
def languages() -> LanguageData | None:
    """Return the installed language data, None without any. The result is cached."""
    found = language_data()
    if found is not None:
        # Tesseract reads data only from this folder. The environment is that of the worker process.
        os.environ[PREFIX] = str(found.folder)
    return found


def words_of(
    picture: Image.Image, limits: Limits, chosen: Iterable[str] | None = None, mode: int = AUTOMATIC_COLUMNS
) -> list[Word]:
    """Return the words in a picture of mode L, in reading order, within the remaining time.

    `chosen` are installed languages, by default the first one; `mode` is the page segmentation mode.

    Raises PermanentError: ocr_unavailable, timed_out, corrupt.
    """
    data = languages()
    if data is None:
        raise PermanentError(Code.OCR_UNAVAILABLE, UNAVAILABLE)
    seconds = limits.seconds_left()
    if seconds < 1:
        raise PermanentError(Code.TIMED_OUT, "No time was left to recognize the text in a picture.")
    languages_read = list(chosen or [data.first])
    global _abandoned, _altered
    _altered += any(language in SCRIPT_OF and language != data.first for language in languages_read)
    names = data.notation(languages_read)
    config = _configuration(names, mode, int(seconds) if isfinite(seconds) else None)
    try:
        result = kreuzberg.extract_bytes_sync(graymap(picture), PORTABLE_GRAYMAP, config)
    except ExtractionTimeoutError as error:
        _abandoned += 1
        raise PermanentError(
            Code.TIMED_OUT,
            "Recognizing the text in a picture took longer than the time that was left.",
        ) from error
    except kreuzberg.KreuzbergError as error:
        reason = str(error)[:SHOWN]
        raise PermanentError(Code.CORRUPT, f"The text in a picture could not be recognized: {reason}.") from error
    return [word for line in result.content.split("\n") if (word := _word(line)) is not None]


def graymap(picture: Image.Image) -> bytes:
    """Return a picture of mode L as a PGM, the fastest format to write and to read."""
    return b"P5 %d %d 255\n" % picture.size + picture.tobytes()


def _configuration(names: str, mode: int, seconds: int | None) -> kreuzberg.ExtractionConfig:
    preprocessing = kreuzberg.ImagePreprocessingConfig(target_dpi=UNSCALED, auto_rotate=False, deskew=False)
    tesseract = kreuzberg.TesseractConfig(
        language=names,
        psm=mode,
        output_format="tsv",
        enable_table_detection=False,
        use_cache=False,
        preprocessing=preprocessing,
    )
    return kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        output_format="structured",
        ocr=kreuzberg.OcrConfig(backend="tesseract", language=names, tesseract_config=tesseract),
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
        extraction_timeout_secs=seconds,
    )


def _word(line: str) -> Word | None:
    """Return the word in a line of the TSV, None for other levels and for blank words."""
    fields = line.split("\t")
    if fields[0] != WORD_LEVEL or len(fields) < 12 or not (text := DIRECTIONS.sub("", fields[11]).strip()):
        return None
    _, _, block, paragraph, row, _, left, top, width, height = map(int, fields[:10])
    return Word(
        text=text,
        confidence=float(fields[10]) / 100,
        line=(block, paragraph, row),
        left=left,
        top=top,
        width=width,
        height=height,
    )
