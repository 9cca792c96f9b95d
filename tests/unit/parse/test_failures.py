"""Files that cannot be parsed: the code of each failure, and no other error for any bytes."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints
from infra.local.files import SAMPLES
from shared.errors import Code, PermanentError
from tests.support.parsed import ALL_SAMPLES, failure, outcome, read
from tests.support.properties import examples

BROKEN = Path(__file__).parents[2] / "data"


def test_each_failure_has_its_code() -> None:
    assert failure((BROKEN / "empty.txt").read_bytes()).code is Code.EMPTY
    assert failure((BROKEN / "unknown.bin").read_bytes(), "report.pdf").code is Code.UNSUPPORTED
    assert failure((BROKEN / "encrypted.pdf").read_bytes()).code is Code.ENCRYPTED
    assert failure((BROKEN / "truncated.docx").read_bytes()).code is Code.CORRUPT


def test_text_without_a_letter_is_empty() -> None:
    assert failure(b" \n\t\n\x0c \r\n").code is Code.EMPTY
    assert failure(b"<html><body><p> </p></body></html>").code is Code.EMPTY


def test_a_truncated_pdf_is_corrupt() -> None:
    assert failure((SAMPLES / "groundwater-bulletin.pdf").read_bytes()[:900]).code is Code.CORRUPT


def test_an_archive_that_unpacks_to_too_much_is_too_large() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / "archive-move.docx") as memo,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        bomb.writestr("[Content_Types].xml", memo.read("[Content_Types].xml"))
        bomb.writestr("word/document.xml", b" " * 105_000_000)
    assert failure(file.getvalue()).code is Code.TOO_LARGE


def test_an_encrypted_message_is_encrypted() -> None:
    content = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=x\n\n--x--\n"
    assert failure(content, "a.eml").code is Code.ENCRYPTED


def test_an_unsupported_format_is_named() -> None:
    with pytest.raises(PermanentError, match="application/x-7z-compressed"):
        read(b"7z\xbc\xaf\x27\x1c" + bytes(60))


STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"<!DOCTYPE html>",
    b"From: a@b\nMIME-Version: 1.0\nContent-Type: ",
    b"---\ntitle: x\n---\n",
    b"{\\rtf1",
    b"\xff\xfe",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
]


@examples(150)
@given(
    start=st.sampled_from(STARTS),
    rest=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
    name=st.sampled_from(["", "a.md", "a.txt", "a.html", "a.eml", "a.pdf", "a.docx", "\ud800"]),
    declared_type=st.one_of(st.none(), st.just("text/html; charset=utf-16"), st.text(max_size=20)),
)
def test_any_bytes_give_a_document_or_a_permanent_error(
    start: bytes, rest: bytes, name: str, declared_type: str | None
) -> None:
    document = outcome(start + rest, Hints(name, declared_type))
    if isinstance(document, Code):
        assert document in (Code.EMPTY, Code.UNSUPPORTED, Code.ENCRYPTED, Code.CORRUPT, Code.TOO_LARGE)
        return
    assert document.text.strip()
    assert document.model_dump_json().encode("utf-8")


@examples(100)
@given(
    path=st.sampled_from(ALL_SAMPLES),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=20),
    keep=st.floats(0.05, 1),
)
def test_a_damaged_file_gives_a_document_or_a_permanent_error(
    path: Path, changes: list[tuple[float, int]], keep: float
) -> None:
    content = bytearray(path.read_bytes())
    for place, value in changes:
        content[int(place * len(content))] = value
    document = outcome(bytes(content[: int(keep * len(content))]), Hints(path.name))
    assert isinstance(document, Code) or document.text.strip()
