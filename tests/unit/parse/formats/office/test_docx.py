"""DOCX: kinds of paragraphs by style, tables without loss, tracked changes accepted, damage and limits."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.formats.office.ooxml import docx as docx_reader
from shared.errors import Code
from tests.support.office import blocks, code_of, outcome, packed, read, repacked, rows, sample
from tests.support.properties import examples

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BODY = f"<w:document {W} {MC}><w:body>%s</w:body></w:document>"
WIDE, TALL = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
HEADING, NOT_HIDDEN = '<w:pStyle w:val="Heading1"/>', '<w:vanish w:val="0"/>'


def written(fill: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_body(xml: str, members: dict[str, bytes] | None = None) -> bytes:
    """Return a document with this body."""
    return repacked(written(lambda document: None), {"word/document.xml": (BODY % xml).encode()} | (members or {}))


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


NEWS = [
    ("heading1", "Skelby harbour news"),
    ("heading1", "The new quay"),
    ("paragraph", "Skelby’s council voted on Tuesday to build a new quay for the fishing boats. Work begins in May."),
    ("heading2", "What it needs"),
    ("list_item", "Forty oak piles"),
    ("list_item", "twelve of them tarred"),
    ("list_item", "A crane from Ordby"),
    ("list_item", "1. Dredge the basin."),
    ("list_item", "2. Drive the piles."),
    ("quotation", "“We have waited thirty years,” said Astrid Holm, the harbour master."),
    ("caption", "Table 1: What the quay costs"),
    ("table", "Item\tCost in crowns\nPiles\t120,000\t2025\nCrane\t45,500\t2026"),
    ("paragraph", "Der Fährmann  Jørgen is\tnot\nconvinced."),
    ("code", "quay --length 140"),
]
NUMBERED = {"Dredge the basin.": "1. Dredge the basin.", "Drive the piles.": "2. Drive the piles."}
BOX, LAST, NOTE = "The ferry stops at six.", "The last word belongs to the gulls.", "The old quay dates from 1911."


@pytest.mark.parametrize("name", ["harbour-news.docx", "harbour-news.odt", "harbour-news.rtf", "harbour-news.doc"])
def test_one_article_reads_the_same_in_every_format(name: str) -> None:
    document = read(sample(name))
    found = blocks(document)
    if name.endswith(".doc"):
        # Numbers of lists are not read from DOC.
        found = [(kind, NUMBERED.get(text, text)) for kind, text in found]
    assert found[: len(NEWS)] == NEWS
    assert sorted(found[len(NEWS) :]) == sorted([("paragraph", text) for text in ("A box follows.", BOX, LAST, NOTE)])
    assert found[-1] == ("paragraph", NOTE)
    assert document.metadata.title == "Skelby harbour news"
    assert document.metadata.byline == "Hedda Brandvik"
    assert document.metadata.published_at is not None
    assert document.metadata.published_at.startswith("2025-03-04T09:30:00")
    assert not document.warnings


@pytest.mark.parametrize("name", ["harbour-news.docx", "harbour-news.odt", "harbour-news.rtf", "harbour-news.doc"])
def test_deleted_text_and_page_headers_are_skipped(name: str) -> None:
    text = read(sample(name)).text
    assert "eels" not in text
    assert "page header" not in text


def test_styles_of_lists_quotations_and_titles_set_the_kind() -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("The quay", style="Title")
        document.add_paragraph("Piles", style="List Bullet")
        document.add_paragraph("Dredge", style="List Number 2")
        document.add_paragraph("We waited.", style="Intense Quote")
        document.add_paragraph("Figure 1", style="Caption")
        document.add_paragraph("x = 1", style="macro")
        document.add_heading("Deep", level=7)

    assert blocks(read(written(fill))) == [
        ("heading1", "The quay"),
        ("list_item", "Piles"),
        ("list_item", "1. Dredge"),
        ("quotation", "We waited."),
        ("caption", "Figure 1"),
        ("code", "x = 1"),
        ("heading7", "Deep"),
    ]


def test_a_paragraphs_own_properties_override_its_style() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    unnumbered = '<w:pStyle w:val="ListBullet"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    xml = (
        paragraph("a", numbered)
        + paragraph("b", unnumbered)
        + paragraph("c", '<w:outlineLvl w:val="2"/>')
        + paragraph("d", '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>')
        + paragraph("• e")
    )
    assert blocks(read(with_body(xml))) == [
        ("list_item", "a"),
        ("paragraph", "b"),
        ("heading3", "c"),
        ("paragraph", "d"),
        ("list_item", "e"),
    ]


def test_a_style_that_is_based_on_a_heading_is_one() -> None:
    def fill(document: docx.document.Document) -> None:
        style = document.styles.add_style("Ortsmarke", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Skelby", style=style)

    assert blocks(read(written(fill))) == [("heading2", "Skelby")]


def test_merged_nested_and_missing_cells_lose_nothing() -> None:
    def cell(text: str, properties: str = "", more: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}{more}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell('in 1')}{cell('in 2')}</w:tr></w:tbl>"
    xml = (
        "<w:tbl>"
        f"<w:tr>{cell('wide', WIDE)}{cell('c')}</w:tr>"
        f"<w:tr>{cell('tall', TALL)}{cell('e', more=inner)}{cell('f')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('h')}</w:tr>"
        "</w:tbl>"
    )
    assert rows(read(with_body(xml))) == [[["wide", "", "c"], ["tall", "e in 1 in 2", "f"], ["", "h", ""]]]


def test_a_table_of_one_cell_is_a_frame_around_text() -> None:
    xml = f"<w:tbl><w:tr><w:tc>{paragraph('a')}{paragraph('b', HEADING)}</w:tc></w:tr></w:tbl>"
    assert blocks(read(with_body(xml))) == [("paragraph", "a"), ("heading1", "b")]


def test_insertions_are_read_and_deletions_moves_and_hidden_text_are_skipped() -> None:
    def run(text: str, properties: str = "", tag: str = "t") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag}>{text}</w:{tag}></w:r>"

    xml = (
        f"<w:p>{run('kept ')}<w:ins w:id='1'>{run('added ')}</w:ins>"
        f"<w:del w:id='2'>{run('gone', tag='delText')}</w:del>"
        f"<w:moveFrom w:id='3'>{run('moved')}</w:moveFrom>{run('secret', '<w:vanish/>')}"
        f"{run('shown', NOT_HIDDEN)}{run('PAGE', tag='instrText')}</w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del w:id='4'/></w:trPr><w:tc>{paragraph('old')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    )
    assert blocks(read(with_body(xml))) == [("paragraph", "kept added shown"), ("table", "x\ty")]


def test_fallbacks_and_placeholders_of_forms_are_skipped() -> None:
    box = f"<w:txbxContent>{paragraph('In the box')}</w:txbxContent>"
    xml = (
        "<w:p><w:r><w:t>Around</w:t><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Click here')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{paragraph('Filled in')}</w:sdtContent></w:sdt>"
    )
    assert blocks(read(with_body(xml))) == [
        ("paragraph", "Around"),
        ("paragraph", "In the box"),
        ("paragraph", "Filled in"),
    ]


def test_headers_are_read_if_a_document_has_no_other_text() -> None:
    def fill(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Only a header"

    assert blocks(read(written(fill))) == [("paragraph", "Only a header")]


def test_comments_are_skipped() -> None:
    def fill(document: docx.document.Document) -> None:
        added = document.add_paragraph("The text.")
        document.add_comment(runs=added.runs, text="A remark", author="Ann", initials="A")

    assert read(written(fill)).text == "The text."


def test_strict_documents_are_read() -> None:
    content = with_body(paragraph("Strictly", '<w:pStyle w:val="Heading1"/>'))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        strict = archive.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    assert blocks(read(repacked(content, {"word/document.xml": strict}))) == [("heading1", "Strictly")]


def test_placeholder_properties_are_ignored() -> None:
    metadata = read(written(lambda document: document.add_paragraph("Text."))).metadata
    assert (metadata.title, metadata.byline, metadata.published_at) == (None, None, None)


def test_a_document_of_images_only_has_them_as_parts() -> None:
    found = docx_reader.read(repacked(with_body("<w:p/>"), {"word/media/image1.png": b"pixels"}), Hints(), Limits())
    assert [(part.name, part.content) for part in found.parts] == [("media/image1.png", b"pixels")]
    with_text = repacked(with_body(paragraph("Text")), {"word/media/image1.png": b"pixels"})
    assert not list(docx_reader.read(with_text, Hints(), Limits()).parts)
    assert code_of(with_body("<w:p/>")) is Code.EMPTY


# Damage and limits.


@pytest.mark.parametrize("name", ["harbour-news.docx", "harbour-talk.pptx", "harbour-budget.xlsx", "harbour-news.odt"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_package_is_corrupt(name: str, share: float) -> None:
    content = sample(name)
    assert code_of(content[: int(share * len(content))]) is Code.CORRUPT


def test_a_package_without_its_document_or_with_broken_xml_is_corrupt() -> None:
    assert code_of(repacked(sample("harbour-news.docx"), {"word/document.xml": b"<w:document"})) is Code.CORRUPT
    assert code_of(repacked(sample("harbour-news.docx"), {"word/document.xml": b"<a/>"})) is Code.CORRUPT
    assert code_of(repacked(sample("harbour-budget.xlsx"), {"xl/workbook.xml": b""})) is Code.CORRUPT


def test_a_package_with_a_password_is_encrypted() -> None:
    content = bytearray(sample("harbour-news.docx"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.start_dir
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    assert code_of(bytes(content)) is Code.ENCRYPTED


def test_a_package_that_decompresses_to_more_than_the_limit_is_too_large() -> None:
    assert code_of(sample("harbour-news.docx"), Limits(max_unpacked_bytes=5_000)) is Code.TOO_LARGE
    bomb = repacked(sample("harbour-news.docx"), {"word/document.xml": b" " * 105_000_000})
    assert code_of(bomb) is Code.TOO_LARGE


def test_entities_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol" * 100}">' for n in range(10))
    xml = f"<?xml version='1.0'?><!DOCTYPE w [{entities}]>" + BODY % paragraph("Text &e9;")
    assert code_of(repacked(sample("harbour-news.docx"), {"word/document.xml": xml.encode()})) is Code.CORRUPT
    outside = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY % paragraph("A &x;")
    assert read(repacked(sample("harbour-news.docx"), {"word/document.xml": outside.encode()})).text == "A"


def test_tables_that_nest_deeply_end_in_a_document_or_a_permanent_error() -> None:
    xml = paragraph("deep")
    for _ in range(80):
        xml = f"<w:tbl><w:tr><w:tc>{xml}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>"
    assert code_of(with_body(f"{'<w:sdt>' * 5_000}{'</w:sdt>' * 5_000}")) is Code.CORRUPT
    assert "deep" in read(with_body(xml)).text


@examples(60)
@given(
    st.recursive(
        st.sampled_from(["<w:t>a</w:t>", "<w:tab/>", "<w:br/>", "<w:del/>", "<w:vanish/>", "<w:showingPlcHdr/>"]),
        lambda inner: st.tuples(
            st.sampled_from("p r pPr rPr tbl tr tc tcPr trPr ins del sdt sdtContent txbxContent gridSpan".split()),
            st.lists(inner, max_size=4),
        ).map(lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"),
        max_leaves=30,
    )
)
def test_elements_in_any_order_give_a_document_or_a_permanent_error(xml: str) -> None:
    assert outcome(with_body(xml)) in (Code.EMPTY, None)


def test_a_document_without_styles_is_read() -> None:
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": BODY % paragraph("Plain", '<w:pStyle w:val="Heading2"/>'),
    }
    assert blocks(read(packed(members))) == [("heading2", "Plain")]


def test_the_text_of_a_chart_is_a_caption_and_a_table() -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r>'
        "<a:t>Passengers</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef>"
        '<c:strCache><c:pt idx="0"><c:v>Ferry</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>'
        '<c:pt idx="0"><c:v>June</c:v></c:pt><c:pt idx="1"><c:v>July</c:v></c:pt></c:strCache></c:strRef></c:cat>'
        '<c:val><c:numRef><c:numCache><c:pt idx="0"><c:v>12</c:v></c:pt><c:pt idx="1"><c:v>15</c:v></c:pt></c:numCache>'
        "</c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart" Target="charts/chart1.xml"/>'
        "</Relationships>"
    )
    drawing = (
        '<w:p><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r1"/></w:drawing></w:r>'
        "</w:p>"
    )
    members = {"word/charts/chart1.xml": chart.encode(), "word/_rels/document.xml.rels": relations.encode()}
    document = read(with_body(drawing, members))
    assert blocks(document)[0] == ("caption", "Passengers")
    assert rows(document) == [[["", "Ferry"], ["June", "12"], ["July", "15"]]]
