"""What is read from pages, PDFs, Word documents and messages: the text, its structure and the metadata."""

from shared.documents.document import BlockKind
from tests.support.parsed import read, sample, texts


def test_only_the_article_of_a_page_is_read() -> None:
    document = sample("seed-vault.html")
    assert document.metadata.model_dump(exclude_none=True) == {
        "title": "Drought-proof barley found in forgotten seed vault",
        "byline": "Samuel Adeyemi",
        "published_at": "2025-02-03T06:30:00+00:00",
        "publisher": "The Fenmoor Observer",
        "language": "en",
    }
    for furniture in ("cookie", "Subscribe", "Most read", "Bypass", "Privacy", "All rights reserved"):
        assert furniture not in document.text
    assert texts(document, BlockKind.HEADING) == ["Long roots, short straw"]
    assert texts(document, BlockKind.QUOTATION) == [
        "Breeders have spent ninety years on yield and forgotten what the roots were for."
    ]
    assert document.text.startswith("A kind of barley")
    assert document.text.endswith("never dug.")


def test_an_article_split_by_advertisements_is_complete() -> None:
    def body(number: int) -> str:
        sentences = f"<p>{f'Part {number} of the story goes on for a while, as such parts do. ' * 6}</p>" * 3
        return f'<div class="grid article__body">{sentences}</div>'

    page = f"<html><body><article><h1>T</h1>{body(1)}<aside>Advertisement</aside>{body(2)}</article></body></html>"
    document = read(page)
    assert "Part 1" in document.text
    assert "Part 2" in document.text
    assert "Advertisement" not in document.text


def test_words_of_inline_elements_run_on_and_those_of_blocks_do_not() -> None:
    filler = "<p>" + "This paragraph makes the page an article that is worth reading. " * 8 + "</p>"
    page = (
        f"<html><body><article>{filler}<p>un<b>believ</b>able<i> story</i></p>"
        f"<ul><li><h4>Head</h4>Text</li></ul>{filler}</article></body></html>"
    )
    document = read(page)
    assert "unbelievable story" in document.text
    assert "HeadText" not in document.text


def test_a_page_without_an_article_is_kept_whole() -> None:
    document = read("<h3>Jahresbericht</h3>", "a.html")
    assert document.text == "Jahresbericht"
    assert [warning.code for warning in document.warnings] == ["whole_page"]


def test_the_declared_charset_of_a_page_is_used() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><article><p>Łódź, gęś.</p></article></body></html>'
    assert "Łódź, gęś." in read(page.encode("iso8859_2")).text


def test_a_pdf_has_pages_headings_and_whole_paragraphs() -> None:
    document = sample("groundwater-bulletin.pdf")
    assert document.metadata.pages == 2
    assert document.metadata.title == "Groundwater bulletin for the Lower Sarn, second quarter 2024"
    assert document.metadata.byline == "Regional Office for Water, Sarnbrück"
    assert {block.page for block in document.blocks} == {1, 2}
    assert texts(document, BlockKind.HEADING) == [
        "Groundwater bulletin for the Lower Sarn, second quarter 2024",
        "Summary",
        "Nitrate",
        "Pesticides",
        "Water table",
        "What comes next",
    ]
    assert "of pesticide" not in document.text
    assert (
        "Two wells near Holzbach, however, now exceed the limit for the pesticide bentazone, and the water supplier "
        "has "
        "taken one of them off the network."
    ) in document.text


def test_a_word_document_has_headings_and_tables() -> None:
    document = sample("archive-move.docx")
    assert document.metadata.title == "Moving the paper archive to the Westhafen depot"
    assert document.metadata.byline == "Beatrix Nowak"
    assert document.metadata.published_at is not None
    assert document.metadata.published_at.startswith("2024-05-06")
    assert "Why we are moving" in texts(document, BlockKind.HEADING)
    table = next(block for block in document.blocks if block.kind is BlockKind.TABLE)
    assert table.rows is not None
    assert table.rows[2] == ["Transport", "3 June to 14 June", "23,000"]


def test_a_message_gives_its_plain_body_and_its_attachments() -> None:
    document = sample("night-trains.eml")
    assert document.metadata.title == "Night trains to Port Merrow end on 30 September"
    assert document.metadata.byline == "Petra Sandoval"
    assert document.metadata.published_at == "2024-09-02T09:12:00+00:00"
    assert document.text.count("Dear all") == 1
    assert len(texts(document, BlockKind.LIST_ITEM)) == 3
    (guests,) = document.parts
    assert (guests.name, guests.media_type) == ("guests.csv", "text/csv")
    assert document.text[guests.start : guests.end].startswith("guests.csv\n\nname\ttrain")
    assert not document.warnings


def test_a_message_with_only_a_page_is_read_as_a_page() -> None:
    content = (
        b"From: =?utf-8?q?J=C3=BCrgen?= <j@a.example>\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\nDate: nonsense\n"
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: "
        b"quoted-printable\n\n"
        b"<html><body><p>Gr=FC=DFe aus M=FCnchen, wo es seit Tagen schneit und kein Zug mehr "
        b"f=E4hrt.</p></body></html>\n"
    )
    document = read(content, "a.eml")
    assert document.text == "Grüße aus München, wo es seit Tagen schneit und kein Zug mehr fährt."
    assert document.metadata.title == "Grüße"
    assert document.metadata.byline == "Jürgen"
    assert document.metadata.published_at is None
