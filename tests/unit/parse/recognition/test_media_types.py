"""Detection of media types by content: types of text and XML, texts about formats, polyglots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints
from functions.parse.recognition.media_types import media_type_of
from shared.errors import PermanentError

G2 = "http://iptc.org/std/nar/2006-10-01/"
RSS_1 = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item/></rdf:RDF>'
PDF_TALK = b"# How a PDF begins\n\nEvery PDF begins with `%PDF-1.7`, then come objects such as `1 0 obj`.\n"
REAL_PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "application/rss+xml"),
        ("<rss version='2.0'><channel/></rss>", "application/rss+xml"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "application/atom+xml"),
        (f"<?xml version='1.0'?>{RSS_1}", "application/rss+xml"),
        ("<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'/>", "application/xml"),
        (f"<newsMessage xmlns='{G2}'/>", "application/vnd.iptc.g2.newsmessage+xml"),
        (f"<?xml version='1.0'?>\n<!-- made -->\n<newsItem xmlns='{G2}'/>", "application/vnd.iptc.g2.newsitem+xml"),
        (f"<g2:packageItem xmlns:g2='{G2}'/>", "application/vnd.iptc.g2.packageitem+xml"),
        ("<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><body/></nitf>", "text/vnd.iptc.nitf"),
        ("<!DOCTYPE a [<!ENTITY b '>'>]><nitf/>", "text/vnd.iptc.nitf"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><title>A</title></svg>", "image/svg+xml"),
        ("<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'/>", "text/html"),
        ("<?xml version='1.0'?><!-- page --><html/>", "text/html"),
        ("<catalogue><book>A</book></catalogue>", "application/xml"),
        ("<div><p>One</p><p>Two</p></div>", "text/html"),
        ("<title>T</title><p>One</p><p>Two</p>", "text/html"),
        ("<- see the arrow", "text/plain"),
        ("<name> is missing", "text/plain"),
        ('{"a": 1}', "application/json"),
        ('[1, 2, {"a": 3}]', "application/json"),
        ('{"a": 1}\n{"a": 2}\n', "application/json"),
        ("[1] A note.\n[2] Another", "text/plain"),
        ("[2024] A year in brackets]", "text/plain"),
        ("{braces} in prose}", "text/plain"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello", "text/vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHello", "application/x-subrip"),
        ("BMW said on Tuesday that it would build a plant.", "text/plain"),
        ("GIF89a is how such a file begins.", "text/plain"),
        ("# Heading\n\nSome **bold** words and a [link](https://a.example).", "text/markdown"),
        ("# a shell comment\nls -l", "text/plain"),
    ],
)
def test_text_types_are_detected_from_content(text: str, media_type: str) -> None:
    assert media_type_of(text.encode(), Hints()) == media_type
    assert media_type_of(text.encode("utf-16"), Hints()) == media_type


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.csv", "text/csv"),
        ("a.tsv", "text/tab-separated-values"),
        ("a.rst", "text/x-rst"),
        ("a.org", "text/x-org"),
        ("a.md", "text/markdown"),
        ("a.txt", "text/plain"),
        ("a.py", "text/plain"),
        ("a.log", "text/plain"),
        ("a.docx", "text/plain"),
        ("a.pdf", "text/plain"),
        ("a.json", "application/json"),
    ],
)
def test_the_name_decides_only_between_text_types(name: str, media_type: str) -> None:
    assert media_type_of(b"Name, place\nAnn, here\n", Hints(name)) == media_type


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.md", "a.csv", "a.pdf", ""])
def test_a_wrong_name_does_not_hide_the_type_of_xml(name: str) -> None:
    assert media_type_of(b"<?xml version='1.0'?><nitf><body/></nitf>", Hints(name)) == "text/vnd.iptc.nitf"


@pytest.mark.parametrize("name", ["guide.md", "guide.txt", "guide"])
def test_a_text_about_pdf_is_no_pdf(name: str) -> None:
    assert media_type_of(PDF_TALK * 3, Hints(name)) in ("text/markdown", "text/plain")
    assert media_type_of(PDF_TALK + "Übrigens.".encode(), Hints(name)) in ("text/markdown", "text/plain")


@pytest.mark.parametrize("start", [b"", b"\n\n", b"\xef\xbb\xbf", b"\x00\x00", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_pdf_with_something_before_it_is_a_pdf(start: bytes) -> None:
    assert media_type_of(start + REAL_PDF, Hints("a.txt")) == "application/pdf"


def test_a_page_that_names_the_signature_in_a_comment_is_a_page() -> None:
    assert media_type_of(b"<!-- %PDF-1.4 --><html><body><p>Hello</p></body></html>", Hints("a.pdf")) == "text/html"


def test_the_type_of_a_long_text_is_detected_from_its_ends() -> None:
    rows = b'{"title": "One of many", "text": "' + b"word " * 20_000 + b'"}'
    assert media_type_of(b"[" + rows + b"," + rows + b"]", Hints("a.txt")) == "application/json"
    assert media_type_of(b"<list>" + b"<a>b</a>" * 20_000 + b"</list>\n", Hints()) == "application/xml"


@given(st.binary(max_size=200), st.sampled_from(["", "a.csv", "a.json", "a.xml", "a.srt", "a.pdf", "\ud800.md"]))
def test_any_bytes_have_a_type_or_a_reason(content: bytes, name: str) -> None:
    try:
        shown = media_type_of(content, Hints(name))
    except PermanentError as error:
        shown = f"/{error.message}"
        is_sentence = error.message.endswith(".")
    else:
        is_sentence = True
    assert "/" in shown
    assert is_sentence


@pytest.mark.parametrize(
    "text", ["<!--" * 20_000, "<?a" * 20_000, "<!DOCTYPE a [" * 5_000, "<!-- a -->" * 8_000 + "<", "[" * 60_000 + "]"]
)
def test_hostile_beginnings_take_no_time(text: str) -> None:
    assert media_type_of(text.encode(), Hints("a"))
