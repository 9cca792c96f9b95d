"""The order of a PDF's text: lines, columns, words split at line ends, pages that go on, and what is not text."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.support.drawn_pdfs import (
    HEIGHT,
    LEADING,
    SENTENCES,
    TOP,
    WIDTH,
    lines,
    made,
    paged,
    plain,
    read,
    texts,
    wrapped,
)


def test_lines_are_one_paragraph() -> None:
    assert texts(made(plain)) == [" ".join(SENTENCES)]


@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_are_read_in_order(by_rows: bool) -> None:
    left, right = wrapped(" ".join(SENTENCES), 40), wrapped(" ".join(reversed(SENTENCES)), 40)
    count = min(len(left), len(right))

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["The news of the harbour"], y=TOP + 40, font="Helvetica-Bold", size=18)
        if by_rows:
            for row in range(count):
                lines(canvas, [left[row]], y=TOP - row * LEADING)
                lines(canvas, [right[row]], x=320, y=TOP - row * LEADING)
        else:
            lines(canvas, left[:count])
            lines(canvas, right[:count], x=320)

    text = " ".join(texts(made(draw)))
    assert text == " ".join(["The news of the harbour", *left[:count], *right[:count]])


def test_a_title_that_the_file_stores_last_is_read_first() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, wrapped(" ".join(SENTENCES), 80))
        lines(canvas, ["The news of the harbour"], y=TOP + 40, font="Helvetica-Bold", size=18)

    assert texts(made(draw)) == ["The news of the harbour", " ".join(SENTENCES)]


def test_running_headers_and_page_numbers_are_removed() -> None:
    found = read(paged(6))
    text = "\n".join(block.text for block in found.blocks)
    assert "Annual report" not in text
    assert "–" not in text
    assert text.count("And nobody came.") == 6
    assert all(f"Page text {number}" in text for number in range(1, 7))
    assert {block.page for block in found.blocks} == set(range(1, 7))
    assert found.metadata.pages == 6


def test_a_single_page_keeps_its_header_and_its_number() -> None:
    text = "\n".join(texts(paged(1)))
    assert "Annual report" in text and "– 1 –" in text


def test_words_split_at_line_ends_are_joined() -> None:
    def draw(canvas: Canvas) -> None:
        lines(
            canvas,
            ["The council of the town met in the after-", "noon to discuss a well-known pro-", "posal of the harbour."],
        )
        lines(canvas, ["It was said that the well-", "known plan of the North-", "South line would come."], y=TOP - 80)

    assert texts(made(draw)) == [
        "The council of the town met in the afternoon to discuss a well-known proposal of the harbour.",
        "It was said that the well-known plan of the North-South line would come.",
    ]


def test_a_paragraph_continues_on_the_next_page_past_a_footnote() -> None:
    def draw(canvas: Canvas) -> None:
        lines(
            canvas,
            [
                "The pilot said that he had seen the light of the other boat, and that it was",
                "much too late to turn, because the channel is",
            ],
        )
        lines(canvas, ["1 Interview of the third of March, in the office of the harbour."], y=70, size=7)
        canvas.showPage()
        lines(canvas, ["narrow at this point. The inquiry goes on."])

    first, note = read(made(draw)).blocks
    assert first.text.endswith("because the channel is narrow at this point. The inquiry goes on.")
    assert (first.page, note.page) == (1, 1)
    assert note.text.startswith("1 Interview")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotated_pages_are_read_as_displayed(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        lines(canvas, wrapped(" ".join(SENTENCES), 60), x=-200, y=150)

    assert texts(made(draw)) == [" ".join(SENTENCES)]


def test_text_outside_the_page_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        plain(canvas)
        lines(canvas, ["A printer's mark"], x=WIDTH + 100)

    assert texts(made(draw)) == [" ".join(SENTENCES)]
