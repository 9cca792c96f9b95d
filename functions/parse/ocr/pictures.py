"""Pictures made ready for Tesseract: gray, of a size it reads best, without grain, and level."""

from collections.abc import Iterator
from math import sqrt

from PIL import Image, ImageChops, ImageFilter, ImageStat

# Pixels of an A4 page at 200 dots per inch. Measured with type of 9 points: 0.3 % of words are wrong; at 300 dots none,
# in one and a half times the time; at 100 dots 8 %, of which enlarging leaves 0.2 %.
READ_BEST = 3_900_000

# Pixels: an A4 page at 300 dots per inch. Tesseract takes 28 bytes for each.
LARGEST = 9_000_000

# Pixels. kreuzberg reduces longer pictures itself, and roughly.
LONGEST_SIDE = 4096

MOST_ENLARGED = 3.0

# Times as high as wide: the screenshot of a page that was scrolled. It is read in strips.
LONG = 2.5

# Steps of 255 by which half of the pixels differ, at least, from a blurred copy of a picture that has grain. Clean
# pages have 0, and 1 as JPEG. Tesseract takes grain for letters: one such page takes it minutes.
GRAIN = 6

# Pixels, the radius of the blur that measures and removes grain.
GRAIN_BLUR = 1.0

# Degrees. Tesseract reads lines that lean by 2 without an error; at 5 it loses most of them.
LEVEL_WITHIN = 1.5

STEEPEST = 10

# Times the contrast between rows as it is, that turning must bring.
CLEARLY = 1.15

# Pixels of the longer side of the copy in which lines are looked for.
SMALL = 600

WHITE = 255


def enlarged_or_reduced(picture: Image.Image) -> Image.Image:
    """The picture at the size that is read best; within its limits as it is."""
    pixels = picture.width * picture.height
    scale = min(MOST_ENLARGED, max(1.0, sqrt(READ_BEST / pixels)), LONGEST_SIDE / max(picture.size))
    scale = min(scale, sqrt(LARGEST / pixels))
    if 0.99 < scale < 1.05:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0 if scale < 1 else None)


def without_grain(picture: Image.Image) -> Image.Image:
    """The picture, blurred a little if it has grain all over."""
    blurred = picture.filter(ImageFilter.GaussianBlur(GRAIN_BLUR))
    difference = ImageStat.Stat(ImageChops.difference(picture, blurred)).median[0]
    return blurred if difference >= GRAIN else picture


def level(picture: Image.Image) -> Image.Image:
    """The picture turned so that its lines are level, if they lean by more than Tesseract bears."""
    angle = _angle(picture)
    if abs(angle) <= LEVEL_WITHIN:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_paper(picture))


def strips(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture itself, or one that is very high in pieces, cut where there is least to cut through."""
    height = round(LONG * picture.width)
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


def _paper(picture: Image.Image) -> int:
    return int(ImageStat.Stat(picture).median[0])


def _angle(picture: Image.Image) -> float:
    """Degrees, counterclockwise, that make the lines level: where the rows of pixels differ most in darkness."""
    small = picture.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    # Edges, not darkness: neither a shadow nor the border of a scan weighs then.
    edges = small.filter(ImageFilter.FIND_EDGES).crop((2, 2, max(3, small.width - 2), max(3, small.height - 2)))
    by_angle = {angle: _contrast(edges, angle) for angle in range(-STEEPEST, STEEPEST + 1)}
    coarse = max(by_angle, key=lambda angle: (by_angle[angle], -abs(angle)))
    if by_angle[coarse] < CLEARLY * by_angle[0]:
        return 0.0
    return max((coarse + step / 4 for step in range(-3, 4)), key=lambda angle: _contrast(edges, angle))


def _contrast(edges: Image.Image, angle: float) -> float:
    turned = edges.rotate(angle, Image.Resampling.BILINEAR)
    return float(ImageStat.Stat(turned.resize((1, turned.height), Image.Resampling.BOX)).var[0])
