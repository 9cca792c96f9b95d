"""PDFs that are rejected, and those that are read in part: passwords, damage, limits, and page trees that lie."""

from time import monotonic

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from functions.parse.formats.pdf.pdfium import BLANK_PAGE
from shared.errors import Code, PermanentError
from tests.support.drawn_pdfs import SENTENCES, code_of, made, paged, plain, read, texts


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
