"""Watermarks: text at an angle, or large text over the text of several pages."""

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import BlockKind, ParsedDocument

PAGES = (
    ("The court has set the hearing of the ferry case for the second week", "of October. Three witnesses are heard."),
    ("The owner denies that he received the report of the inspection that", "the yard had made in the month of May."),
    ("Both parties have agreed to visit the wreck, and each party may bring", "an expert of its choice to the yard."),
)


def read(stamp: Callable[[Canvas, int], None], pages: int = 3) -> ParsedDocument:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    for number, lines in enumerate(PAGES[:pages]):
        canvas.setFont("Helvetica", 10)
        for place, line in enumerate(lines):
            canvas.drawString(72, 500 - 14 * place, line)
        stamp(canvas, number)
        canvas.showPage()
    canvas.save()
    return parse(file.getvalue(), Hints("a.pdf"), Limits())


def turned(canvas: Canvas, text: str, angle: float, size: int = 60) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica-Bold", size)
    canvas.translate(150, 350)
    canvas.rotate(angle)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize("angle", [45, 30, -45, 60, 135])
def test_a_text_at_an_angle_that_repeats_is_left_out(angle: float) -> None:
    document = read(lambda canvas, page: turned(canvas, "CONFIDENTIAL", angle))
    assert "CONFIDENTIAL" not in document.text
    assert document.text.count("yard") == 2


def test_a_stamp_at_an_angle_on_one_page_is_a_paragraph_after_the_text() -> None:
    document = read(lambda canvas, page: turned(canvas, "Draft", 45) if page == 0 else None)
    kinds = {document.text[block.start : block.end]: block.kind for block in document.blocks}
    assert kinds["Draft"] is BlockKind.PARAGRAPH
    assert not any(kind is BlockKind.HEADING for kind in kinds.values())


def test_a_pattern_on_one_page_is_left_out() -> None:
    def stamp(canvas: Canvas, page: int) -> None:
        for _ in range(4):
            canvas.translate(20, 60)
            turned(canvas, "COPY", 45, 20)

    assert "COPY" not in read(stamp, pages=1).text


def test_a_large_upright_text_over_the_text_of_several_pages_is_left_out() -> None:
    def stamp(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica-Bold", 48)
        canvas.drawString(100, 480, "SAMPLE")

    assert "SAMPLE" not in read(stamp).text


def test_a_heading_that_repeats_beside_the_text_is_kept() -> None:
    def stamp(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica-Bold", 24)
        canvas.drawString(72, 540, "Hearing")

    assert read(stamp).text.count("Hearing") == 3


def test_text_that_is_slightly_tilted_is_read_in_order() -> None:
    document = read(lambda canvas, page: turned(canvas, "A tilted line of words", 5, 10))
    assert document.text.count("A tilted line of words") == 3
