"""Prepare pictures for Tesseract: scale them to the best size, remove grain, and level the lines."""

from collections.abc import Iterator
from itertools import accumulate
from math import sqrt

from PIL import Image, ImageChops, ImageFilter, ImageStat

# Pixels of an A4 page at 200 dots per inch, to which smaller pictures are enlarged. Measured with 9-point type: 0.3 %
# of words are wrong; at 300 dots none, in 1.5 times the time; at 100 dots 8 %, or 0.2 % after enlarging.
BEST_PIXELS = 3_900_000

# Maximum pixels: an A4 page at 300 dots per inch. Tesseract needs 28 bytes for each pixel.
MAX_PIXELS = 9_000_000

# Maximum pixels of the longer side. kreuzberg reduces longer pictures itself, with lower quality.
LONGEST_SIDE = 4096

# Maximum factor of enlargement.
MAX_ENLARGEMENT = 3.0

# Ratio of height to width from which a picture, such as a screenshot of a scrolled page, is read in strips.
STRIP_RATIO = 2.5

# Minimum median difference (0 to 255) between a grainy picture and its blurred copy. Clean pages have 0, or 1 as JPEG.
# Tesseract mistakes grain for letters and needs minutes for such a page.
GRAIN = 6

# Radius in pixels of the blur that measures and removes grain.
GRAIN_BLUR = 1.0

# Maximum slope in degrees that is not corrected. Tesseract reads lines at 2 degrees without errors and loses most of
# them at 5.
MAX_SLOPE = 1.5

# Steepest slope in degrees that is detected.
STEEPEST = 10

# Minimum contrast between rows after leveling, relative to the contrast before.
MIN_GAIN = 1.15

# Pixels of the longer side of the copy on which the slope is measured.
COPY_SIDE = 600

# Height of a band in which scripts are tried, relative to the width, and its minimum in pixels. A page has four lines
# of 10-point type in it.
BAND_RATIO = 0.18
MIN_BAND = 120


def enlarged_or_reduced(picture: Image.Image) -> Image.Image:
    """Return the picture at the best size for recognition, unchanged if the size is already suitable."""
    pixels = picture.width * picture.height
    scale = min(MAX_ENLARGEMENT, max(1.0, sqrt(BEST_PIXELS / pixels)), LONGEST_SIDE / max(picture.size))
    scale = min(scale, sqrt(MAX_PIXELS / pixels))
    if 1 <= scale < 1.05:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0 if scale < 1 else None)


def without_grain(picture: Image.Image) -> Image.Image:
    """Return the picture, slightly blurred if it is grainy."""
    blurred = picture.filter(ImageFilter.GaussianBlur(GRAIN_BLUR))
    difference = ImageStat.Stat(ImageChops.difference(picture, blurred)).median[0]
    return blurred if difference >= GRAIN else picture


def level(picture: Image.Image) -> tuple[Image.Image, float]:
    """Return the picture, rotated so that its lines are level if they slope too much for Tesseract.

    The second value is the angle in counter-clockwise degrees.
    """
    angle = _angle(picture)
    if abs(angle) <= MAX_SLOPE:
        return picture, 0.0
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper(picture)), angle


def strips(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture, or the pieces of a very high one, cut at the rows with the fewest edges."""
    height = round(STRIP_RATIO * picture.width)
    if picture.height <= max(height, LONGEST_SIDE):
        yield picture
        return
    rows = list(picture.filter(ImageFilter.FIND_EDGES).resize((1, picture.height), Image.Resampling.BOX).tobytes())
    top = 0
    while top < picture.height:
        bottom = picture.height
        if bottom - top > height:
            candidates = range(top + height // 2, top + height)
            bottom = min(candidates, key=lambda row: (rows[row], -row))
        yield picture.crop((0, top, picture.width, bottom))
        top = bottom


def busiest_band(picture: Image.Image) -> Image.Image:
    """Return the band over the whole width, about BAND_RATIO of it high, whose rows have the most edges: a few lines.

    It is cut between lines, at the rows with the fewest edges.
    """
    height = min(picture.height, max(MIN_BAND, round(BAND_RATIO * picture.width)))
    rows = picture.filter(ImageFilter.FIND_EDGES).resize((1, picture.height), Image.Resampling.BOX).tobytes()
    before = [0, *accumulate(rows)]
    top = max(range(picture.height - height + 1), key=lambda top: before[top + height] - before[top])
    upper, lower = (_quietest_row(rows, row, height // 4) for row in (top, top + height))
    return picture.crop((0, upper, picture.width, lower))


def _quietest_row(rows: bytes, near: int, distance: int) -> int:
    """Return the row with the fewest edges within a distance of `near`, the nearest one of several."""
    candidates = range(max(0, near - distance), min(len(rows), near + distance) + 1)
    return min(candidates, key=lambda row: (rows[row] if row < len(rows) else 0, abs(row - near)))


def band_around(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """Return the part of a picture within the rows of `box` and as much above and below as in other bands."""
    left, top, right, bottom = box
    height = max(MIN_BAND, round(BAND_RATIO * picture.width))
    spare = max(0, height - (bottom - top)) // 2
    return picture.crop((left, max(0, top - spare), right, min(picture.height, bottom + spare)))


def _paper(picture: Image.Image) -> int:
    return int(ImageStat.Stat(picture).median[0])


def _angle(picture: Image.Image) -> float:
    """Return the counterclockwise degrees that level the lines: the angle with the most contrast between rows."""
    small = picture.copy()
    small.thumbnail((COPY_SIDE, COPY_SIDE), Image.Resampling.BOX)
    # Measure edges instead of darkness, so that shadows and the border of a scan have no effect.
    edges = small.filter(ImageFilter.FIND_EDGES).crop((2, 2, max(3, small.width - 2), max(3, small.height - 2)))
    by_angle = {angle: _contrast(edges, angle) for angle in range(-STEEPEST, STEEPEST + 1)}
    coarse = max(by_angle, key=lambda angle: (by_angle[angle], -abs(angle)))
    if by_angle[coarse] < MIN_GAIN * by_angle[0]:
        return 0.0
    return max((coarse + step / 4 for step in range(-3, 4)), key=lambda angle: _contrast(edges, angle))


def _contrast(edges: Image.Image, angle: float) -> float:
    turned = edges.rotate(angle, Image.Resampling.BILINEAR)
    return float(ImageStat.Stat(turned.resize((1, turned.height), Image.Resampling.BOX)).var[0])
