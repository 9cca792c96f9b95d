"""Scanned pages of a PDF: which are recognized, within which limits, and what is missing otherwise."""

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from functions.parse.contract import Limits
from functions.parse.formats.pdf import scans
from functions.parse.ocr.recognizer import Recognized, available
from shared.documents.document import BlockKind, BlockText
from shared.documents.placed_lines import PageFrame
from shared.errors import Code
from tests.support.drawn_pdfs import HEIGHT, WIDTH, code_of, lines, made, plain, read


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
    assert code_of(scan(), max_pixels=1_000_000) is Code.EMPTY
    assert recognizer.pages == []


def test_without_language_data_a_scan_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "available", lambda: False)
    assert code_of(scan()) is Code.OCR_UNAVAILABLE

    def draw(canvas: Canvas) -> None:
        plain(canvas)
        canvas.showPage()
        with pypdfium2.PdfDocument(made(plain)) as document:
            canvas.drawInlineImage(document[0].render(scale=1).to_pil(), 0, 0, WIDTH, HEIGHT)

    found = read(made(draw))
    assert [block.page for block in found.blocks] == [1]
    assert [warning.code for warning in found.warnings] == ["ocr_unavailable"]
    assert "page 2" in found.warnings[0].message.lower()
