"""Hostile PDFs and images: huge numbers of pages, loops, long chains of filters, images that don't fit in memory."""

import zlib
from collections.abc import Iterator

import pytest

from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import ParsedDocument
from shared.errors import Code
from tests.support.hostile_files import FONT, looping_pages, many_pages, one_page, pdf, png, stream
from tests.support.judged import LIMITS, outcome

DEEP = 100_000


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS) as worker:
        yield worker


def test_pages_over_the_limit_are_skipped_and_counted(worker: ParseWorker) -> None:
    read = outcome(worker, many_pages(50_000), "pages.pdf")
    assert isinstance(read, ParsedDocument)
    assert read.text.count("The ferry moves.") <= LIMITS.reading.max_pages
    assert read.metadata.pages == 50_000
    assert any("45,000" in warning.message for warning in read.warnings)


@pytest.mark.parametrize("kids", [b"2 0 R", b"5 0 R 6 0 R", b"6 0 R 5 0 R 2 0 R 5 0 R", b"1 0 R", b"99 0 R"])
def test_a_tree_of_pages_that_loops_ends(worker: ParseWorker, kids: bytes) -> None:
    read = outcome(worker, looping_pages(kids), "loop.pdf")
    assert isinstance(read, ParsedDocument) or read in (Code.CORRUPT, Code.EMPTY)


def test_a_form_that_draws_itself_ends(worker: ParseWorker) -> None:
    itself = b"/Resources<</XObject<</X 4 0 R>>>>"
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + itself)
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R" + itself + b">>"
    content = pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[5 0 R]>>", FONT, form, sheet])
    assert outcome(worker, content, "form.pdf") in (Code.CORRUPT, Code.EMPTY, Code.OCR_UNAVAILABLE)


@pytest.mark.parametrize(
    "content",
    [
        one_page(box=b"0 0 1e15 1e15"),
        one_page(box=b"0 0 0 0"),
        one_page(box=b"-1e30 -1e30 1e30 1e30"),
        one_page(contents=stream(b"x", b"/Filter[" + b"/ASCIIHexDecode" * 10_000 + b"]")),
        one_page(contents=stream(b"x", b"/Filter[" + b"/FlateDecode" * 10_000 + b"]")),
        one_page(contents=stream(zlib.compress(b" " * 200_000_000, 9), b"/Filter/FlateDecode")),
        one_page(contents=stream(b"q " * 1_000_000)),
        one_page(more=b"/X " + b"[" * DEEP + b"]" * DEEP),
        one_page(more=b"/X " + b"<</A " * DEEP + b">>" * DEEP),
    ],
    ids=[
        "huge page",
        "no page",
        "wide page",
        "hex filters",
        "flate filters",
        "bomb",
        "states",
        "arrays",
        "dictionaries",
    ],
)
def test_an_impossible_page_is_read_or_rejected(worker: ParseWorker, content: bytes) -> None:
    read = outcome(worker, content, "page.pdf")
    assert isinstance(read, ParsedDocument) or read in (
        Code.CORRUPT, Code.EMPTY, Code.TOO_LARGE, Code.OCR_UNAVAILABLE,
    )  # fmt: skip


def test_a_page_with_300_000_lines_is_read_or_cut(worker: ParseWorker) -> None:
    lines = stream(b"BT /F 12 Tf 72 700 Td " + b"(The ferry) Tj 0 -1 Td " * 300_000 + b" ET")
    read = outcome(worker, one_page(contents=lines), "lines.pdf")
    assert isinstance(read, ParsedDocument) or read in (Code.TOO_LARGE, Code.EMPTY)


@pytest.mark.parametrize(
    ("width", "height"), [(60_000, 60_000), (1, 30_000_000), (30_000_000, 1), (2**31 - 1, 2**31 - 1)]
)
def test_an_image_of_too_many_pixels_is_not_unpacked(worker: ParseWorker, width: int, height: int) -> None:
    claimed = height if height < 2**20 or width == 1 else 1
    content = png(width if width < 2**26 else 8, claimed)
    content = content[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + content[24:]
    assert outcome(worker, content, "image.png") in (
        Code.TOO_LARGE, Code.CORRUPT, Code.EMPTY, Code.OCR_UNAVAILABLE,
    )  # fmt: skip
    assert worker.peak_memory_mb < LIMITS.memory_mb / 2
