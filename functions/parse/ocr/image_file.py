"""Image files, by Pillow: their size is read before anything is decoded; each page becomes a gray picture."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import cast

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from shared.errors import Code, PermanentError

# Those of Pillow's readers that are used, loaded by being named here. It has others, for formats that hardly anybody
# drops.
READERS = (
    PngImagePlugin.PngImageFile,
    JpegImagePlugin.JpegImageFile,
    TiffImagePlugin.TiffImageFile,
    BmpImagePlugin.BmpImageFile,
    GifImagePlugin.GifImageFile,
    WebPImagePlugin.WebPImageFile,
    Jpeg2KImagePlugin.Jpeg2KImageFile,
)

FORMATS = tuple(reader.format for reader in READERS)

# What Pillow raises for bytes that are no sound image. Its readers check little: Python's own errors are among it.
DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)

WEBP_HEAD = 30

# The EXIF tag that says how a camera was held (CIPA DC-008, 4.6.4).
ORIENTATION = 0x0112

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WHITE = 255

# The limit on pixels is ours, from the settings, and checked at each page. Pillow's own would only be in the way.
Image.MAX_IMAGE_PIXELS = None


@contextmanager
def opened(content: bytes, max_pixels: int) -> Iterator[Image.Image]:
    """The image, of which only the header was read. Raises PermanentError: corrupt, too_large."""
    check_pixels(_webp_size(content), max_pixels)
    with _undamaged():
        picture = Image.open(BytesIO(content), formats=FORMATS)
    with picture:
        # Here, because a PNG is decoded as soon as it is asked for its metadata.
        check_pixels(picture.size, max_pixels)
        yield picture


def check_pixels(size: tuple[int, int], max_pixels: int) -> None:
    """Raise PermanentError too_large for a picture, width by height, of more than `max_pixels`."""
    width, height = size
    if width * height > max_pixels:
        raise PermanentError(
            Code.TOO_LARGE,
            f"The image has {width:,} by {height:,} pixels; images of up to {max_pixels:,} pixels are read.",
        )


def turn_to(picture: Image.Image, number: int) -> bool:
    """Go to a page, from 1 on, reading no more than its header; False where there is none.

    Raises PermanentError corrupt.
    """
    with _undamaged():
        try:
            picture.seek(number - 1)
        except EOFError:
            return False
    return True


def gray(picture: Image.Image, max_pixels: int) -> Image.Image:
    """The current page, decoded: mode L, upright as the camera says, what is transparent as white paper.

    Raises PermanentError: corrupt, too_large.
    """
    check_pixels(picture.size, max_pixels)
    with _undamaged():
        if picture.format == "JPEG" and picture.mode == "RGB":
            picture.draft("L", picture.size)
        picture.load()
        shown = _as_gray(picture)
    turn = UPRIGHT.get(exif_of(picture).get(ORIENTATION, 1))
    return shown if turn is None else shown.transpose(turn)


def exif_of(picture: Image.Image) -> Image.Exif:
    """The picture's EXIF data, empty where it can't be read: a text stays readable without."""
    try:
        return picture.getexif()
    except DAMAGED:
        return Image.Exif()


@contextmanager
def _undamaged() -> Iterator[None]:
    """Turn what Pillow raises into PermanentError corrupt."""
    try:
        yield
    except DAMAGED as error:
        raise PermanentError(Code.CORRUPT, "The image is damaged or incomplete.") from error


def _as_gray(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        paper = Image.new("L", picture.size, WHITE)
        paper.paste(coloured.convert("L"), mask=coloured.getchannel("A"))
        return paper
    if picture.mode.startswith(("I", "F")):
        # Samples of 16 or 32 bits, which may fill any part of their range.
        samples = picture.convert("F")
        lowest, highest = cast(tuple[float, float], samples.getextrema())
        scale = WHITE / max(highest - lowest, 1)
        return samples.point(lambda sample: sample * scale - lowest * scale).convert("L")
    return picture.convert("L")


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height of the canvas of a WebP file, (0, 0) of any other file (RFC 9649).

    Pillow makes room for two decoded pictures when it opens one, so that the size must be known before.
    """
    head = content[:WEBP_HEAD]
    if len(head) < WEBP_HEAD or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return 0, 0
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
