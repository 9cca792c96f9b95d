"""Find out whether a picture has lines of writing in any script, by the shapes of its rows, without recognizing it."""

from collections.abc import Iterator
from itertools import groupby
from statistics import median

from PIL import Image, ImageChops, ImageStat

# Pixels of the longer side of the copy that is examined. Lines of 8-point type on an A4 page are 8 pixels high in it.
COPY_SIDE = 1200

# Minimum difference of ink from paper in gray levels.
INK = 60

# Maximum mean of a blank row or column of the picture of the ink (0 to 255), to allow for specks.
BLANK = 1

# Heights of a line in the copy, in pixels.
LOWEST, HIGHEST = 5, 90

# Share of ink within the box of a line (0 to 1). Rules have more, dotted lines less.
LEAST_INK, MOST_INK = 0.06, 0.6

# Minimum separate marks within a line, which are letters or, in joined scripts, groups of letters.
MARKS = 5

# Minimum marks of a single line, and of all lines of similar height together.
SINGLE = 12
TOGETHER = 24

# Maximum ratio of a line's height to the median.
SIMILAR = 1.8

# The picture is also examined in this many columns, because the lines of columns need not be level.
COLUMNS = 3

WHITE = 255


def has_writing(picture: Image.Image) -> bool:
    """Whether a level picture of mode L has lines of writing of similar height, or one long line."""
    small = picture.copy()
    small.thumbnail((COPY_SIDE, COPY_SIDE), Image.Resampling.BOX)
    paper = ImageStat.Stat(small).median[0]
    ink = ImageChops.difference(small, Image.new("L", small.size, int(paper)))
    ink = ink.point(lambda level: WHITE if level >= INK else 0)
    wide = small.width // COLUMNS
    pieces = [ink, *(ink.crop((column * wide, 0, (column + 1) * wide, ink.height)) for column in range(COLUMNS))]
    return any(_is_written(list(_lines(piece))) for piece in pieces if min(piece.size) >= LOWEST)


def _is_written(lines: list[tuple[int, int]]) -> bool:
    """Whether the lines, each given by its height and number of marks, are writing."""
    if not lines:
        return False
    usual = median(height for height, _ in lines)
    similar = [marks for height, marks in lines if usual / SIMILAR <= height <= SIMILAR * usual]
    return sum(similar) >= TOGETHER or max(similar) >= SINGLE


def _lines(ink: Image.Image) -> Iterator[tuple[int, int]]:
    """Yield the height and the number of marks of each line: rows with ink between blank rows."""
    for top, bottom in _runs(ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()):
        box = ink.crop((0, top, ink.width, bottom)).getbbox()
        if box is None or not LOWEST <= bottom - top <= HIGHEST:
            continue
        line = ink.crop((box[0], top, box[2], bottom))
        marks = len(list(_runs(line.resize((line.width, 1), Image.Resampling.BOX).tobytes())))
        if marks >= MARKS and LEAST_INK <= ImageStat.Stat(line).mean[0] / WHITE <= MOST_INK:
            yield bottom - top, marks


def _runs(means: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of rows or columns that are not blank."""
    place = 0
    for blank, run in groupby(mean <= BLANK for mean in means):
        length = len(list(run))
        if not blank:
            yield place, place + length
        place += length
