"""PDFs made with reportlab: text, reading order, structure, properties, limits, scans and rejected files."""

import io
from collections.abc import Callable
from time import monotonic

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.pdf import reader as pdf
from functions.parse.formats.pdf import scans
from functions.parse.formats.pdf.pdfium import BLANK_PAGE
from functions.parse.formats.pdf.properties import pdf_date
from functions.parse.ocr.recognizer import Recognized, available
from shared.documents.document import BlockKind, BlockText
from shared.documents.placed_lines import PageFrame
from shared.errors import Code, PermanentError

WIDTH, HEIGHT = A4
LEFT, TOP, LEADING = 72, HEIGHT - 100, 14

SENTENCES = (
    "The ferry to the island left the harbour at six in the morning, with nine people on board.",
    "Nobody had expected that the wind would turn so early in the year, least of all the pilot.",
    "By noon the harbour master had called the lifeboat back, and the school sent its pupils home.",
    "A report on the accident is to be ready before the council meets again in the second week of May.",
    "Until then the smaller of the two boats stays where it is, tied up behind the old customs house.",
)


def made(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """Return a PDF drawn by `draw`."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(
    canvas: Canvas, texts: list[str], x: float = LEFT, y: float = TOP, font: str = "Helvetica", size: int = 10
) -> float:
    """Write lines one below the other, and return the position of the next one."""
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(x, y, text)
        y -= LEADING
    return y


def wrapped(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` characters."""
    made: list[str] = [""]
    for word in text.split():
        if made[-1] and len(made[-1]) + 1 + len(word) > width:
            made.append("")
        made[-1] = f"{made[-1]} {word}".strip()
    return made


def read(content: bytes, **limits: object) -> Extracted:
    """Read a PDF within these limits."""
    return pdf.read(content, Hints("a.pdf"), Limits.model_validate(limits))


def texts(content: bytes, kind: BlockKind | None = None) -> list[str]:
    """Return the texts of the blocks of one kind, or of all."""
    return [block.text for block in read(content).blocks if kind in (None, block.kind)]


def code_of(content: bytes) -> Code:
    """Return the error code with which reading fails."""
    with pytest.raises(PermanentError) as caught:
        read(content)
    assert caught.value.message.endswith(".")
    return caught.value.code


def plain(canvas: Canvas) -> None:
    """Draw one paragraph."""
    lines(canvas, wrapped(" ".join(SENTENCES), 80))


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


def paged(count: int) -> bytes:
    """Return pages with a running header, a page number, and a line that repeats at the top of the text."""

    def draw(canvas: Canvas) -> None:
        for number in range(1, count + 1):
            lines(canvas, ["Annual report of the harbour"], y=HEIGHT - 40, size=8)
            after = lines(
                canvas, ["And nobody came.", f"Page text {number} has its own words: {'x' * number}."], y=HEIGHT - 75
            )
            lines(canvas, wrapped(SENTENCES[number % len(SENTENCES)], 60), y=after)
            lines(canvas, [f"– {number} –"], x=290, y=40, size=8)
            canvas.showPage()

    return made(draw)


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


def test_a_user_password_is_rejected_and_an_owner_password_is_not() -> None:
    assert code_of(made(plain, encrypt=StandardEncryption("open sesame", "owner"))) is Code.ENCRYPTED
    owned = made(plain, encrypt=StandardEncryption("", "owner", canPrint=0, canCopy=0))
    assert texts(owned) == [" ".join(SENTENCES)]


def test_damaged_and_empty_files_are_rejected() -> None:
    assert code_of(b"%PDF-1.7 and nothing else") is Code.CORRUPT
    assert code_of(made(plain)[:200]) is Code.CORRUPT
    assert code_of(BLANK_PAGE) is Code.EMPTY


def test_pages_over_the_limit_are_skipped_and_counted() -> None:
    found = read(paged(6), max_pages=4)
    assert {block.page for block in found.blocks} == {1, 2, 3, 4}
    assert [warning.code for warning in found.warnings] == ["pages_left_out"]
    assert "2 of 6 pages, those after page 4," in found.warnings[0].message
    assert found.metadata.pages == 6


def test_reading_stops_at_the_limits_on_characters_and_time() -> None:
    assert "5 of 6 pages" in read(paged(6), max_characters=150).warnings[0].message
    with pytest.raises(PermanentError) as caught:
        read(paged(6), deadline=monotonic() - 1)
    assert caught.value.code is Code.TIMED_OUT


def tree(kids: str, count: int) -> bytes:
    """Return a PDF whose page tree has these kids and states `count` pages."""
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj "
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj "
        "4 0 obj<</Length 37>>stream\nBT /F 12 Tf 50 100 Td (One page) Tj ET\nendstream endobj "
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>"
    ).encode()


def test_missing_pages_are_counted() -> None:
    found = read(tree("3 0 R", 3))
    assert [block.text for block in found.blocks] == ["One page"]
    assert [warning.code for warning in found.warnings] == ["pages_unreadable"]


def test_a_page_tree_that_loops_ends() -> None:
    found = read(tree("3 0 R 2 0 R", 40))
    assert found.blocks[0].text == "One page"


def test_fifty_thousand_pages_are_read_up_to_the_limit() -> None:
    found = read(tree("3 0 R " * 50_000, 50_000), max_pages=300)
    assert "49,700 of 50,000 pages" in found.warnings[0].message


def scan(pages: int = 1, stamp: str = "") -> bytes:
    """Return scanned pages: images of text, each with `stamp` as its text layer."""
    with pypdfium2.PdfDocument(made(plain)) as document:
        picture = document[0].render(scale=150 / 72, grayscale=True).to_pil()

    def draw(canvas: Canvas) -> None:
        for number in range(pages):
            canvas.drawInlineImage(picture, 0, 0, WIDTH, HEIGHT)
            lines(canvas, [stamp] if stamp else [], y=30)
            if number + 1 < pages:
                canvas.showPage()

    return made(draw)


class Recognizer:
    """A stub of text recognition that records the pages and returns the same words for each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages: list[int | None] = []
        self.pictures: list[Image.Image] = []
        monkeypatch.setattr(scans, "available", lambda: True)
        monkeypatch.setattr(scans, "recognize_picture", self)

    def __call__(
        self, picture: Image.Image, limits: Limits, page: int | None = None, frame: PageFrame | None = None
    ) -> Recognized:
        self.pages.append(page)
        self.pictures.append(picture)
        return Recognized([BlockText(kind=BlockKind.PARAGRAPH, text="Words in a picture.", page=page)], 4, 0.9)


def test_scanned_pages_are_recognized_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    recognizer = Recognizer(monkeypatch)
    found = read(scan(2, stamp="Scan 17"))
    assert recognizer.pages == [1, 2]
    assert recognizer.pictures[0].getextrema() == (0, 255), "the picture shows the page"
    assert [block.text for block in found.blocks] == ["Words in a picture."] * 2
    assert [warning.code for warning in found.warnings] == ["ocr_used"]
    assert read(made(plain)).warnings == [] and recognizer.pages == [1, 2]


def test_the_words_of_a_scan_are_read_with_the_data_that_is_packaged() -> None:
    assert available(), "functions/parse/requirements.txt includes English"
    found = read(scan())
    text = " ".join(block.text for block in found.blocks)
    assert "The ferry to the island left the harbour at six in the morning" in text
    assert {block.page for block in found.blocks} == {1}
    assert "ocr_used" in [warning.code for warning in found.warnings]


def test_scanned_pages_over_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    recognizer = Recognizer(monkeypatch)
    found = read(scan(3), max_ocr_pages=2)
    assert recognizer.pages == [1, 2]
    assert [warning.code for warning in found.warnings] == ["ocr_used", "ocr_pages_left_out"]
    assert "1 of 3 scanned pages" in found.warnings[1].message


def test_images_over_the_pixel_limit_are_not_recognized(monkeypatch: pytest.MonkeyPatch) -> None:
    recognizer = Recognizer(monkeypatch)
    assert code_of_scan(max_pixels=1_000_000) is Code.EMPTY
    assert recognizer.pages == []


def code_of_scan(**limits: object) -> Code:
    """Return the error code with which reading a scan fails."""
    with pytest.raises(PermanentError) as caught:
        read(scan(), **limits)
    return caught.value.code


def test_without_language_data_a_scan_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "available", lambda: False)
    assert code_of_scan() is Code.OCR_UNAVAILABLE

    def draw(canvas: Canvas) -> None:
        plain(canvas)
        canvas.showPage()
        with pypdfium2.PdfDocument(made(plain)) as document:
            canvas.drawInlineImage(document[0].render(scale=1).to_pil(), 0, 0, WIDTH, HEIGHT)

    found = read(made(draw))
    assert [block.page for block in found.blocks] == [1]
    assert [warning.code for warning in found.warnings] == ["ocr_unavailable"]
    assert "page 2" in found.warnings[0].message.lower()
