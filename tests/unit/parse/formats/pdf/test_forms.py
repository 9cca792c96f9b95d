"""Forms in PDFs: the values of fields after their labels, boxes before theirs, and XFA forms."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError
from tests.support.raw_pdfs import raw_pdf, stream, text_at

WAIT = "Please wait... If this message is not replaced, your viewer cannot show this type of document."


def read(content: bytes) -> ParsedDocument:
    return parse(content, Hints("form.pdf"), Limits())


def texts(content: bytes) -> list[str]:
    document = read(content)
    return [document.text[block.start : block.end] for block in document.blocks]


def filled_form() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(70, 780, "The clerk answers every application within two weeks of its receipt.")
    canvas.drawString(70, 720, "Applicant:")
    canvas.acroForm.textfield(name="who", value="Runa Aldis", x=150, y=716, width=120, height=16, fontSize=10)
    canvas.drawString(300, 720, "Date:")
    canvas.acroForm.textfield(name="when", value="3 May", x=340, y=716, width=80, height=16, fontSize=10)
    canvas.drawString(70, 690, "Remarks")
    canvas.acroForm.textfield(
        name="why", value="The slip is too short.", x=70, y=670, width=300, height=16, fontSize=10
    )
    canvas.acroForm.checkbox(name="dogs", checked=True, x=70, y=640, size=12)
    canvas.drawString(88, 642, "Dogs on board")
    canvas.acroForm.checkbox(name="cats", checked=False, x=70, y=620, size=12)
    canvas.drawString(88, 622, "Cats on board")
    canvas.drawString(70, 590, "Pier:")
    options = [("East pier", "e"), ("West pier", "w")]
    canvas.acroForm.choice(name="pier", value="w", options=options, x=120, y=586, width=100, height=16, fontSize=10)
    canvas.acroForm.radio(name="tide", value="high", selected=True, x=70, y=560, size=12)
    canvas.drawString(88, 562, "High tide")
    canvas.acroForm.radio(name="tide", value="low", selected=False, x=160, y=560, size=12)
    canvas.drawString(178, 562, "Low tide")
    canvas.save()
    return file.getvalue()


def test_values_follow_their_labels_and_boxes_precede_theirs() -> None:
    found = texts(filled_form())
    assert found[0] == "The clerk answers every application within two weeks of its receipt."
    assert "Applicant: Runa Aldis" in found[1]
    assert "Date: 3 May" in " ".join(found)
    assert "Remarks The slip is too short." in found
    assert "☒ Dogs on board" in found
    assert "☐ Cats on board" in found
    assert "Pier: West pier" in found
    assert "☒ High tide" in " ".join(found)
    assert "☐ Low tide" in " ".join(found)


def field(entries: str, rect: str = "200 700 400 716") -> bytes:
    return f"<</Type/Annot/Subtype/Widget/Rect[{rect}]/F 4/P 3 0 R/T(f){entries}>>".encode("latin-1")


def form(entries: str, objects: dict[int, bytes] | None = None, acro_form: bytes = b"") -> bytes:
    """Return a page with the label `Owner:` and one field of these entries beside it."""
    return raw_pdf(
        text_at(70, 704, "Owner:"),
        {10: field(entries), **(objects or {})},
        page_entries=b"/Annots[10 0 R]",
        catalog_entries=b"/AcroForm<</Fields[10 0 R]/DR<</Font<</F1 5 0 R>>>>%s>>" % acro_form,
    )


def drawn(text: str) -> bytes:
    content = f"BT /F1 10 Tf 2 4 Td ({text}) Tj ET".encode("latin-1")
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 200 16]/Resources<</Font<</F1 5 0 R>>>>")


def test_rows_of_fields_below_a_row_of_labels_are_a_table() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for column, label in enumerate(("Item", "Count", "Price")):
        canvas.drawString(70 + 150 * column, 720, label)
        for row in range(2):
            name = f"{label.lower()} {row}"
            x, y = 70 + 150 * column, 695 - 20 * row
            canvas.acroForm.textfield(name=name, value=name, x=x, y=y, width=140, height=16, fontSize=10)
    canvas.save()
    assert texts(file.getvalue()) == ["Item\tCount\tPrice\nitem 0\tcount 0\tprice 0\nitem 1\tcount 1\tprice 1"]


def test_a_box_without_a_label_after_it_follows_the_label_before_it() -> None:
    assert texts(form("/FT/Btn/V/Yes/AS/Yes")) == ["Owner: ☒"]
    assert texts(form("/FT/Btn/V/Off/AS/Off")) == ["Owner: ☐"]


def test_a_signature_is_read_as_it_is_drawn() -> None:
    assert texts(form("/FT/Sig/AP<</N 11 0 R>>", {11: drawn("Signed by Runa")})) == ["Owner: Signed by Runa"]


def test_a_value_without_appearance_is_read() -> None:
    assert texts(form("/FT/Tx/V(Runa Aldis)")) == ["Owner: Runa Aldis"]


def test_an_appearance_without_value_is_read() -> None:
    assert texts(form("/FT/Tx/AP<</N 11 0 R>>", {11: drawn("Runa Aldis")})) == ["Owner: Runa Aldis"]


def test_a_formatted_value_is_read_as_it_is_drawn() -> None:
    assert texts(form("/FT/Tx/V(1200)/AP<</N 11 0 R>>", {11: drawn("1,200.00 EUR")})) == ["Owner: 1,200.00 EUR"]


def test_a_value_that_differs_from_what_is_drawn_has_a_warning() -> None:
    document = read(form("/FT/Tx/V(Runa Aldis)/AP<</N 11 0 R>>", {11: drawn("Otto")}))
    assert document.text == "Owner: Runa Aldis"
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("content_left_out", "1 drawn field text was left out: the value of the field is in the text instead.")
    ]


@pytest.mark.parametrize("entries", ["/FT/Tx/V(secret)/F 2", "/FT/Tx/V(secret)/F 32", "/FT/Tx/V(secret)/Ff 8192"])
def test_hidden_fields_and_passwords_are_not_read(entries: str) -> None:
    assert texts(form(entries).replace(b"/F 4", b"", 1)) == ["Owner:"]


def test_a_value_replaces_the_line_on_which_it_is_written() -> None:
    content = raw_pdf(
        text_at(70, 704, "I, ______________________, live on the quay."),
        {10: field("/FT/Tx/V(Runa Aldis)", "80 700 190 716")},
        page_entries=b"/Annots[10 0 R]",
        catalog_entries=b"/AcroForm<</Fields[10 0 R]>>",
    )
    assert texts(content) == ["I, Runa Aldis, live on the quay."]


def test_a_field_on_a_turned_page_follows_its_label() -> None:
    page = b"BT /F1 11 Tf 0 1 -1 0 100 70 Tm (Owner:) Tj ET BT /F1 11 Tf 0 1 -1 0 140 70 Tm (The clerk answers.) Tj ET"
    content = raw_pdf(
        page,
        {10: field("/FT/Tx/V(Runa Aldis)", "88 120 104 300")},
        page_entries=b"/Rotate 90/Annots[10 0 R]",
        catalog_entries=b"/AcroForm<</Fields[10 0 R]>>",
    )
    assert texts(content) == ["Owner: Runa Aldis", "The clerk answers."]


def test_the_letters_of_a_comb_are_read_as_one_value() -> None:
    content = form("/FT/Tx/Ff 16777216/MaxLen 6/V(AB1234)/AP<</N 11 0 R>>", {11: drawn("A  B  1  2  3  4")})
    assert texts(content) == ["Owner: AB1234"]


# XFA forms.

TEMPLATE = (
    '<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="permit">'
    "<draw><value><text>Application for a permit</text></value></draw>"
    '<draw presence="hidden"><value><text>Office use</text></value></draw>'
    '<field name="owner"><caption><value><text>Owner:</text></value></caption><ui><textEdit/></ui></field>'
    '<field name="dog"><caption><value><text>Dog</text></value></caption><ui><checkButton/></ui>'
    "<items><text>1</text></items></field>"
    '<field name="pier"><caption><value><text>Pier:</text></value></caption><ui><choiceList/></ui>'
    '<items><text>East</text><text>West</text></items><items save="1"><text>e</text><text>w</text></items></field>'
    '<field name="send"><caption><value><text>Send</text></value></caption><ui><button/></ui></field>'
    "</subform></template>"
)
DATA = (
    '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><permit><owner>Runa Aldis</owner>'
    "<dog>1</dog><pier>w</pier><boat>Tern</boat><boat>Gull</boat><empty/></permit></xfa:data></xfa:datasets>"
)


def xfa(template: str, data: str, rendered: bytes = b"/NeedsRendering true", page: str = WAIT) -> bytes:
    return raw_pdf(
        text_at(70, 704, page),
        {10: stream(template.encode()), 11: stream(data.encode())},
        catalog_entries=b"/AcroForm<</Fields[]/XFA[(template) 10 0 R (datasets) 11 0 R]>>" + rendered,
    )


@pytest.mark.parametrize("rendered", [b"/NeedsRendering true", b""])
def test_an_xfa_form_is_read_from_its_template_and_its_data(rendered: bytes) -> None:
    assert texts(xfa(TEMPLATE, DATA, rendered)) == [
        "Application for a permit",
        "Owner: Runa Aldis",
        "☒ Dog",
        "Pier: West",
        "boat: Tern",
        "boat: Gull",
    ]


def test_an_xfa_form_without_text_in_its_packets_is_unsupported() -> None:
    with pytest.raises(PermanentError) as raised:
        read(xfa("<template/>", "<datasets/>"))
    assert raised.value.code is Code.UNSUPPORTED
    assert raised.value.message.endswith(".")


def test_a_page_that_asks_to_wait_is_unsupported_without_a_form_too() -> None:
    wait = "Please wait... If this message is not eventually replaced by the proper contents of the document, wait."
    with pytest.raises(PermanentError) as raised:
        read(raw_pdf(text_at(20, 704, wait)))
    assert raised.value.code is Code.UNSUPPORTED


def test_the_pages_of_an_xfa_form_are_read_if_they_have_its_text() -> None:
    assert texts(xfa(TEMPLATE, DATA, b"", "The permit of Runa Aldis")) == ["The permit of Runa Aldis"]


def test_data_with_an_undeclared_prefix_is_read() -> None:
    damaged = DATA.replace(' xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"', "")
    assert "Owner: Runa Aldis" in texts(xfa(TEMPLATE, damaged))


@pytest.mark.parametrize("packet", ["", "<template", "<template>" * 2_000, "\0\0"])
def test_the_data_is_read_if_the_template_is_damaged(packet: str) -> None:
    assert "Runa Aldis" in read(xfa(packet, DATA)).text
