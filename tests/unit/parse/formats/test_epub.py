"""EPUB: chapters in the order of the spine, without the table of contents."""

import pytest

from shared.documents.document import ParsedDocument
from shared.errors import Code
from tests.support.office import blocks, code_of, packed, read, repacked, sample

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
METADATA = (
    "<dc:title>The Quay</dc:title><dc:creator>Ann Holm</dc:creator><dc:creator>Bo Reyl</dc:creator>"
    "<dc:date>2024-05-01</dc:date><dc:publisher>Skelby Press</dc:publisher><dc:language>en-GB</dc:language>"
    "<dc:rights>All rights reserved</dc:rights>"
)
NAVIGATION = (
    '<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol><li><a href="two%20b.xhtml#start">Second</a>'
    '</li><li><a href="one.xhtml">First</a></li></ol></nav>'
)


def page(body: str) -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Not text</title>'
        f"</head><body>{body}</body></html>"
    )


def book(metadata: str = METADATA, **pages: str) -> bytes:
    """Return a book with these pages. `toc` is its table of contents, the others are its chapters, in order."""
    items = "".join(
        f'<item id="{name}" href="{name.replace("_", "%20")}.xhtml" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'toc' else ''}/>"
        for name in pages
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return packed(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf}
        | {f"OEBPS/{name.replace('_', ' ')}.xhtml": page(body) for name, body in pages.items()}
    )


def test_chapters_come_in_the_order_of_the_spine_and_the_contents_are_left_out() -> None:
    document = read(book(toc=NAVIGATION, two_b="<h2>Two</h2><p>Later&nbsp;on.</p>", one="<p>Before.</p>"))
    assert blocks(document) == [
        ("heading2", "Two"),
        ("paragraph", "Later\xa0on."),
        ("heading1", "First"),
        ("paragraph", "Before."),
    ]


def test_a_label_that_begins_its_chapter_becomes_the_heading() -> None:
    document = read(book(toc=NAVIGATION, one="<p>First</p><p>Before.</p>"))
    assert blocks(document) == [("heading1", "First"), ("paragraph", "Before.")]


def test_a_book_with_only_a_table_of_contents_is_read() -> None:
    assert "Second" in read(book(toc=NAVIGATION)).text


def test_the_metadata_of_a_book_are_read() -> None:
    metadata = read(book(one="<p>Text.</p>")).metadata
    assert metadata.model_dump(exclude_none=True) == {
        "title": "The Quay",
        "byline": "Ann Holm, Bo Reyl",
        "published_at": "2024-05-01",
        "publisher": "Skelby Press",
        "language": "en",
        "rights": "All rights reserved",
    }


def test_the_signs_of_notes_are_not_text() -> None:
    body = '<p>The quay<a xmlns:epub="http://www.idpf.org/2007/ops" epub:type="noteref" href="#n">1</a> is new.</p>'
    assert read(book(one=body)).text == "The quay is new."


def test_a_book_as_libreoffice_writes_it_is_read() -> None:
    document: ParsedDocument = read(sample("harbour-news.epub"))
    assert document.metadata.byline == "Hedda Brandvik"
    assert ("heading1", "The new quay") in blocks(document)
    assert "Forty oak piles" in document.text


def test_copy_protection_is_encryption_and_that_of_fonts_is_not() -> None:
    def protected(member: str) -> bytes:
        xml = (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
            'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
            f'<enc:CipherReference URI="{member}"/></enc:CipherData></enc:EncryptedData></encryption>'
        )
        return repacked(book(one="<p>Text.</p>"), {"META-INF/encryption.xml": xml.encode()})

    assert code_of(protected("OEBPS/one.xhtml")) is Code.ENCRYPTED
    assert read(protected("OEBPS/font.otf")).text == "Text."


@pytest.mark.parametrize("member", ["META-INF/container.xml", "OEBPS/book.opf"])
def test_a_book_without_its_package_is_corrupt(member: str) -> None:
    assert code_of(repacked(book(one="<p>Text.</p>"), {member: b"<nothing/>"})) is Code.CORRUPT
    content = book(one="<p>Text.</p>")
    assert code_of(content[: len(content) // 2]) is Code.CORRUPT


def test_a_book_of_empty_pages_is_empty() -> None:
    assert code_of(book(one="<p> </p>")) is Code.EMPTY


def damaged(content: bytes, *members: str) -> bytes:
    """Return the book with the first packed byte of each of these members changed."""
    made = bytearray(content)
    for member in members:
        place = made.index(member.encode())
        size, more = made[place - 4 : place - 2], made[place - 2 : place]
        start = place + int.from_bytes(size, "little") + int.from_bytes(more, "little")
        made[start] ^= 0xFF
    return bytes(made)


def test_a_damaged_chapter_is_left_out_with_a_warning() -> None:
    content = damaged(book(one="<p>Before.</p>", two="<p>Lost words.</p>", three="<p>After.</p>"), "OEBPS/two.xhtml")
    document = read(content)
    assert document.text == "Before.\n\nAfter."
    (warning,) = document.warnings
    assert warning.code == "content_left_out" and "1 " in warning.message and "two.xhtml" in warning.message


def test_a_book_without_a_readable_chapter_is_corrupt() -> None:
    content = damaged(book(one="<p>Before.</p>", two="<p>After.</p>"), "OEBPS/one.xhtml", "OEBPS/two.xhtml")
    assert code_of(content) is Code.CORRUPT
