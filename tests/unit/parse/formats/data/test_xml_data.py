"""XML of no known vocabulary: blocks, records, encodings, entities and malformed files."""

import base64
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents.document import BlockKind, Metadata
from shared.errors import Code, PermanentError
from tests.support.parsed import blocks, codes, failure, read, rows


def test_elements_of_unknown_xml_are_blocks_in_document_order() -> None:
    document = read(
        "<?xml version='1.0'?><book xml:lang='fr'><title>Le port</title><!-- no --><chapter><head>Un</head><para>Some "
        "<b>bold</b>est words.</para><para><![CDATA[a < b]]></para><?pi no?></chapter></book>",
        "a.xml",
    )
    assert blocks(document) == [
        ("heading", "Le port"),
        ("heading", "Un"),
        ("paragraph", "Some boldest words."),
        ("paragraph", "a < b"),
    ]
    assert document.metadata == Metadata(title="Le port", language="fr")


def test_uniform_records_are_a_table() -> None:
    records = "".join(f"<city><name>C{n}</name><people>{n}</people></city>" for n in range(3))
    assert rows(read(f"<cities>{records}</cities>", "a.xml")) == [
        ["name", "people"],
        ["C0", "0"],
        ["C1", "1"],
        ["C2", "2"],
    ]


def test_attributes_are_the_text_if_there_is_no_other() -> None:
    assert read("<cities><city name='Velden' people='12'/></cities>", "a.xml").text == "name: Velden, people: 12"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-2", "windows-1250"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    source = f"<?xml version='1.0' encoding='{encoding}'?><a><b>Łódź</b></a>"
    assert read(source.encode(encoding), "a.xml").text == "Łódź"


def test_malformed_xml_is_read_with_a_warning() -> None:
    document = read("<?xml version='1.0'?><a><b>One &nbsp;caf&eacute;</b><c>Two</a>", "a.xml")
    assert blocks(document) == [("paragraph", "One café"), ("paragraph", "Two")]
    assert codes(document) == ["malformed_xml"]


@pytest.mark.parametrize("reference", ["&#xD800;", "&#xDFFF", "&#55296;", "&#0;", "&#x110000;", f"&#{'9' * 5000};"])
def test_invalid_character_references_are_replaced(reference: str) -> None:
    document = read(f"<?xml version='1.0'?><a b='{reference}'>One {reference} two</a>", "a.xml")
    assert document.text == "One \ufffd two"


def test_xml_without_any_element_is_corrupt() -> None:
    assert failure("<?xml version='1.0'?>" + "<" * 100, "a.xml").code is Code.CORRUPT


BOMB = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "lol" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "doctype", [BOMB, '<!ENTITY x8 SYSTEM "file:///etc/passwd">', '<!ENTITY % p SYSTEM "http://a.example/x.dtd">%p;']
)
@pytest.mark.parametrize("root", ["note", "rss", "nitf", "newsItem"])
def test_entities_are_not_expanded_and_no_other_file_is_read(doctype: str, root: str) -> None:
    body = "<body><p>Before &x8; after</p></body>"
    source = f"<?xml version='1.0'?><!DOCTYPE {root} [{doctype}]><{root} a='&x8;'>{body}</{root}>"
    for text in (source, source.replace(" a='&x8;'", "")):
        try:
            document = read(text, "a.xml")
        except PermanentError as error:
            outcome = error.code.value
        else:
            outcome = document.text
        assert outcome in ("corrupt", "empty") or "Before" in outcome
        assert "lol" not in outcome
        assert "root:" not in outcome


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1, max_size=20)
)
def test_the_texts_of_elements_are_kept_in_order(texts: list[str]) -> None:
    elements = "".join(f"<{'abc'[n % 3]}>{escape(text)}</{'abc'[n % 3]}>" for n, text in enumerate(texts))
    document = read(f"<?xml version='1.0'?><root>{elements}</root>", "a.xml")
    if all(block.kind is not BlockKind.TABLE for block in document.blocks):
        assert [text for _, text in blocks(document)] == texts


def test_xml_that_nests_too_deeply_is_corrupt() -> None:
    assert failure("<a>" * 100_000 + "x" + "</a>" * 100_000, "a.xml").code is Code.CORRUPT


def test_style_sheets_scripts_and_the_licence_of_an_svg_are_not_text() -> None:
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Levels</title><style>.a { fill: red }</style>'
        "<metadata>CC</metadata><script>alert(1)</script><defs><style>p { top: 0 }</style></defs>"
        '<text><tspan x="1" y="2">The river rose.</tspan><tspan x="1" y="3">Nobody knew.</tspan></text></svg>'
    )
    assert read(source, "a.svg").text == "Levels\n\nThe river rose.\n\nNobody knew."


def test_elements_of_other_vocabularies_may_be_called_style() -> None:
    assert "Baroque" in read("<building><style>Baroque</style><year>1641</year></building>", "a.xml").text


def test_binary_data_is_left_out_with_a_warning() -> None:
    encoded = base64.b64encode(bytes(range(256)) * 3).decode()
    document = read(f"<book><p>The river rose.</p><binary>{encoded}</binary></book>", "a.xml")
    assert document.text == "The river rose."
    (warning,) = document.warnings
    assert warning.code == "content_left_out" and warning.message.startswith("1 value was left out")


def test_entries_of_an_outline_are_text() -> None:
    source = (
        "<opml><head><title>Dyke plans</title></head><body><outline text='The council votes' type='rss'>"
        "<outline text='Nine are in favour' _note='Four are not.'/></outline></body></opml>"
    )
    assert read(source, "a.opml").text == "Dyke plans\n\nThe council votes\n\nNine are in favour Four are not."


def test_line_ends_divide_words() -> None:
    assert read("<doc><p>The river rose<br/>by two metres.</p></doc>", "a.xml").text == "The river rose by two metres."
