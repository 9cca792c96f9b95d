"""Tables as text, JSON, XML, feeds, reStructuredText, Org and subtitles: what becomes of them, and of hostile ones."""

import csv
import io
import json
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import BlockKind, Metadata, ParsedDocument
from shared.errors import Code, PermanentError

PROSE = "The council voted on Thursday to close the bridge over the river until the autumn of next year."


def read(content: bytes | str, name: str, limits: Limits | None = None) -> ParsedDocument:
    written = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return parse(written, Hints(name), limits or Limits())


def blocks(document: ParsedDocument) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def rows(document: ParsedDocument) -> list[list[str]]:
    (block,) = document.blocks
    assert block.kind is BlockKind.TABLE
    assert block.rows is not None
    return block.rows


def codes(document: ParsedDocument) -> list[str]:
    return [warning.code for warning in document.warnings]


def code_of(content: bytes | str, name: str) -> Code:
    with pytest.raises(PermanentError) as raised:
        read(content, name)
    assert raised.value.message.endswith(".")
    return raised.value.code


# -- tables as text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_has_its_rows_whatever_parts_the_fields(delimiter: str, encoding: str) -> None:
    written = delimiter.join(["Town", "Boats"]) + "\r\n" + delimiter.join(["Kesterport", "“12”"]) + "\r\n"
    assert rows(read(written.encode(encoding), "a.csv")) == [["Town", "Boats"], ["Kesterport", "“12”"]]


def test_quoted_fields_keep_delimiters_quotation_marks_and_line_ends() -> None:
    table = rows(read('a;b\n"1,5; or ""more""";"two\nlines"\n', "a.csv"))
    assert table == [["a", "b"], ['1,5; or "more"', "two lines"]]


def test_a_formula_is_text() -> None:
    formula = "=cmd|' /C calc'!A0"
    document = read(f'name,value\nx,{formula}\ny,"=HYPERLINK(""http://a.example"")"\n', "a.csv")
    assert rows(document)[1] == ["x", formula]
    assert formula in document.text


def test_prose_that_is_called_a_table_is_read_as_prose() -> None:
    document = read(
        "The council, which met on Monday, voted.\n\nIt was late, and cold, and nobody spoke, or sang.", "a.csv"
    )
    assert [kind for kind, _ in blocks(document)] == ["paragraph", "paragraph"]


def test_the_delimiter_that_excel_names_is_used() -> None:
    assert rows(read("sep=|\na|b,c\n1|2\n", "a.csv")) == [["a", "b,c"], ["1", "2"]]


def test_rows_that_have_no_room_are_counted() -> None:
    document = read("a,b\n" * 1000, "a.csv", Limits(max_characters=100))
    assert "rows_left_out" in codes(document)
    assert "975 of 1,000" in document.warnings[0].message


FIELDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(FIELDS, min_size=width, max_size=width), min_size=3, max_size=8)
    )
)
def test_what_the_csv_module_writes_is_read_again(table: list[list[str]]) -> None:
    file = io.StringIO()
    # Quoted, so that no sign within a field can be taken for what parts them.
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(read(file.getvalue(), "a.csv")) == table


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_an_article_in_json_gives_its_metadata_and_body() -> None:
    article = {
        "headline": "Bridge closed",
        "author": [{"name": "Ann Example"}, {"name": "Bo Sample"}],
        "datePublished": "2024-05-06T10:00:00Z",
        "publisher": {"name": "The Courier", "url": "https://a.example"},
        "inLanguage": "en-GB",
        "articleBody": f"{PROSE}\n\nA second paragraph.",
        "keywords": ["bridge", "river"],
        "views": 12345678901234567890123,
    }
    document = read(json.dumps(article), "a.json")
    assert document.metadata == Metadata(
        title="Bridge closed",
        byline="Ann Example, Bo Sample",
        published_at="2024-05-06T10:00:00+00:00",
        publisher="The Courier",
        language="en",
    )
    assert blocks(document) == [
        ("paragraph", PROSE),
        ("paragraph", "A second paragraph."),
        ("heading", "publisher"),
        ("paragraph", "url: https://a.example"),
        ("heading", "keywords"),
        ("list_item", "bridge"),
        ("list_item", "river"),
        ("paragraph", "views: 12345678901234567890123"),
    ]


def test_articles_in_a_list_stand_below_their_titles() -> None:
    posts = [
        {"title": {"rendered": f"Post {n}"}, "content": {"rendered": f"<p>{PROSE}</p><h2>More</h2>"}} for n in (1, 2)
    ]
    assert blocks(read(json.dumps({"posts": posts}), "a.json")) == [
        ("heading", "posts"),
        *(block for n in (1, 2) for block in [("heading", f"Post {n}"), ("paragraph", PROSE), ("heading", "More")]),
    ]


@pytest.mark.parametrize(
    "text",
    ['[{"town":"A","boats":1.50},{"town":"B","boats":null}]', '{"town":"A","boats":1.50}\n{"town":"B","boats":null}\n'],
)
def test_flat_records_are_a_table(text: str) -> None:
    assert rows(read(text, "a.jsonl")) == [["town", "boats"], ["A", "1.50"], ["B", ""]]


def test_what_is_no_json_is_read_as_text_with_a_warning() -> None:
    document = read('{"a": "one", "b": ', "a.json")
    assert '"one"' in document.text
    assert codes(document) == ["malformed_json"]


def test_json_that_nests_too_deeply_is_too_large() -> None:
    assert code_of("[" * 200_000 + "]" * 200_000, "a.json") is Code.TOO_LARGE


def test_json_that_nests_as_deeply_as_the_parser_goes_is_read() -> None:
    assert "the bottom" in read('{"a":' * 500 + '"the bottom"' + "}" * 500, "a.json").text


def test_long_numbers_and_lone_surrogates_do_no_harm() -> None:
    document = read('{"n": ' + "9" * 10_000 + ', "x": NaN, "s": "\\ud800"}', "a.json")
    assert "9" * 10_000 in document.text
    assert "x: NaN" in document.text


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(codec="utf-8", exclude_categories=["C"]))),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=20,
)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


@given(VALUES)
def test_every_string_of_a_json_file_is_in_the_text(value: Any) -> None:
    written = strings(value)
    try:
        document = read(json.dumps(value), "a.json")
    except PermanentError:
        # There is nothing but keys without words, or nothing at all.
        document = None
    if document is None:
        assert not written
        return
    text = " ".join(document.text.split())
    assert all(string in text for string in written)


# -- XML -------------------------------------------------------------------------------------------------------------


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


def test_records_of_one_kind_are_a_table() -> None:
    records = "".join(f"<city><name>C{n}</name><people>{n}</people></city>" for n in range(3))
    assert rows(read(f"<cities>{records}</cities>", "a.xml")) == [
        ["name", "people"],
        ["C0", "0"],
        ["C1", "1"],
        ["C2", "2"],
    ]


def test_attributes_are_the_text_where_there_is_no_other() -> None:
    assert read("<cities><city name='Velden' people='12'/></cities>", "a.xml").text == "name: Velden, people: 12"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-2", "windows-1250"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    source = f"<?xml version='1.0' encoding='{encoding}'?><a><b>Łódź</b></a>"
    assert read(source.encode(encoding), "a.xml").text == "Łódź"


def test_broken_xml_is_read_as_far_as_it_makes_sense() -> None:
    document = read("<?xml version='1.0'?><a><b>One &nbsp;caf&eacute;</b><c>Two</a>", "a.xml")
    assert blocks(document) == [("paragraph", "One café"), ("paragraph", "Two")]
    assert codes(document) == ["malformed_xml"]


@pytest.mark.parametrize("reference", ["&#xD800;", "&#xDFFF", "&#55296;", "&#0;", "&#x110000;", f"&#{'9' * 5000};"])
def test_references_to_no_character_do_no_harm(reference: str) -> None:
    document = read(f"<?xml version='1.0'?><a b='{reference}'>One {reference} two</a>", "a.xml")
    assert document.text == "One \ufffd two"


def test_xml_without_anything_sound_is_corrupt() -> None:
    assert code_of("<?xml version='1.0'?>" + "<" * 100, "a.xml") is Code.CORRUPT


BOMB = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "lol" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "doctype", [BOMB, '<!ENTITY x8 SYSTEM "file:///etc/passwd">', '<!ENTITY % p SYSTEM "http://a.example/x.dtd">%p;']
)
@pytest.mark.parametrize("root", ["note", "rss", "nitf", "newsItem"])
def test_entities_are_never_expanded_and_nothing_else_is_read(doctype: str, root: str) -> None:
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


def test_deeply_nested_xml_gives_a_document_or_a_permanent_error() -> None:
    assert code_of("<a>" * 100_000 + "x" + "</a>" * 100_000, "a.xml") is Code.CORRUPT


# -- feeds -----------------------------------------------------------------------------------------------------------

RSS = f"""<rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour &amp; town</title><description>News of the port.</description><language>en-gb</language>
<copyright>© The Courier</copyright><lastBuildDate>Tue, 14 May 2024 09:30:00 +0200</lastBuildDate>
<item><title>Bridge closed</title><dc:creator>Ann Example</dc:creator><pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{PROSE}</p><ul><li>North</li></ul>]]></content:encoded></item>
<item><title>Caf&amp;eacute; opens</title><description>&lt;b&gt;Coffee&lt;/b&gt; for all &amp; tea.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Hafen &amp;amp; Stadt</title>
<author><name>Redaktion</name></author><updated>2024-05-14T09:30:00Z</updated>
<entry><title>Brücke gesperrt</title><published>2024-05-13T08:00:00Z</published><author><name>Ann</name></author>
<summary>Kurz.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content></entry>
<entry><title>Zwei</title>
<content type="html">&lt;p&gt;Eins&lt;/p&gt;&lt;p&gt;Zwei&lt;/p&gt;</content></entry></feed>"""


def test_a_feed_has_each_entry_below_its_title() -> None:
    document = read(RSS, "feed")
    assert document.metadata == Metadata(
        title="Harbour & town", published_at="2024-05-14T09:30:00+02:00", language="en", rights="© The Courier"
    )
    assert blocks(document) == [
        ("paragraph", "News of the port."),
        ("heading", "Bridge closed"),
        ("paragraph", "Ann Example, 2024-05-13T08:00:00+00:00"),
        ("paragraph", PROSE),
        ("list_item", "North"),
        ("heading", "Café opens"),
        ("paragraph", "Coffee for all & tea."),
    ]


def test_an_atom_feed_is_read_in_each_of_its_kinds_of_text() -> None:
    document = read(ATOM, "feed")
    assert document.metadata.title == "Hafen & Stadt"
    assert document.metadata.byline == "Redaktion"
    assert document.metadata.language == "de"
    assert blocks(document) == [
        ("heading", "Brücke gesperrt"),
        ("paragraph", "Ann, 2024-05-13T08:00:00+00:00"),
        ("paragraph", PROSE),
        ("heading", "Zwei"),
        ("paragraph", "Eins"),
        ("paragraph", "Zwei"),
    ]


def test_entries_that_have_no_room_are_counted() -> None:
    items = f"<item><title>T</title><description>{PROSE}</description></item>" * 50
    document = read(f"<rss><channel>{items}</channel></rss>", "a.xml", Limits(max_characters=1000))
    assert "entries_left_out" in codes(document)


def test_an_entry_with_a_hundred_thousand_open_tags_keeps_its_words() -> None:
    item = escape("<div>" * 100_000 + "the words")
    document = read(f"<rss><channel><item><description>{item}</description></item></channel></rss>", "a.xml")
    assert document.text == "the words"


# -- reStructuredText, Org, subtitles --------------------------------------------------------------------------------


def test_restructuredtext_keeps_what_its_blocks_are_and_reads_no_file() -> None:
    source = (
        "Boats\n=====\n\n:Author: Ann Example\n:Date: 2024-05-06\n\nSome *plain* ``words`` and `a link <http://a.example>`_"
        ".\n\nRoutes\n------\n\n* one\n  goes on\n* two\n\n.. note:: Mind the gap.\n\n.. include:: /etc/passwd\n\n"
        ".. raw:: html\n   :file: /etc/passwd\n\n.. csv-table:: T\n   :file: /etc/passwd\n\n"
        ".. figure:: a.png\n\n   The quay.\n\n.. versionadded:: 2\n   New boats.\n\n===== =====\nA     B\n===== =====\n"
        "1     2\n===== =====\n\nSee :ref:`the map <map>`::\n\n   code\n"
    )
    document = read(source, "a.rst")
    assert document.metadata.model_dump(exclude_none=True) == {
        "title": "Boats",
        "byline": "Ann Example",
        "published_at": "2024-05-06",
        "language": "en",
    }
    assert blocks(document) == [
        ("heading", "Boats"),
        ("paragraph", "Some plain words and a link."),
        ("heading", "Routes"),
        ("list_item", "one goes on"),
        ("list_item", "two"),
        ("paragraph", "Mind the gap."),
        ("caption", "The quay."),
        ("paragraph", "2"),
        ("paragraph", "New boats."),
        ("table", "A\tB\n1\t2"),
        ("paragraph", "See the map:"),
        ("code", "code"),
    ]


@pytest.mark.parametrize(
    "source", ["* " * 3000 + "x", "\n".join("  " * n + "* x\n" for n in range(400)), "`a " * 50_000]
)
def test_markup_that_cannot_be_followed_is_read_as_plain_text(source: str) -> None:
    assert codes(read(source, "a.rst")) == ["markup_not_followed"]


def test_an_org_file_has_headings_and_metadata_and_includes_nothing() -> None:
    head = "#+TITLE: Boats\n#+AUTHOR: Ann\n#+DATE: <2024-05-06 Mon>\n"
    source = f'{head}* Routes\n  Some *bold* words.\n - one\n#+INCLUDE: "/etc/passwd"\n'
    document = read(source, "a.org")
    assert document.metadata.model_dump(exclude_none=True) == {
        "title": "Boats",
        "byline": "Ann",
        "published_at": "2024-05-06",
    }
    assert blocks(document) == [("heading", "Routes"), ("paragraph", "Some bold words."), ("list_item", "one")]


SUBRIP = (
    "1\n00:00:01,000 --> 00:00:03,000\n<i>The boats</i> stay\nin port.\n\n2\n"
    "00:00:04,000 --> 00:00:06,000\n- Nobody called.\n"
)
WEBVTT = (
    "WEBVTT - Title\n\nNOTE by hand\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:03.000 align:start\n"
    "<v Ann>Good evening.</v>"
    "\n\n00:04.000 --> 00:05.000\nTom &amp; Jerry.\n"
)


def test_subtitles_give_what_is_spoken() -> None:
    assert read(SUBRIP, "a.txt").text == "The boats stay in port. Nobody called."
    assert read(WEBVTT, "a").text == "Ann: Good evening. Tom & Jerry."


def test_lines_of_programs_stay_as_they_are() -> None:
    source = "def f():\n    return 1\n\nprint(f())\n"
    assert blocks(read(source, "a.py")) == [("code", "def f():\n    return 1"), ("code", "print(f())")]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a\n\n" * 5000, "a.txt"),
        (f"<?xml version='1.0'?><a>{'<b>x</b>' * 5000}</a>", "a.xml"),
        ("\r" * 200_000 + "a", "a.txt"),
    ],
    ids=["paragraphs", "elements", "line ends"],
)
def test_blocks_that_have_no_room_are_not_built(source: str, name: str) -> None:
    document = read(source, name, Limits(max_blocks=100))
    assert len(document.blocks) <= 100
    assert codes(document) == (["cut"] if len(document.blocks) > 1 else [])


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "1. ", "* > "])
def test_markdown_that_nests_too_deeply_loses_no_word(mark: str) -> None:
    assert read(mark * 5000 + "the words", "a.md").text == "the words"


def test_markdown_with_too_many_open_brackets_is_read_as_plain_text() -> None:
    document = read("![" * 50_000 + "words", "a.md")
    assert codes(document) == ["markup_not_followed"]
    assert document.text.endswith("words")


@pytest.mark.parametrize(
    "name", ["a.csv", "a.json", "a.xml", "a.rst", "a.org", "a.srt", "a.vtt", "a.md", "a.txt", "a.rss", "a"]
)
@settings(max_examples=40, deadline=None)
@given(
    start=st.sampled_from(
        ["", "<?xml version='1.0'?>", "<rss>", "<nitf><body>", "<newsMessage>", '{"a":', "[", "WEBVTT\n\n", "a,b\n"]
    ),
    rest=st.one_of(st.text(max_size=200), st.text(alphabet="<>&;/\"'=,;:[]{}()!-*#|`.\n\t ab1%", max_size=200)),
)
def test_any_text_gives_a_document_or_a_permanent_error(name: str, start: str, rest: str) -> None:
    try:
        document = read(start + rest, name)
    except PermanentError as error:
        sentence, code = error.message, error.code
    else:
        sentence, code = "Read.", Code.EMPTY if document.text.strip() else Code.CRASHED
    assert sentence.endswith(".")
    assert code in (Code.EMPTY, Code.CORRUPT, Code.UNSUPPORTED, Code.TOO_LARGE)
