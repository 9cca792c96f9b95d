"""Tesseract, which kreuzberg has inside: a gray picture in, the words found in it out."""

import os
from functools import cache
from math import isfinite
from pathlib import Path

import kreuzberg
from kreuzberg.exceptions import ExtractionTimeoutError
from PIL import Image

from functions.parse.contract import Limits
from functions.parse.ocr.language_data import language_data
from functions.parse.ocr.layout import Word
from shared.errors import Code, PermanentError

# Tesseract's page segmentation mode that finds columns. Mode 1 wants data that isn't packaged, to turn pages.
AUTOMATIC_COLUMNS = 3

# kreuzberg takes every picture for one of 72 dots per inch and enlarges it to this many. Ours is scaled already.
UNSCALED = 72

PORTABLE_GRAYMAP = "image/x-portable-graymap"
UNAVAILABLE = "The data that recognizing text in pictures needs is not installed."

# Characters of a reason.
SHOWN = 200

# Of a line of Tesseract's TSV. Lower ones are pages, blocks, paragraphs and lines, without text.
WORD_LEVEL = "5"


# The folder that this package, named `ocr`, lies in. kreuzberg leaves Tesseract out unless its folder of caches has one
# of that name or can be given one, which the worker process forbids. Nothing is cached: nothing is written there.
CACHE_PARENT = Path(__file__).resolve().parents[1]

# Recognitions whose time has run out. They go on in threads of their own: nothing can stop Tesseract.
_abandoned = 0


def abandoned() -> bool:
    """Whether this process still recognizes, or has recognized, a picture that nobody waits for. It should end."""
    return _abandoned > 0


def prepare() -> None:
    """Have kreuzberg take Tesseract in, which the sandbox forbids later."""
    os.environ["KREUZBERG_CACHE_DIR"] = str(CACHE_PARENT)
    kreuzberg.list_ocr_backends()


@cache
def languages() -> str | None:
    """What can be recognized, in Tesseract's notation; None where no language data is installed. Looked up once."""
    found = language_data()
    if found is None:
        return None
    folder, names = found
    # Tesseract looks nowhere else. This process is the worker's: its environment is its own.
    os.environ["TESSDATA_PREFIX"] = str(folder)
    return names


def words_of(picture: Image.Image, limits: Limits) -> list[Word]:
    """The words in a picture of mode L, in reading order, within the time that is left.

    Raises PermanentError: ocr_unavailable, timed_out, corrupt.
    """
    names = languages()
    if names is None:
        raise PermanentError(Code.OCR_UNAVAILABLE, UNAVAILABLE)
    seconds = limits.seconds_left()
    if seconds < 1:
        raise PermanentError(Code.TIMED_OUT, "No time was left to recognize the text in a picture.")
    config = _configuration(names, int(seconds) if isfinite(seconds) else None)
    try:
        result = kreuzberg.extract_bytes_sync(graymap(picture), PORTABLE_GRAYMAP, config)
    except ExtractionTimeoutError as error:
        global _abandoned
        _abandoned += 1
        raise PermanentError(
            Code.TIMED_OUT, "Recognizing the text in a picture took longer than the time allows."
        ) from error
    except kreuzberg.KreuzbergError as error:
        reason = str(error)[:SHOWN]
        raise PermanentError(Code.CORRUPT, f"The text in a picture could not be recognized: {reason}.") from error
    return [word for line in result.content.split("\n") if (word := _word(line)) is not None]


def graymap(picture: Image.Image) -> bytes:
    """A picture of mode L as a PGM, the encoding that costs least to write and to read."""
    return b"P5 %d %d 255\n" % picture.size + picture.tobytes()


def _configuration(names: str, seconds: int | None) -> kreuzberg.ExtractionConfig:
    preprocessing = kreuzberg.ImagePreprocessingConfig(target_dpi=UNSCALED, auto_rotate=False, deskew=False)
    tesseract = kreuzberg.TesseractConfig(
        language=names,
        psm=AUTOMATIC_COLUMNS,
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
    """The word in a line of the TSV; None in a line for something larger, and for a word of blanks."""
    fields = line.split("\t")
    if fields[0] != WORD_LEVEL or len(fields) < 12 or not fields[11].strip():
        return None
    _, _, block, paragraph, row, _, left, top, width, height = map(int, fields[:10])
    return Word(
        text=fields[11].strip(),
        confidence=float(fields[10]) / 100,
        line=(block, paragraph, row),
        left=left,
        top=top,
        width=width,
        height=height,
    )
