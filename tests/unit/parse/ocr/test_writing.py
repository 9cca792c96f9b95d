"""Whether a picture has writing, in any script."""

from pathlib import Path

import pytest
from PIL import Image, ImageOps

from functions.parse.ocr.writing import has_writing
from tests.support.rendered import PARAGRAPHS, rendered

PAGES = Path(__file__).parents[3] / "data" / "ocr"
PAPER = 255


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.png")), ids=lambda page: page.stem)
def test_pages_in_every_script_have_writing(page: Path) -> None:
    picture = Image.open(page).convert("L")
    assert has_writing(picture)
    assert has_writing(ImageOps.invert(picture))


def test_one_long_line_and_two_columns_have_writing() -> None:
    page = rendered(title=None)
    assert has_writing(page.crop((0, 60, page.width, 120)))
    assert has_writing(rendered(PARAGRAPHS * 3, points=8, columns=2, dpi=200))


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("L", (400, 300), PAPER),
        Image.new("L", (3, 2), 0),
        Image.effect_noise((600, 400), 90),
        Image.linear_gradient("L").resize((600, 400)),
        Image.radial_gradient("L"),
        Image.effect_mandelbrot((900, 600), (-2, -1.5, 1, 1.5), 100),
    ],
    ids=["blank", "tiny", "noise", "gradient", "circle", "fractal"],
)
def test_pictures_without_writing_have_none(picture: Image.Image) -> None:
    assert not has_writing(picture)


def test_a_table_without_text_and_a_few_bars_have_no_writing() -> None:
    grid = Image.new("L", (800, 600), PAPER)
    for row in range(50, 600, 100):
        grid.paste(0, (40, row, 760, row + 2))
    for column in range(40, 801, 120):
        grid.paste(0, (column, 50, column + 2, 552))
    assert not has_writing(grid)
    bars = Image.new("L", (800, 600), PAPER)
    for number, height in enumerate((120, 300, 410, 220)):
        bars.paste(60, (100 + 150 * number, 560 - height, 200 + 150 * number, 560))
    assert not has_writing(bars)
