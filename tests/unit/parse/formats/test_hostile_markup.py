"""Malicious text and markup: entity expansion, deep nesting, very long lines."""

from collections.abc import Iterator

import pytest

from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import ParsedDocument
from shared.errors import Code
from tests.support.hostile_files import laughs, office_parts, open_document, page, quadratic
from tests.support.judged import LIMITS, outcome

DEEP = 100_000
MEGABYTES_10 = 10_000_000
MESSAGE = b"From: a@b.c\r\nTo: d@e.f\r\nMessage-ID: <1@b.c>\r\nMIME-Version: 1.0\r\n"


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS) as worker:
        yield worker


def size_of(read: ParsedDocument | Code) -> int:
    return len(read.text) if isinstance(read, ParsedDocument) else 0


PROLOG = laughs(10).partition("]>")[0].partition("?>")[2] + "]>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("laughs.xml", laughs()),
        ("laughs.html", laughs(root="html")),
        ("laughs.svg", laughs(root="svg")),
        ("laughs.rss", laughs(root="rss")),
        ("laughs.atom", laughs(root="feed")),
        ("laughs-nitf.xml", laughs(root="nitf")),
        ("laughs-newsml.xml", laughs(root="newsMessage")),
        ("quadratic.xml", quadratic()),
        ("quadratic.html", quadratic(root="html")),
        ("laughs.docx", office_parts("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", PROLOG)),
        ("laughs.odt", open_document("<text:p>&e9;</text:p>", prolog=PROLOG)),
    ],
)
def test_entities_are_not_expanded(worker: ParseWorker, name: str, content: str | bytes) -> None:
    content = content.encode() if isinstance(content, str) else content
    assert size_of(outcome(worker, content, name)) < 10 * len(content) + 1_000
    assert worker.peak_memory_mb < LIMITS.memory_mb / 2


def line(suffix: str, words: bytes) -> bytes:
    """Return a file of 10 MB with a single line of text."""
    around = {
        "json": (b'["', b'"]'),
        "html": (b"<!DOCTYPE html><html><body><p>", b"</p></body></html>"),
        "xml": (b"<a>", b"</a>"),
        "rtf": (b"{\\rtf1 ", b"}"),
        "eml": (MESSAGE + b"Subject: s\r\n\r\n", b""),
        "csv": (b"a,", b",b"),
    }
    before, after = around.get(suffix, (b"", b""))
    return before + words * (MEGABYTES_10 // len(words)) + after


@pytest.mark.parametrize("words", [b"word ", b"x"], ids=["words", "one word"])
@pytest.mark.parametrize("suffix", ["txt", "csv", "tsv", "json", "html", "md", "rst", "org", "xml", "rtf", "eml"])
def test_a_line_of_10_mb_is_read_or_rejected(worker: ParseWorker, suffix: str, words: bytes) -> None:
    read = outcome(worker, line(suffix, words), f"line.{suffix}")
    assert isinstance(read, ParsedDocument) or read in (Code.TOO_LARGE, Code.CORRUPT)


@pytest.mark.parametrize(
    "headers",
    [
        b"Subject: " + b"word " * 2_000_000,
        b"From: " + b"a@b.c, " * 500_000,
        b"X-A: b\r\n" * 500_000,
        b"Subject: " + b"=?utf-8?q?=41?= " * 200_000,
        b"Date: " + b"9" * MEGABYTES_10,
    ],
    ids=["subject", "addresses", "headers", "encoded words", "date"],
)
def test_a_message_with_a_very_large_header_is_read(worker: ParseWorker, headers: bytes) -> None:
    read = outcome(worker, MESSAGE + headers + b"\r\n\r\nThe text of the message.\r\n", "long.eml")
    assert isinstance(read, ParsedDocument)
    assert "The text of the message." in read.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("div.html", page("<div>" * DEEP + "text")),
        ("closed.html", page("<p>text</p>" + "<b>" * DEEP + "text" + "</b>" * DEEP)),
        ("tables.html", page("<table><tr><td>" * (DEEP // 3) + "text")),
        ("lists.html", page("<ul><li>" * (DEEP // 2) + "text")),
        ("quotes.html", page("<blockquote>" * DEEP + "text")),
        ("links.html", page("<font><a>" * (DEEP // 2) + "text")),
        ("attributes.html", page("<p " + " ".join(f"a{number}='x'" for number in range(DEEP)) + ">text</p>")),
        ("spans.html", page("<p>a</p><table>" + "<tr><td colspan=1000 rowspan=65534>a</td></tr>" * 2_000 + "</table>")),
        ("words.html", page("<p>" + "<span>text</span> " * (DEEP // 2) + "</p>")),
        ("tags.xml", b"<a>" * DEEP + b"text" + b"</a>" * DEEP),
        ("siblings.xml", b"<a>" + b"<b>t</b>" * DEEP + b"</a>"),
        ("attributes.xml", b"<a " + b" ".join(b"a%d='x'" % number for number in range(DEEP)) + b">text</a>"),
        (
            "tags.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * DEEP + b"text" + b"</g>" * DEEP + b"</svg>",
        ),
        ("paragraphs.docx", office_parts("<w:p>" * DEEP + "<w:r><w:t>text</w:t></w:r>" + "</w:p>" * DEEP)),
        ("tables.docx", office_parts("<w:tbl><w:tr><w:tc>" * 5_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5_000)),
        ("sections.odt", open_document("<text:section>" * DEEP + "<text:p>a</text:p>" + "</text:section>" * DEEP)),
        ("arrays.json", b"[" * 1_000_000 + b"]" * 1_000_000),
        ("objects.json", b'{"a":' * 500_000 + b"1" + b"}" * 500_000),
        ("open.json", b"[" * 1_000_000),
        ("digits.json", b"[" + b"1" * 1_000_000 + b"]"),
        ("groups.rtf", b"{\\rtf1 " + b"{" * DEEP + b"text" + b"}" * DEEP + b"}"),
        ("lists.md", b"".join(b"  " * depth + b"- a\n" for depth in range(1_000))),
        ("dashes.md", b"- " * DEEP + b"text"),
        ("quotes.md", b">" * DEEP + b" text"),
        ("brackets.md", b"[" * DEEP + b"text"),
        ("links.md", b"[a](" * DEEP),
        ("images.md", b"![" * DEEP),
        ("stars.md", b"*a **b " * DEEP),
        ("ticks.md", b"".join(b"`" * length + b" " for length in range(1_500))),
        ("table.md", b"|" * DEEP + b"\n" + b"|-" * DEEP + b"\n" + b"|a" * DEEP),
        ("header.md", b"---\na: " + b"[" * DEEP + b"\n---\ntext"),
        ("quotes.rst", b"".join(b" " * depth + b"a\n\n" for depth in range(1_000))),
        ("lists.rst", b"".join(b"  " * depth + b"- a\n\n" for depth in range(1_000))),
        ("ticks.rst", b"`a " * DEEP),
        ("loop.rst", b".. |a| replace:: |b| |b|\n.. |b| replace:: |a| |a|\n\n|a| |a|\n"),
        ("stars.org", b"".join(b"*" * depth + b" a\n" for depth in range(1, 1_000))),
        ("quotes.org", b"#+BEGIN_QUOTE\n" * DEEP + b"text"),
        ("quotes.csv", b'"' * 1_000_001),
        ("columns.csv", b"," * 1_000_000 + b"x"),
        ("ragged.csv", b"".join(b"a," * length + b"\n" for length in range(1_000))),
        ("parts.eml", MESSAGE + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\ntext\r\n" * 20_000),
        (
            "deep.eml",
            MESSAGE
            + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5_000))
            + b"\r\ntext",
        ),
        ("messages.eml", MESSAGE + b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + b"\r\ntext"),
    ],
)
def test_deep_nesting_and_very_long_rows_are_read_or_rejected(worker: ParseWorker, name: str, content: bytes) -> None:
    read = outcome(worker, content, name)
    assert isinstance(read, ParsedDocument) or read in (Code.TOO_LARGE, Code.CORRUPT, Code.EMPTY, Code.UNSUPPORTED)


def test_repeated_cells_do_not_exhaust_memory(worker: ParseWorker) -> None:
    row = (
        "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'>"
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    read = outcome(worker, open_document(f"<table:table>{row}</table:table>", "spreadsheet"), "repeated.ods")
    assert isinstance(read, ParsedDocument) or read is Code.TOO_LARGE


@pytest.mark.parametrize("paragraph", [b"a\n\n", b"a\n"])
def test_a_million_short_paragraphs_are_cut_to_the_limits(worker: ParseWorker, paragraph: bytes) -> None:
    read = outcome(worker, paragraph * 2_000_000, "short.txt")
    assert isinstance(read, ParsedDocument)
    assert len(read.blocks) <= LIMITS.reading.max_blocks
    assert [warning.code for warning in read.warnings].count("cut") <= 1
