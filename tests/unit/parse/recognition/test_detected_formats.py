"""Which format a file has: its bytes decide, and its name and declared type only between texts."""

import io
import zipfile

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.formats.registry import FORMATS
from functions.parse.parser import parse
from functions.parse.recognition.media_types import media_type_of
from infra.local.files import SAMPLES
from tests.support.good_files import good_files
from tests.support.parsed import read

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def office(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(member, "application/vnd.oasis.opendocument.text" if member == "mimetype" else "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("tidal-barrier.txt", "text/plain"),
        ("odd name+ü.txt", "text/plain"),
        ("bus-lanes.md", "text/markdown"),
        ("seed-vault.html", "text/html"),
        ("groundwater-bulletin.pdf", "application/pdf"),
        ("archive-move.docx", DOCX),
        ("night-trains.eml", "message/rfc822"),
    ],
)
def test_the_format_is_detected_from_the_bytes(name: str, media_type: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert media_type_of(content, Hints(name)) == media_type
    if media_type != "text/markdown":
        assert media_type_of(content, Hints("wrong.md", "text/plain")) in (media_type, "text/markdown")
        assert media_type_of(content, Hints("")) == media_type


@pytest.mark.parametrize(
    "name", ["groundwater-bulletin.pdf", "archive-move.docx", "seed-vault.html", "night-trains.eml"]
)
def test_a_wrong_name_and_type_change_nothing(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert parse(content, Hints("picture.txt", "text/plain"), Limits()).text == read(content, name).text


@pytest.mark.parametrize(
    ("content", "hints", "media_type"),
    [
        (b"# A heading\n\nText.", Hints("notes.md"), "text/markdown"),
        (b"# A heading\n\nText.", Hints("notes", "text/markdown; charset=utf-8"), "text/markdown"),
        (b"# A heading\n\nText.", Hints("notes.txt", "text/markdown"), "text/plain"),
        (b"<p>A fragment.</p>", Hints("a.html"), "text/html"),
        (b"a < b and b > c", Hints("a.html"), "text/plain"),
        (b"  <!-- made by hand --><!DOCTYPE html><p>x", Hints(""), "text/html"),
        (b"<?xml version='1.0'?><html><body/></html>", Hints(""), "text/html"),
        (b"<?xml version='1.0'?><rss/>", Hints("a.html"), "application/rss+xml"),
        ("\ufeff<!DOCTYPE html><p>x".encode("utf-16"), Hints(""), "text/html"),
        (b'{"a": [1, 2]}', Hints("a"), "application/json"),
        (b"[Editor's note] The town hall is closed.", Hints("a"), "text/plain"),
        (b"From: Ann\nTo: Bob\n\nA memo in plain text.", Hints("memo.txt"), "text/plain"),
        (b"From: ann@a.example\nTo: bob@b.example\n\nHello.", Hints("memo.eml"), "message/rfc822"),
        (b"From a@b Thu Jan  1\nReceived: by x\nFrom: a@b\nDate: today\n\nHello.", Hints(""), "message/rfc822"),
        (b"\x0c\n%PDF-1.4 and so on", Hints("a.txt"), "application/pdf"),
        (office("mimetype", "content.xml"), Hints("a.docx"), "application/vnd.oasis.opendocument.text"),
        (office("notes.txt"), Hints("a.docx"), "application/zip"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, Hints("a.pdf"), "image/png"),
        (b"{\\rtf1\\ansi Hello}", Hints("a.txt"), "application/rtf"),
    ],
)
def test_hints_only_decide_between_texts(content: bytes, hints: Hints, media_type: str) -> None:
    assert media_type_of(content, hints) == media_type


def test_every_format_is_one_that_bytes_can_show() -> None:
    shown = {media_type_of(file.content, Hints(file.name)) for file in good_files()}
    assert set(FORMATS) <= shown


def test_a_page_that_begins_with_many_comments_is_recognized_at_once() -> None:
    page = b"<!-- a comment -->\n" * 4000 + b"<div>no page</div>"
    assert media_type_of(page, Hints("page")) in ("text/html", "text/plain")
