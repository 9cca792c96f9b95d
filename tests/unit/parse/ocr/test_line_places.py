"""The places of recognized lines: each rectangle contains the ink of its line, however the picture was turned."""

import pytest
from PIL import Image, ImageChops

from functions.parse.contract import Hints, Limits
from functions.parse.ocr import recognizer as ocr
from functions.parse.ocr.placement import Turned
from functions.parse.parser import parse
from shared.documents.document import BlockText, compose
from shared.documents.layout import boxes_of, layout_of
from shared.documents.placed_lines import UNITS
from tests.support.made_files import zipped
from tests.support.rendered import TITLE, encoded, rendered

PAPER = 255


def reading(picture: Image.Image) -> tuple[list[BlockText], str, dict[str, tuple[int, int, int, int]]]:
    """Return the blocks and the text of a picture, and the rectangles of its title and its last words in pixels."""
    blocks = ocr.recognize_picture(picture, Limits()).blocks
    text, made = compose(blocks)
    layout, _ = layout_of(blocks, made, text, [])
    assert (layout[0].number, layout[0].width, layout[0].height) == (1, *picture.size)
    places = {}
    for words in (TITLE, "two post offices."):
        start = text.index(words)
        boxes = boxes_of(layout, start, start + len(words))
        across, down = picture.size
        # The title has two lines.
        places[words] = (
            min(box.x0 for box in boxes) * across // UNITS,
            min(box.y0 for box in boxes) * down // UNITS,
            max(box.x1 for box in boxes) * across // UNITS,
            max(box.y1 for box in boxes) * down // UNITS,
        )
    return blocks, text, places


def ink(picture: Image.Image, inside: tuple[int, int, int, int]) -> int:
    """Return the number of dark pixels in a rectangle."""
    return sum(picture.crop(inside).histogram()[:128])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_rectangle_of_a_line_contains_its_ink_in_a_picture_that_lies_on_its_side(turn: int) -> None:
    picture = rendered()
    _, _, upright = reading(picture)
    turned = picture.rotate(turn, expand=True)
    _, _, places = reading(turned)
    for words, box in upright.items():
        # The rectangle of the upright picture, turned with the picture.
        mask = Image.new("L", picture.size, 0)
        mask.paste(PAPER, box)
        expected = mask.rotate(turn, expand=True).getbbox()
        assert expected is not None
        assert all(abs(found - there) <= 8 for found, there in zip(places[words], expected, strict=True)), words
        assert ink(picture, box) > 300 and abs(ink(turned, places[words]) / ink(picture, box) - 1) < 0.1


def test_the_rectangle_of_a_line_that_slopes_contains_its_ink() -> None:
    picture = rendered().rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
    _, _, places = reading(picture)
    left, top, right, bottom = places[TITLE]
    # The title is the first line, so everything above it is empty.
    ends = ImageChops.invert(picture.crop((0, 0, picture.width, bottom))).point(lambda level: PAPER * (level > 127))
    box = ends.getbbox()
    assert box is not None
    assert abs(box[0] - left) < 20 and abs(box[1] - top) < 20
    assert right - left > 500 and ink(picture, (left, top, right, bottom)) > 5_000


def test_a_high_picture_is_placed_as_one_page_although_it_is_read_in_strips() -> None:
    page = rendered()
    high = Image.new("L", (page.width, 4 * page.height), PAPER)
    for number in range(4):
        high.paste(page, (0, number * page.height))
    blocks = ocr.recognize_picture(high, Limits()).blocks
    text, made = compose(blocks)
    [layout], _ = layout_of(blocks, made, text, [])
    starts = [at for at in range(len(text)) if text.startswith(TITLE, at)]
    tops = [boxes_of([layout], start, start + len(TITLE))[0].y0 * high.height / UNITS for start in starts]
    assert len(tops) == 4
    assert all(abs(top - tops[0] - number * page.height) < 8 for number, top in enumerate(tops))


def test_a_point_of_a_rotated_picture_is_that_of_the_original() -> None:
    quarter = Turned((200, 100), (100, 200), 90)
    assert quarter.original(0, 0) == pytest.approx((1, 0))
    assert quarter.original(100, 200) == pytest.approx((0, 1))
    assert Turned((200, 100), (200, 100)).original(50, 25) == pytest.approx((0.25, 0.25))


def test_pages_of_attachments_belong_to_their_parts() -> None:
    picture = encoded(rendered())
    document = parse(zipped({"one.png": picture, "note.txt": "A note.", "two.png": picture}), Hints("a.zip"), Limits())
    assert [part.name for part in document.parts] == ["one.png", "note.txt", "two.png"]
    assert [(page.number, page.part) for page in document.layout] == [(1, 0), (1, 2)]
    for page in document.layout:
        assert page.part is not None
        part = document.parts[page.part]
        assert part.start <= page.start < page.end <= part.end
