"""The structure of a PDF: headings and their levels, lists, captions and tables; its properties."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from functions.parse.formats.pdf.properties import pdf_date
from shared.documents.document import BlockKind
from tests.support.drawn_pdfs import LEADING, SENTENCES, TOP, lines, made, plain, read, wrapped


def test_headings_have_levels_by_font_and_number() -> None:
    def draw(canvas: Canvas) -> None:
        y = TOP
        for text, size in (
            ("The harbour and its boats", 20),
            ("1 What happened", 14),
            ("1.1 Before noon", 11),
            ("1.2 After noon", 11),
            ("2 What follows", 14),
        ):
            y = lines(canvas, [text], y=y, font="Helvetica-Bold", size=size) - 8
            y = lines(canvas, wrapped(" ".join(SENTENCES[:2]), 80), y=y) - 16

    found = [(block.text, block.level) for block in read(made(draw)).blocks if block.kind is BlockKind.HEADING]
    assert found == [
        ("The harbour and its boats", 1),
        ("1 What happened", 2),
        ("1.1 Before noon", 3),
        ("1.2 After noon", 3),
        ("2 What follows", 2),
    ]


def test_lists_and_captions_are_distinguished_from_paragraphs() -> None:
    def draw(canvas: Canvas) -> None:
        y = lines(canvas, [f"Three things are asked of the council, and each of them is urgent ({SENTENCES[0][:-1]}):"])
        y = lines(
            canvas,
            ["• a second lifeboat, with a crew that lives", "   on the island,", "• a new light,", "• a report."],
            y=y,
        )
        lines(canvas, ["Figure 2: The channel at low water"], y=y - 20, size=9)

    found = read(made(draw)).blocks
    assert [block.kind for block in found[1:]] == [BlockKind.LIST_ITEM] * 3 + [BlockKind.CAPTION]
    assert found[1].text == "• a second lifeboat, with a crew that lives on the island,"


def test_rows_and_columns_are_a_table() -> None:
    rows = [["Boat", "Crew", "Landed"], ["Petrel", "4", "12.5 t"], ["Skua", "3", "9.1 t"], ["Gannet", "11", "130 t"]]

    def draw(canvas: Canvas) -> None:
        y = lines(canvas, wrapped(SENTENCES[0], 80)) - 10
        for row in rows:
            for x, cell in zip((72, 200, 300), row, strict=True):
                lines(canvas, [cell], x=x, y=y)
            y -= LEADING
        lines(canvas, wrapped(SENTENCES[1], 80), y=y - 20)

    before, table, after = read(made(draw)).blocks
    assert (before.text, after.text) == SENTENCES[:2]
    assert (table.kind, table.rows) == (BlockKind.TABLE, rows)


def test_properties_are_metadata() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("The harbour")
        canvas.setAuthor("Ida Möller")
        plain(canvas)

    metadata = read(made(draw)).metadata
    assert (metadata.title, metadata.byline, metadata.pages) == ("The harbour", "Ida Möller", 1)
    assert metadata.published_at is not None


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("D:20240718100000+02'00'", "2024-07-18T10:00:00+02:00"),
        ("D:20240718100000Z", "2024-07-18T10:00:00+00:00"),
        ("D:20240718", "2024-07-18"),
        ("20240718100000", "2024-07-18T10:00:00"),
        ("D:2024", None),
        ("D:20241399", None),
        ("D:20240718100000+99'99'", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_pdf_become_iso_8601(written: str, read_as: str | None) -> None:
    assert pdf_date(written) == read_as
