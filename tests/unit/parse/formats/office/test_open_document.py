"""OpenDocument: white space, styles, notes, repeated cells, hidden slides, passwords, templates and damage."""

import pytest

from functions.parse.contract import Limits
from shared.errors import Code
from tests.support.office import blocks, code_of, packed, read, rows, sample

NAMES = {
    name: f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
    for name, value in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "presentation": "presentation", "svg": "svg-compatible",
    }.items()
}  # fmt: skip
TYPE = "application/vnd.oasis.opendocument."


def open_document(kind: str, body: str, styles: str = "", media_type: str = "", **members: str) -> bytes:
    xml = (
        f"<office:document-content {' '.join(NAMES.values())}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    usual = {"text": "text", "presentation": "presentation", "spreadsheet": "spreadsheet", "drawing": "graphics"}[kind]
    return packed({"mimetype": TYPE + (media_type or usual), "content.xml": xml} | members)


def test_white_space_is_collapsed_as_specified() -> None:
    body = (
        "<text:p>\n  one <text:span> two</text:span><text:s text:c='3'/>three<text:tab/>four<text:line-break/> five "
        "</text:p>"
    )
    assert read(open_document("text", body)).text == "one two   three\tfour\nfive"


def test_automatic_styles_have_the_kind_of_their_parents() -> None:
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'
    body = '<text:p text:style-name="P1">We waited.</text:p><text:p text:style-name="Table_20_Heading">x</text:p>'
    assert blocks(read(open_document("text", body, styles))) == [("quotation", "We waited."), ("paragraph", "x")]


def test_notes_come_at_the_end_and_comments_are_skipped() -> None:
    body = (
        "<text:p>One<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note><office:annotation><text:p>A remark.</text:p></office:annotation> two</text:p>"
        "<text:p>Three</text:p>"
    )
    assert read(open_document("text", body)).text == "One two\n\nThree\n\nA note."


def numbered(place: int, form: str, more: str = "") -> str:
    return f'<text:list-level-style-number text:level="{place}" style:num-format="{form}" {more}/>'


def test_list_items_and_headings_have_their_automatic_numbers() -> None:
    styles = (
        '<text:list-style style:name="L1">'
        + numbered(1, "1", 'style:num-suffix="."')
        + numbered(2, "a", 'style:num-prefix="(" style:num-suffix=")"')
        + numbered(3, "1", 'text:display-levels="3"')
        + '</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/>'
        "</text:list-style>"
    )
    outline = (
        f"<office:styles><text:outline-style>{outline_level(1)}{outline_level(2)}</text:outline-style></office:styles>"
    )
    common = f"<office:document-styles {' '.join(NAMES.values())}>{outline}</office:document-styles>"

    def item(text: str, inner: str = "", more: str = "") -> str:
        return f"<text:list-item {more}><text:p>{text}</text:p>{inner}</text:list-item>"

    nine = item("Nine", more='text:start-value="9"')
    deepest = f"<text:list>{item('deepest')}</text:list>"
    inner = f"<text:list>{item('in cash')}{item('by bank', deepest)}</text:list>"
    body = (
        '<text:h text:outline-level="1">Scope</text:h><text:h text:outline-level="2">Aim</text:h>'
        f'<text:list text:style-name="L1">{item("Rent", inner)}{item("Term")}</text:list>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("Law")}</text:list>'
        f'<text:list text:style-name="L1">{item("Again")}{nine}</text:list>'
        f'<text:list text:style-name="B">{item("Bullet")}</text:list>'
    )
    assert [text for _, text in blocks(read(open_document("text", body, styles, **{"styles.xml": common})))] == [
        "1 Scope", "1.1 Aim", "1. Rent", "(a) in cash", "(b) by bank", "1.b.1 deepest", "2. Term", "3. Law",
        "1. Again", "9. Nine", "Bullet",
    ]  # fmt: skip


def outline_level(place: int) -> str:
    return f'<text:outline-level-style text:level="{place}" style:num-format="1" text:display-levels="{place}"/>'


def test_shapes_of_a_slide_are_in_order_of_their_positions() -> None:
    def shape(text: str, top: str, left: str = "1cm") -> str:
        box = f"<draw:text-box><text:p>{text}</text:p></draw:text-box>"
        return f'<draw:frame svg:x="{left}" svg:y="{top}" svg:width="8cm" svg:height="1in">{box}</draw:frame>'

    def order(*shapes: str) -> list[str]:
        notes = "<presentation:notes><draw:frame><draw:text-box><text:p>Notes</text:p></draw:text-box></draw:frame>"
        body = f"<draw:page>{''.join(shapes)}{notes}</presentation:notes></draw:page>"
        return [text for _, text in blocks(read(open_document("presentation", body)))]

    assert order(shape("low", "15cm"), shape("right", "2cm", "12cm"), shape("left", "2cm")) == [
        "left", "right", "low", "Notes"
    ]  # fmt: skip
    assert order(shape("first", "15cm"), shape("second", "")) == ["first", "second", "Notes"]


def test_comments_and_large_pictures_are_counted() -> None:
    body = (
        "<text:p>One<office:annotation><text:p>A remark.</text:p></office:annotation>"
        '<draw:frame svg:width="8cm" svg:height="2.5in"><draw:image/></draw:frame>'
        '<draw:frame svg:width="8cm" svg:height="9mm"><draw:image/></draw:frame></text:p>'
    )
    document = read(open_document("text", body))
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("content_left_out", "1 comment was left out: comments are not part of the text."),
        ("content_left_out", "1 large picture was left out: pictures are read only if the document has no text."),
    ]


def test_repeated_cells_and_rows_are_repeated() -> None:
    body = (
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1.10"/>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>a</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16000"/></table:table-row></table:table>'
    )
    assert rows(read(open_document("spreadsheet", body))) == [[["a", "a"], ["a", "a"]]]


def test_a_cell_repeated_billions_of_times_is_truncated() -> None:
    body = (
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="16000"><text:p>word</text:p></table:table-cell></table:table-row></table:table>'
    )
    document = read(open_document("spreadsheet", body), Limits(max_characters=5_000))
    assert len(document.text) <= 5_000
    assert [warning.code for warning in document.warnings] == ["cut"]


def test_slides_have_titles_first_and_no_furniture() -> None:
    frame = "<draw:frame presentation:class='{}'><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    page = "".join(frame.format(*pair) for pair in [("outline", "Body"), ("title", "Title"), ("footer", "Foot")])
    shape = "<draw:g><draw:custom-shape><text:p>Shape</text:p></draw:custom-shape></draw:g>"
    document = read(open_document("presentation", f"<draw:page>{page}{shape}</draw:page>"))
    assert blocks(document) == [("heading1", "Title"), ("paragraph", "Body"), ("paragraph", "Shape")]


def test_hidden_slides_are_skipped_and_counted() -> None:
    styles = (
        '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    body = (
        "<draw:page><draw:frame><draw:text-box><text:p>Shown</text:p></draw:text-box></draw:frame></draw:page>"
        '<draw:page draw:style-name="dp2"><draw:frame><draw:text-box><text:p>Not</text:p></draw:text-box></draw:frame>'
        "</draw:page>"
    )
    document = read(open_document("presentation", body, styles))
    assert document.text == "Shown"
    assert [warning.code for warning in document.warnings] == ["hidden_left_out"]


def test_drawings_and_templates_are_read() -> None:
    page = "<draw:page><draw:frame><draw:text-box><text:p>A plan</text:p></draw:text-box></draw:frame></draw:page>"
    assert read(open_document("drawing", page)).text == "A plan"
    template = open_document("text", "<text:p>Dear …</text:p>", media_type="text-template")
    assert read(template).media_type == TYPE + "text"


def test_a_password_makes_a_file_encrypted() -> None:
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    content = packed({"mimetype": TYPE + "text", "content.xml": b"\x8f\x00\x91", "META-INF/manifest.xml": manifest})
    assert code_of(content) is Code.ENCRYPTED


def test_files_without_content_are_corrupt_and_those_without_text_empty() -> None:
    assert code_of(packed({"mimetype": TYPE + "text", "styles.xml": "<a/>"})) is Code.CORRUPT
    assert code_of(packed({"mimetype": TYPE + "text", "content.xml": "<a/>"})) is Code.CORRUPT
    assert code_of(open_document("text", "<text:p/>")) is Code.EMPTY


@pytest.mark.parametrize("name", ["harbour-talk.odp", "harbour-budget.ods"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_corrupt(name: str, share: float) -> None:
    content = sample(name)
    assert code_of(content[: int(share * len(content))]) is Code.CORRUPT
