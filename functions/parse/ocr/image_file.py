"""Open image files with Pillow, check their size before decoding, and decode each page as a grayscale picture."""

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

# The Pillow readers in use. Importing them registers them. Pillow has more, for formats that are rarely uploaded.
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

# Exceptions that Pillow raises for invalid images. Its readers check little, so Python's own errors are among them.
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

# Bytes of a WebP file that contain the size.
WEBP_HEAD = 30

# The EXIF tag for the orientation of the camera (CIPA DC-008, 4.6.4).
ORIENTATION = 0x0112

# The transposition that turns a picture upright, by orientation.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Gray value of white.
WHITE = 255

# Disable Pillow's limit. `check_pixels` checks each page against the limit of the settings.
Image.MAX_IMAGE_PIXELS = None


@contextmanager
def opened(content: bytes, max_pixels: int) -> Iterator[Image.Image]:
    """Open an image and read only its header. Raises PermanentError: corrupt, too_large."""
    check_pixels(_webp_size(content), max_pixels)
    with _undamaged():
        picture = Image.open(BytesIO(content), formats=FORMATS)
    with picture:
        # Check before the metadata are read, because Pillow decodes a PNG to read them.
        check_pixels(picture.size, max_pixels)
        yield picture


def check_pixels(size: tuple[int, int], max_pixels: int) -> None:
    """Raise PermanentError too_large if `size`, width and height, is more than `max_pixels`."""
    width, height = size
    if width * height > max_pixels:
        raise PermanentError(
            Code.TOO_LARGE,
            f"The image has {width:,} by {height:,} pixels, but at most {max_pixels:,} pixels are allowed.",
        )


def turn_to(picture: Image.Image, number: int) -> bool:
    """Go to a page, counted from 1, and read only its header. Return False if it doesn't exist.

    Raises PermanentError: corrupt.
    """
    with _undamaged():
        try:
            picture.seek(number - 1)
        except EOFError:
            return False
    return True


def gray(picture: Image.Image, max_pixels: int) -> Image.Image:
    """Decode the current page in mode L, turned upright by its orientation, with transparent areas in white.

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
    """Return the EXIF data, empty if they can't be read, because the text doesn't depend on them."""
    try:
        return picture.getexif()
    except DAMAGED:
        return Image.Exif()


@contextmanager
def _undamaged() -> Iterator[None]:
    """Convert the exceptions of Pillow into PermanentError corrupt."""
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
        # Samples of 16 or 32 bits may use any part of their range.
        samples = picture.convert("F")
        lowest, highest = cast(tuple[float, float], samples.getextrema())
        scale = WHITE / max(highest - lowest, 1)
        return samples.point(lambda sample: sample * scale - lowest * scale).convert("L")
    return picture.convert("L")


def _webp_size(content: bytes) -> tuple[int, int]:
    """Return width and height of the canvas of a WebP file, (0, 0) for any other file (RFC 9649).

    Pillow allocates two decoded pictures when it opens a WebP file, so the size must be checked before.
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
