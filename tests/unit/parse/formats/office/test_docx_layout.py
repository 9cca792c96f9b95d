"""DOCX as Word shows it: automatic numbers, inserted files, joined paragraphs, text boxes in place, omissions."""

import io
from collections.abc import Sequence

import docx
import docx.document
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from functions.parse.formats.office.number_labels import written
from shared.errors import Code
from tests.support.office import blocks, outcome, packed, read, repacked
from tests.support.properties import examples

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
BODY = f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def document_of(body: str, **members: str | bytes) -> bytes:
    """Return a DOCX with this body. `members` are other members of `word/` by name without suffix."""
    files: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>"}
    relations = []
    for place, (name, content) in enumerate(members.items()):
        member, kind = name.replace("__", "."), name.partition("__")[0].rstrip("0123456789")
        files[f"word/{member}"] = content
        relations.append(f'<Relationship Id="r{place}" Type="{R}/{kind}" Target="{member}"/>')
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{"".join(relations)}</Relationships>'
    files["word/document.xml"] = f"{BODY}{body}</w:body></w:document>"
    return packed(files)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


# Automatic numbers.


def level(place: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f"{more}</w:lvl>"
    )


def numbering(levels: str, *numbers: str) -> str:
    """Return word/numbering.xml with one list, and a number for each of the overrides."""
    made = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for place, override in enumerate(numbers or ("",), 1)
    )
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{made}</w:numbering>'


def item(text: str, place: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>')


def texts(body: str, levels: str, *numbers: str) -> list[str]:
    return [text for _, text in blocks(read(document_of(body, numbering__xml=numbering(levels, *numbers))))]


CONTRACT = (
    level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")
    + level(3, "lowerRoman", "(%4)")
)  # fmt: skip


def test_clauses_have_the_numbers_that_word_shows() -> None:
    body = "".join(
        item(text, place)
        for text, place in (
            ("Parties", 0), ("Rent", 0), ("Amount", 1), ("Due date", 1), ("in cash", 2), ("by bank", 2),
            ("from abroad", 3), ("Deposit", 1), ("on signing", 2), ("Term", 0), ("Length", 1),
        )
    )  # fmt: skip
    assert texts(body, CONTRACT) == [
        "1. Parties", "2. Rent", "2.1 Amount", "2.2 Due date", "(a) in cash", "(b) by bank", "(i) from abroad",
        "2.3 Deposit", "(a) on signing", "3. Term", "3.1 Length",
    ]  # fmt: skip


def test_a_level_that_is_skipped_has_its_first_number() -> None:
    assert texts(item("Deep", 1) + item("Next", 1), CONTRACT) == ["1.1 Deep", "1.2 Next"]


def test_numbers_of_one_list_continue_and_an_override_starts_them_again() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = item("a") + item("b", number=2) + item("c", number=3) + item("d", number=3) + item("e", number=1)
    assert texts(body, CONTRACT, "", "", override) == ["1. a", "2. b", "7. c", "8. d", "9. e"]


def test_levels_restart_only_where_the_list_says_so() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "Article %2", '<w:lvlRestart w:val="0"/>')
    body = item("a") + item("b", 1) + item("c") + item("d", 1)
    assert texts(body, levels) == ["1. a", "Article 1 b", "2. c", "Article 2 d"]


def test_legal_style_writes_all_numbers_in_decimal() -> None:
    levels = level(0, "upperRoman", "Part %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert texts(item("a") + item("b") + item("c", 1), levels) == ["Part I a", "Part II b", "2.1 c"]


def test_bullets_and_unnumbered_paragraphs_have_no_label() -> None:
    levels = level(0, "bullet", "") + level(1, "none", "%2")
    assert texts(item("a") + item("b", 1) + item("c", number=0), levels) == ["a", "b", "c"]


def test_a_style_numbers_its_paragraphs_at_the_level_that_names_it() -> None:
    levels = (
        level(0, "decimal", "%1", '<w:pStyle w:val="H1"/>') + level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>')
    )  # fmt: skip
    styles = (
        f'<w:styles xmlns:w="{W}">'
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        '</w:style><w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style></w:styles>'
    )
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("Scope", "H1"), ("Aim", "H2"), ("Law", "H1"))
    )
    content = document_of(body, numbering__xml=numbering(levels), styles__xml=styles)
    assert blocks(read(content)) == [("heading1", "1 Scope"), ("heading2", "1.1 Aim"), ("heading1", "2 Law")]


def test_deleted_items_are_not_counted() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        "<w:del w:id='2'><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
    )
    assert texts(item("a") + gone + item("b"), CONTRACT) == ["1. a", "2. b"]


@pytest.mark.parametrize(
    ("number", "form", "label"),
    [(1, "upperLetter", "A"), (27, "lowerLetter", "aa"), (28, "lowerLetter", "bb"), (1994, "upperRoman", "MCMXCIV"),
     (3, "decimalZero", "03"), (22, "ordinal", "22nd"), (13, "ordinal", "13th"), (4, "chicago", "4"), (4, "none", "")],
)  # fmt: skip
def test_numbers_are_written_as_the_list_says(number: int, form: str, label: str) -> None:
    assert written(number, form) == label


@examples(60)
@given(
    st.lists(st.tuples(st.integers(-2, 12), st.sampled_from(["1", "2", "9", "x", ""])), max_size=8),
    st.lists(
        st.sampled_from(
            ['<w:numFmt w:val="upperRoman"/>', '<w:lvlText w:val="%1%9%"/>', '<w:start w:val="99999999999"/>']
        )
        | st.sampled_from(["<w:isLgl/>", '<w:lvlRestart w:val="-1"/>', "<w:numFmt/>", '<w:pStyle w:val="a"/>']),
        max_size=5,
    ),
)  # fmt: skip
def test_any_numbering_gives_a_document(items: Sequence[tuple[int, str]], entries: Sequence[str]) -> None:
    levels = f'<w:lvl w:ilvl="0">{"".join(entries)}</w:lvl><w:lvl>{"".join(entries)}</w:lvl>'
    body = "".join(
        paragraph("x", f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>')
        for place, number in items
    )
    override = '<w:lvlOverride w:ilvl="z"><w:startOverride w:val="-4"/><w:lvl/></w:lvlOverride>'
    content = document_of(body, numbering__xml=numbering(levels, "", override))
    assert outcome(content) is (None if items else Code.EMPTY)


# Inserted files.


def chunk(**file: str | bytes) -> bytes:
    body = paragraph("Before.") + '<w:altChunk r:id="r0"/>' + paragraph("After.")
    return document_of(body, **{f"aFChunk{name}": content for name, content in file.items()})


PAGE = "<html><body><h1>Minutes</h1><p>The board met.</p><ul><li>Roof</li></ul></body></html>"
MINUTES = [("paragraph", "Before."), ("heading1", "Minutes"), ("paragraph", "The board met."), ("list_item", "Roof")]
ARCHIVE = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; "
    f"charset=utf-8\r\nContent-Location: a.htm\r\n\r\n{PAGE}\r\n--b--\r\n"
)


@pytest.mark.parametrize("file", [{"__html": PAGE}, {"__xhtml": PAGE}, {"__mht": ARCHIVE}], ids=str)
def test_a_page_that_word_takes_in_is_read_in_its_place(file: dict[str, str]) -> None:
    document = read(chunk(**file))
    assert blocks(document) == [*MINUTES, ("paragraph", "After.")]
    assert document.warnings == []


def test_rtf_text_and_documents_are_read_in_their_place() -> None:
    inner = document_of(paragraph("The board met."))
    rtf = r"{\rtf1\ansi The board met.\par}"
    for file in ({"__docx": inner}, {"__rtf": rtf}, {"__txt": "The board met.\n"}):
        assert [text for _, text in blocks(read(chunk(**file)))] == ["Before.", "The board met.", "After."]


def test_a_file_that_cannot_be_read_has_a_warning() -> None:
    document = read(chunk(__bin=b"\x7fELF\x02\x01\x01" + bytes(64)))
    assert document.text == "Before.\n\nAfter."
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("content_left_out", "1 inserted file was left out: files of their formats can't be read here.")
    ]


def test_a_document_that_takes_in_itself_many_times_ends() -> None:
    content = chunk(__docx=b"")
    for _ in range(6):
        content = chunk(__docx=content)
    assert read(content).text.count("Before.") == 4


def test_a_cell_inside_a_content_control_keeps_its_column() -> None:
    cell = f"<w:tc>{paragraph('1 May')}</w:tc>"
    controlled = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
    table = f"<w:tbl><w:tr>{controlled}<w:tc>{paragraph('Ann')}</w:tc></w:tr></w:tbl>"
    assert order(table) == ["1 May\tAnn"]


# Tracked changes.

DELETED_END = '<w:rPr><w:del w:id="1"/></w:rPr>'


def test_paragraphs_join_if_the_end_between_them_is_deleted() -> None:
    body = (
        paragraph("The tenant ", DELETED_END) + paragraph("pays the rent ", DELETED_END)
        + paragraph("in May.", '<w:outlineLvl w:val="0"/>') + paragraph("Next.")
    )  # fmt: skip
    assert blocks(read(document_of(body))) == [("heading1", "The tenant pays the rent in May."), ("paragraph", "Next.")]


def test_a_deleted_end_before_a_table_or_at_the_end_loses_no_text() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    body = paragraph("One", DELETED_END) + table + paragraph("Two", DELETED_END)
    assert [text for _, text in blocks(read(document_of(body)))] == ["One", "x\ty", "Two"]


# Text boxes.


def box(text: str, top: int, left: int = 0, frame: str = "paragraph") -> str:
    return (
        f'<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>{left}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="{frame}"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="1000000" cy="500000"/><w:txbxContent>{paragraph(text)}</w:txbxContent></wp:anchor>'
        "</w:drawing></w:r>"
    )


def anchored(text: str, *boxes: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r>{''.join(boxes)}</w:p>"


def order(*paragraphs: str) -> list[str]:
    return [text for _, text in blocks(read(document_of("".join(paragraphs))))]


def test_boxes_of_a_paragraph_are_in_order_of_their_positions() -> None:
    boxes = (box("low", 3_000_000), box("right", 0, 2_000_000), box("left", 0))
    assert order(anchored("Text.", *boxes), paragraph("End.")) == ["Text.", "left", "right", "low", "End."]


def test_a_box_above_its_paragraph_precedes_it() -> None:
    assert order(paragraph("One."), anchored("Two.", box("above", -900_000))) == ["One.", "above", "Two."]


def test_a_box_at_the_top_of_the_first_page_comes_first() -> None:
    assert order(anchored("Title.", box("letterhead", 100_000, frame="page"))) == ["letterhead", "Title."]


def test_boxes_of_older_programs_have_their_positions_too() -> None:
    def shape(text: str, top: int) -> str:
        return (
            f'<w:r><w:pict><v:shape style="margin-left:5pt;margin-top:{top}pt;width:90pt;height:20pt">'
            f"<v:textbox><w:txbxContent>{paragraph(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )

    assert order(anchored("Text.", shape("second", 90), shape("first", 10))) == ["Text.", "first", "second"]


# Signs.


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "☐"), ("wingdings", "FD", "☒"), ("Wingdings 2", "F052", "☑"),
     ("Symbol", "F061", "α"), ("Symbol", "F0B3", "≥"), ("MS Gothic", "2612", "☒"), ("Wingdings", "F000", ""),
     ("Arial", "F0FE", ""), ("Symbol", "x", ""), ("Symbol", "FFFFFFFFFF", "")],
)  # fmt: skip
def test_characters_of_symbol_fonts_are_read(font: str, code: str, sign: str) -> None:
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert order(f"<w:p>{symbol}<w:r><w:t>Yes</w:t></w:r></w:p>") == [f"{sign}Yes"]


def form_field(data: str, instruction: str) -> str:
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:t> Agreed</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒ Agreed"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒ Agreed"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐ Agreed"),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='East'/><w:listEntry w:val='West'/></w:ddList>",
            "West Agreed",
        ),
        ("<w:ddList><w:listEntry w:val='East'/></w:ddList>", "East Agreed"),
        ("<w:ddList><w:result w:val='9'/></w:ddList>", " Agreed"),
    ],
)
def test_the_state_of_older_form_fields_is_read(data: str, text: str) -> None:
    assert order(form_field(data, " FORMCHECKBOX ")) == [text.strip()]


# What is left out.


def test_comments_long_margins_and_large_pictures_are_counted() -> None:
    picture = io.BytesIO()
    Image.new("L", (400, 400), 200).save(picture, "PNG")
    made: docx.document.Document = docx.Document()
    added = made.add_paragraph("The text.")
    made.add_comment(runs=added.runs, text="A remark", author="Ann", initials="A")
    made.sections[0].header.paragraphs[0].text = "A letterhead with much text. " * 12
    made.add_picture(picture, width=docx.shared.Cm(8))
    made.add_picture(picture, width=docx.shared.Cm(1))
    file = io.BytesIO()
    made.save(file)
    document = read(file.getvalue())
    assert document.text == "The text."
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("content_left_out", "1 comment was left out: comments are not part of the text."),
        ("content_left_out", "288 letters were left out: they are in page headers and footers."),
        ("content_left_out", "1 large picture was left out: pictures are read only if the document has no text."),
    ]


# Dates.

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ann</dc:creator>'
    "<dc:title>{}</dc:title><dcterms:created>{}</dcterms:created></cp:coreProperties>"
)


@pytest.mark.parametrize("created", ["2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "1601-01-01T00:00:00Z"])
def test_the_date_of_a_programs_template_is_not_a_publication_date(created: str) -> None:
    content = repacked(document_of(paragraph("Text.")), {"docProps/core.xml": CORE.format("", created).encode()})
    assert read(content).metadata.published_at is None


def test_another_creation_date_is_one_and_a_file_name_is_no_title() -> None:
    core = CORE.format("minutes_v3.docx", "2024-05-03T10:00:00Z").encode()
    metadata = read(repacked(document_of(paragraph("Text.")), {"docProps/core.xml": core})).metadata
    assert metadata.published_at == "2024-05-03T10:00:00+00:00"
    assert (metadata.title, metadata.byline) == (None, "Ann")
