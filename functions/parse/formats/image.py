"""Read image files: the text recognized in each page, and the caption and metadata of the file."""

from dataclasses import dataclass, field

import PIL
from PIL import Image

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.kreuzberg_document import PARSER as KREUZBERG
from functions.parse.formats.image_metadata import description_of
from functions.parse.ocr import recognizer as ocr
from functions.parse.ocr.image_file import gray, opened, turn_to
from shared.documents.document import BlockKind, BlockText, PipelineWarning
from shared.errors import Code, PermanentError

MEDIA_TYPES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp", "image/jp2")

# The only format whose frames are pages. Of an animation, only the first frame is read.
PAGED = "TIFF"

PARSER = f"{KREUZBERG}, Pillow {PIL.__version__}"


@dataclass(slots=True)
class _Pages:
    """The pages of an image file: recognized, over a limit, or failed."""

    seen: int = 0
    # Number of pages over the limits.
    over: int = 0
    recognized: list[ocr.Recognized] = field(default_factory=list)
    # Errors by page number.
    failed: dict[int, PermanentError] = field(default_factory=dict)


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Recognize the text in an image file. Blocks have page numbers if there are several pages.

    Raises PermanentError: corrupt, too_large, empty (no text in it), ocr_unavailable, timed_out.
    """
    with opened(content, limits.max_pixels) as picture:
        description = description_of(picture)
        metadata = description.metadata
        captions = [BlockText(kind=BlockKind.CAPTION, text=description.caption)] if description.caption else []
        try:
            pages = _recognized(picture, limits)
        except PermanentError as error:
            if not captions or error.code is not Code.OCR_UNAVAILABLE:
                raise
            warning = PipelineWarning(code=error.code.value, message=error.message)
            return Extracted(blocks=captions, parser=PARSER, metadata=metadata, warnings=[warning])
    blocks = [block for one in pages.recognized for block in one.blocks]
    if not blocks and not captions:
        raise _nothing_read(pages)
    if pages.seen > 1:
        metadata = metadata.model_copy(update={"pages": pages.seen})
    return Extracted(blocks=[*captions, *blocks], parser=PARSER, metadata=metadata, warnings=_warnings(pages))


def _recognized(picture: Image.Image, limits: Limits) -> _Pages:
    """Recognize each page until a limit is reached. Raises PermanentError: ocr_unavailable."""
    if not ocr.available():
        raise PermanentError(Code.OCR_UNAVAILABLE, ocr.UNAVAILABLE)
    if not limits.max_ocr_pages:
        raise PermanentError(Code.OCR_UNAVAILABLE, "Text recognition in pictures is turned off (max_ocr_pages is 0).")
    pages = _Pages()
    several = picture.format == PAGED and getattr(picture, "is_animated", False)
    while _turn_to_next(picture, pages, several) and pages.seen < limits.max_pages:
        pages.seen += 1
        if pages.seen > limits.max_ocr_pages or limits.seconds_left() <= 0:
            pages.over += 1
            continue
        try:
            shown = gray(picture, limits.max_pixels)
            pages.recognized.append(ocr.recognize_picture(shown, limits, pages.seen if several else None))
        except PermanentError as error:
            pages.failed[pages.seen] = error
    return pages


def _turn_to_next(picture: Image.Image, pages: _Pages, several: bool) -> bool:
    """Go to the next page. Return False if there is none."""
    if not pages.seen:
        return True
    if not several:
        return False
    try:
        return turn_to(picture, pages.seen + 1)
    except PermanentError as error:
        pages.failed[pages.seen + 1] = error
        return False


def _nothing_read(pages: _Pages) -> PermanentError:
    if pages.failed and not any(one.words for one in pages.recognized):
        return next(iter(pages.failed.values()))
    if pages.over == pages.seen:
        return PermanentError(Code.TIMED_OUT, "No time was left to recognize the text in a picture.")
    if any(one.is_unread for one in pages.recognized):
        return PermanentError(Code.OCR_UNAVAILABLE, f"The file is an image with writing. {ocr.needed_data()}")
    where = f"its {pages.seen:,} pages" if pages.seen > 1 else "it"
    return PermanentError(Code.EMPTY, f"The file is an image, and no text was recognized in {where}.")


def _warnings(pages: _Pages) -> list[PipelineWarning]:
    warnings = []
    if any(one.words for one in pages.recognized):
        warnings.append(
            PipelineWarning(code="ocr_used", message="The text was recognized in pictures and may contain errors.")
        )
    if pages.over:
        message = (
            f"{pages.over:,} of {pages.seen:,} pages were left out: "
            f"text recognition stopped after {pages.seen - pages.over:,}."
        )
        warnings.append(PipelineWarning(code="ocr_pages_left_out", message=message))
    for number, error in pages.failed.items():
        message = f"Page {number:,} was left out: {error.message}"
        warnings.append(PipelineWarning(code="ocr_pages_left_out", message=message))
    if unread := sum(one.is_unread for one in pages.recognized):
        message = f"The writing in {unread:,} of {pages.seen:,} pictures was not read. {ocr.needed_data()}"
        warnings.append(PipelineWarning(code="ocr_unavailable", message=message))
    return [*warnings, *ocr.uncertainty(pages.recognized)]
