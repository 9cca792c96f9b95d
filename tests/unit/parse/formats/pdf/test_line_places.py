"""The places of a PDF's lines: inside each rectangle, PDFium finds the text that the Document has for it."""

import ctypes
from collections.abc import Callable

import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from functions.parse.contract import Hints, Limits
from functions.parse.formats.pdf.blocks import blocks
from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.pdfium import loaded_page, loaded_text, opened
from functions.parse.parser import parse
from infra.samples.make import SAMPLES
from shared.documents.document import ParsedDocument, compose
from shared.documents.layout import boxes_of, layout_of
from shared.documents.line_packing import unpacked
from shared.documents.placed_lines import UNITS
from tests.support.drawn_pdfs import HEIGHT, LEADING, SENTENCES, TOP, WIDTH, lines, made, paged, plain, wrapped
from tests.unit.parse.formats.pdf.test_layout import any_line


def text_inside(content: bytes, page: int, x0: int, y0: int, x1: int, y1: int) -> str:
    """Return the text that PDFium finds in a rectangle of the displayed page, with single blanks."""
    x, y = ctypes.c_double(), ctypes.c_double()
    corners = []
    with opened(content) as document, loaded_page(document, page - 1) as handle, loaded_text(handle) as text:
        for across, down in ((x0, y0), (x1, y1)):
            pdfium.FPDF_DeviceToPage(handle, 0, 0, UNITS, UNITS, 0, across, down, x, y)
            corners.append((x.value, y.value))
        (left, right), (bottom, top) = (sorted(values) for values in zip(*corners, strict=True))
        size = pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, None, 0)
        buffer = (ctypes.c_ushort * (size + 1))()
        pdfium.FPDFText_GetBoundedText(text, left, top, right, bottom, buffer, size)
    return " ".join(bytes(buffer)[: 2 * size].decode("utf-16-le").replace("\x00", "").replace("\x02", "-").split())


def parsed(content: bytes) -> ParsedDocument:
    """Parse a PDF."""
    return parse(content, Hints("a.pdf"), Limits())


def check_every_line(content: bytes) -> int:
    """Check that each line of the text is where its rectangle is, and return the number of lines."""
    document = parsed(content)
    count = 0
    for page in document.layout:
        for line in unpacked(page.start, page.lines):
            count += 1
            written = " ".join(document.text[line.start : line.end].split())
            box = (min(line.x0, line.x1), min(line.y0, line.y1), max(line.x0, line.x1), max(line.y0, line.y1))
            found = text_inside(content, page.number, *box)
            assert found.rstrip("-") == written.rstrip("-"), f"page {page.number}, box {box}"
    covered = sum(line.end - line.start for page in document.layout for line in unpacked(page.start, page.lines))
    letters = sum(not character.isspace() for character in document.text)
    assert covered >= letters, "every word is in a line"
    return count


def two_columns(canvas: Canvas) -> None:
    """Draw a title over two columns."""
    lines(canvas, ["The news of the harbour"], y=TOP + 40, font="Helvetica-Bold", size=18)
    lines(canvas, wrapped(" ".join(SENTENCES), 40))
    lines(canvas, wrapped(" ".join(reversed(SENTENCES)), 40), x=320)


def hyphenated(canvas: Canvas) -> None:
    """Draw words that are split at the ends of lines, and a paragraph that continues on the next page."""
    lines(canvas, ["The council of the town met in the after-", "noon to discuss a well-known pro-", "posal of it."])
    lines(canvas, ["It was said that the well-", "known plan of the North-", "South line would come."], y=TOP - 80)
    lines(canvas, ["The pilot said that he had seen the light of the other boat, and that it was"], y=200)
    lines(canvas, ["much too late to turn, because the channel is"], y=200 - LEADING)
    canvas.showPage()
    lines(canvas, ["narrow at this point. The inquiry goes on."])


def table(canvas: Canvas) -> None:
    """Draw a table between two paragraphs; a cell of it has two lines."""
    y = lines(canvas, wrapped(SENTENCES[0], 80)) - 10
    for row in (
        ["Boat", "Crew", "Landed"],
        ["Petrel of", "4", "12.5 t"],
        ["Skua", "3", "9.1 t"],
        ["Gannet", "11", "1 t"],
    ):
        for x, cell in zip((72, 200, 300), row, strict=True):
            lines(canvas, [cell], x=x, y=y)
        y -= 2 * LEADING
    lines(canvas, wrapped(SENTENCES[1], 80), y=y - 20)


def cropped(canvas: Canvas) -> None:
    """Draw a page whose visible area does not begin at the origin, with a stamp along its edge."""
    canvas.setCropBox((40, 60, WIDTH - 20, HEIGHT - 50))
    plain(canvas)
    canvas.saveState()
    canvas.translate(55, 200)
    canvas.rotate(90)
    lines(canvas, ["RECEIVED 4 MAY"], x=0, y=0)
    canvas.restoreState()


def lists(canvas: Canvas) -> None:
    """Draw a list and a caption whose label has a line of its own."""
    y = lines(
        canvas, ["• a second lifeboat, with a crew that lives", "   on the island,", "• a new light,", "• a report."]
    )
    lines(canvas, ["Table 1"], y=y - 40, size=9)
    lines(canvas, ["The channel at low water"], y=y - 54, size=9)


DRAWINGS: tuple[Callable[[Canvas], None], ...] = (plain, two_columns, hyphenated, table, cropped, lists)


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
def test_each_line_is_where_its_rectangle_is(draw: Callable[[Canvas], None]) -> None:
    assert check_every_line(made(draw)) >= 4


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("displayed", [0, 90, 180, 270])
def test_each_line_of_a_rotated_page_is_where_it_is_displayed(turn: int, displayed: int) -> None:
    def draw(canvas: Canvas) -> None:
        # reportlab exchanges width and height of pages that are displayed sideways.
        canvas.setCropBox((10, 20, 560, 590 - displayed / 10))
        canvas.setPageRotation(displayed)
        canvas.translate(285, 300)
        canvas.rotate(turn)
        lines(canvas, wrapped(" ".join(SENTENCES), 60), x=-150, y=120)

    content = made(draw)
    assert check_every_line(content) >= 6
    page = parsed(content).layout[0]
    size = (550, 570 - displayed // 10) if displayed % 180 == 0 else (570 - displayed // 10, 550)
    assert (page.width, page.height) == size, "the size is that of the displayed page"


def test_lines_of_a_sample_and_of_pages_without_their_furniture_are_where_they_are() -> None:
    assert check_every_line((SAMPLES / "groundwater-bulletin.pdf").read_bytes()) > 20
    assert check_every_line(paged(6)) >= 18


def test_a_part_of_a_line_is_near_its_words() -> None:
    content = made(plain)
    document = parsed(content)
    start = document.text.index("Nobody had expected")
    end = document.text.index("least of all the pilot.") + len("least of all the pilot.")
    found = " ".join(text_inside(content, *box[:1], *box[2:]) for box in boxes_of(document.layout, start, end))
    assert "had expected that the wind would turn so early in the year, least of all the" in found
    assert abs(len(found) - (end - start)) <= 8


def test_text_that_runs_from_right_to_left_is_cut_from_the_right() -> None:
    line = Line("שלום עולם", 100, 200, 50, 10)
    [block] = blocks([Page(1, 600, 800, [line])], {})
    text, composed = compose([block])
    layout, _ = layout_of([block], composed, text, [])
    [whole], [first] = boxes_of(layout, 0, len(text)), boxes_of(layout, 0, 4)
    assert first.x1 == whole.x1 and first.x0 > (whole.x0 + whole.x1) / 2


@given(st.lists(st.lists(any_line(), max_size=12), min_size=1, max_size=3), st.integers(0, 3))
def test_every_line_has_a_place_on_its_page_in_any_layout(pages: list[list[Line]], turn: int) -> None:
    made = blocks([Page(number, 600, 800, lines, turn=turn) for number, lines in enumerate(pages, 1)], {})
    text, composed = compose(made)
    layout, _ = layout_of(made, composed, text, [])
    ParsedDocument(media_type="application/pdf", text=text, blocks=composed, layout=layout, parser="test 1")
    for page in layout:
        on_page = [text[line.start : line.end] for line in unpacked(page.start, page.lines)]
        letters = sorted("".join(line.text for line in pages[page.number - 1]).replace(" ", "").replace("-", ""))
        assert sorted("".join(on_page).replace(" ", "").replace("-", "")) == letters
    placed = sum(line.end - line.start for page in layout for line in unpacked(page.start, page.lines))
    assert placed >= sum(not character.isspace() and character != "-" for character in text)
