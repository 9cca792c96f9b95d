"""Misleading files: truncated, misnamed, in two formats at once, with bytes that are not text."""

from collections.abc import Iterator

import pytest

from functions.parse.contract import Hints
from functions.parse.recognition.media_types import media_type_of
from functions.parse.worker.parse_worker import ParseWorker
from shared.documents.document import BlockKind, ParsedDocument
from shared.errors import Code
from tests.fuzz.dictionary import KINDS
from tests.support.good_files import GoodFile, good_file, good_files
from tests.support.hostile_files import page
from tests.support.judged import LIMITS, outcome
from tests.support.made_files import zipped
from tests.support.made_texts import CELLS, WORDS

# Number of lengths to which each file is truncated.
CUTS = 10

# Suffixes of formats that are detected from their bytes under any name.
BINARY = sorted(
    {suffix for kind in ("pdf", "zip", "ole", "image", "rtf") for suffix in KINDS[kind]} | {"tar", "gz", "bz2", "xz"}
)


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS) as worker:
        yield worker


@pytest.mark.parametrize("file", good_files(), ids=lambda file: file.name)
def test_truncated_files_are_read_or_rejected(worker: ParseWorker, file: GoodFile) -> None:
    size = len(file.content)
    for cut in range(CUTS):
        read = outcome(worker, file.content[: size * cut // CUTS], file.name)
        assert cut or read is Code.EMPTY


def binary_files() -> list[GoodFile]:
    return [file for file in good_files() if file.suffix.lstrip(".") in BINARY]


@pytest.mark.parametrize("file", binary_files(), ids=lambda file: file.name)
def test_bytes_take_precedence_over_every_name(file: GoodFile) -> None:
    own = media_type_of(file.content, Hints(file.name))
    for suffix in sorted({other.suffix for other in good_files()} | {".exe", ""}):
        assert media_type_of(file.content, Hints(f"misnamed{suffix}")) == own
    assert media_type_of(file.content, Hints("", "text/plain")) == own
    assert media_type_of(file.content, Hints("", "application/pdf")) == own


@pytest.mark.parametrize("name", ["made.html", "made.json", "made.xml", "made.rss", "made.eml", "made.mhtml"])
def test_recognizable_texts_take_precedence_over_names_of_binary_files(name: str) -> None:
    file = good_file(name)
    own = media_type_of(file.content, Hints(name))
    for suffix in BINARY:
        assert media_type_of(file.content, Hints(f"misnamed.{suffix}")) == own


@pytest.mark.parametrize("file", binary_files(), ids=lambda file: file.name)
def test_a_misnamed_file_gives_the_same_text(worker: ParseWorker, file: GoodFile) -> None:
    named, misnamed = outcome(worker, file.content, file.name), outcome(worker, file.content, "misnamed.txt")
    assert isinstance(named, ParsedDocument)
    assert isinstance(misnamed, ParsedDocument)
    # The name of a compressed file is in the name of its part.
    assert named.text == misnamed.text.replace("misnamed.txt", file.name.removesuffix(file.suffix))


PDF, ZIP = good_file("made.pdf").content, good_file("made.zip").content


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF + ZIP, "both.pdf"),
        (PDF + ZIP, "both.zip"),
        (b"\n" * 500 + PDF, "late.pdf"),
        (page("<p>The ferry moves to the northern pier.</p>") + ZIP, "both.html"),
        (ZIP + page("<p>The ferry moves.</p>"), "both.html"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert('The ferry moves')", "both.gif"),
        (b"%!PS-Adobe\n" + PDF, "both.ps"),
        (b"<!--" + PDF + b"-->" + page("<p>The ferry moves.</p>"), "both.html"),
        (b"MZ" + bytes(100) + PDF, "program.exe"),
        (b"\xff\xd8\xff\xe0" + bytes(100) + ZIP, "both.jpg"),
        (zipped({"mimetype": "application/epub+zip", "word/document.xml": "<a/>", "content.xml": "<a/>"}), "all.zip"),
        (zipped(dict.fromkeys(("[Content_Types].xml", "xl/workbook.xml", "ppt/presentation.xml"), "<a/>")), "all.docx"),
    ],
)
def test_files_of_two_formats_are_read_as_one_of_them_or_rejected(
    worker: ParseWorker, content: bytes, name: str
) -> None:
    read = outcome(worker, content, name)
    if isinstance(read, ParsedDocument):
        assert not any(mark in read.text for mark in ("%PDF-", "endobj", "PK\x03\x04"))


@pytest.mark.parametrize("suffix", ["txt", "html", "md", "csv", "json", "xml", "rst", "org", "eml", "rtf"])
@pytest.mark.parametrize(
    "junk",
    [
        pytest.param(b"\x00", id="NUL"),
        pytest.param(b"\x00" * 5_000, id="NULs"),
        pytest.param(b"\xed\xa0\x80\xed\xb0\x80", id="surrogates"),
        pytest.param(b"\xf4\x90\x80\x80", id="beyond Unicode"),
        pytest.param(b"\xc0\x80", id="overlong"),
        pytest.param(b"\x1b[31m", id="escape"),
        pytest.param(b"\xe2\x80\xae", id="right to left"),
    ],
)
def test_bytes_that_are_not_text_do_not_crash_the_worker(worker: ParseWorker, suffix: str, junk: bytes) -> None:
    content = good_file(f"made.{suffix}").content
    at = content.find(b"ferry")
    for place in (at, 0, len(content)):
        outcome(worker, content[:place] + junk + content[place:], f"junk.{suffix}")


def test_escaped_surrogates_and_control_characters_are_removed(worker: ParseWorker) -> None:
    escapes = {
        "a.json": rb'{"text": "The \ud800 ferry \u0000 moves \udc00\ud83d\ude00"}',
        "a.html": page("<p>The &#xD800; ferry &#0; moves &#x110000; &#128512;</p>"),
        "a.md": b"The &#xD800; ferry &#0; moves &#x1F600;",
    }
    for name, content in escapes.items():
        read = outcome(worker, content, name)
        assert isinstance(read, ParsedDocument)
        assert "ferry" in read.text and "moves" in read.text and "\U0001f600" in read.text, name
        read.text.encode("utf-8")


def test_formulas_of_a_csv_stay_text(worker: ParseWorker) -> None:
    formulas = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://a.example","b")']
    rows = "".join('"' + formula.replace('"', '""') + f'",{place}\n' for place, formula in enumerate(formulas))
    read = outcome(worker, f"Formula,Number\n{rows}".encode(), "formulas.csv")
    assert isinstance(read, ParsedDocument)
    (table,) = (block for block in read.blocks if block.kind is BlockKind.TABLE)
    assert table.rows is not None
    assert [row[0] for row in table.rows[1:]] == formulas


def test_the_good_files_have_their_text(worker: ParseWorker) -> None:
    for file in good_files():
        if not file.name.startswith("made"):
            continue
        read = outcome(worker, file.content, file.name)
        assert isinstance(read, ParsedDocument), file.name
        assert WORDS[0][:30] in read.text or CELLS[1][0] in read.text, file.name
