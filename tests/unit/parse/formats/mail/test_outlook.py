"""Outlook messages: metadata, the choice between the forms of the body, attachments and messages within as parts."""

from datetime import UTC, datetime

import compressed_rtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints
from functions.parse.recognition.media_types import media_type_of
from shared.errors import Code, PermanentError
from tests.support.cms import enveloped
from tests.support.compound_files import (
    Tree,
    compound_file,
    file_attachment,
    message_attachment,
    outlook_message,
    property_streams,
)
from tests.support.messages import BRIDGE, FERRY, failure, read
from tests.support.parsed import blocks, parts, warnings

SUBJECT, SENDER, BODY, PAGE, RTF, CLASS, SENT = 0x0037, 0x0C1A, 0x1000, 0x1013, 0x1009, 0x001A, 0x0039
FILETIME = int((datetime(2020, 3, 2, 10, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
Properties = dict[int, str | bytes | int]
HEADER: Properties = {SUBJECT: "Ferries", SENDER: "Jo Berg", SENT: FILETIME, CLASS: "IPM.Note"}


def msg(properties: Properties, *attachments: dict[str, bytes | Tree], recipients: tuple[str, ...] = ()) -> bytes:
    return compound_file(outlook_message({**HEADER, **properties}, list(attachments), list(recipients)))


def test_a_message_has_its_header_and_its_body() -> None:
    content = msg({BODY: f"{BRIDGE}\r\n\r\n{FERRY}\r\n"}, recipients=("Ann Lee", "Jürgen", "Ann Lee"))
    assert media_type_of(content, Hints("letter.doc")) == "application/vnd.ms-outlook"
    document = read(content, "letter.msg")
    found = document.metadata
    assert (found.title, found.byline, found.recipients) == ("Ferries", "Jo Berg", "Ann Lee, Jürgen")
    assert found.published_at == "2020-03-02T10:00:00+00:00"
    assert blocks(document) == [("paragraph", BRIDGE), ("paragraph", FERRY)]


def test_the_html_body_is_read_if_it_has_more_text() -> None:
    page = f"<html><body><h2>Bridge</h2><p>{BRIDGE}</p><p>Grüße</p></body></html>"
    forms: tuple[Properties, ...] = (
        {BODY: "See the page", PAGE: page.encode("cp1252"), 0x3FDE: 1252},
        {PAGE: page.encode("utf-8"), 0x3FDE: 65001},
        {PAGE: page},
    )
    for properties in forms:
        assert blocks(read(msg(properties))) == [("heading", "Bridge"), ("paragraph", BRIDGE), ("paragraph", "Grüße")]


def test_8_bit_texts_are_decoded_with_the_declared_code_page() -> None:
    tree = outlook_message({0x3FFD: 1251})
    tree["__substg1.0_1000001E"] = "Мост закрыт до марта.".encode("cp1251")
    assert read(compound_file(tree)).text == "Мост закрыт до марта."


def test_a_body_in_compressed_rtf_alone_is_read() -> None:
    rtf = f"{{\\rtf1\\ansi {BRIDGE}\\par {FERRY}\\par }}".encode()
    for compressed in (compressed_rtf.compress(rtf), compressed_rtf.compress(rtf, compressed=False)):
        document = read(msg({RTF: compressed}))
        assert BRIDGE in document.text
        assert FERRY in document.text


def test_damaged_compressed_rtf_gives_a_warning() -> None:
    damaged = compressed_rtf.compress(b"{\\rtf1 words}")[:-4] + b"xxxx"
    document = read(msg({RTF: damaged}, file_attachment("a.txt", BRIDGE.encode())))
    assert parts(document) == {"a.txt": BRIDGE}
    assert "damaged" in warnings(document)["body_unreadable"]


def test_attachments_are_parts() -> None:
    document = read(
        msg(
            {BODY: BRIDGE},
            file_attachment("times.csv", b"day,ships\nMonday,2\n"),
            file_attachment("../../../x.bin", bytes(range(99))),
            file_attachment("long.txt", (FERRY + "\n\n").encode() * 100),
        )
    )
    found = parts(document)
    assert found["times.csv"] == "times.csv\n\nday\tships\nMonday\t2"
    assert found["x.bin"] == "unsupported"
    assert found["long.txt"].count(FERRY) == 100


def test_messages_within_are_parts_with_their_own_attachments() -> None:
    inner = outlook_message(
        {**HEADER, SUBJECT: "Sailings", BODY: FERRY},
        [file_attachment("a.txt", b"Words.")],
        ["Ann Lee"],
        header_bytes=24,
    )
    document = read(msg({BODY: BRIDGE}, message_attachment("Sailings", inner)))
    letter = "Sailings\n\nFrom: Jo Berg\nTo: Ann Lee\nDate: 2020-03-02T10:00:00+00:00"
    assert parts(document) == {
        "Sailings.msg": f"{letter}\n\n{FERRY}\n\nSailings.msg/a.txt\n\nWords.",
        "Sailings.msg/a.txt": "Sailings.msg/a.txt\n\nWords.",
    }
    assert [part.media_type for part in document.parts] == ["application/vnd.ms-outlook", "text/plain"]


def test_messages_within_messages_are_read_to_the_maximum_depth() -> None:
    inner = outlook_message({BODY: FERRY}, header_bytes=24)
    for _ in range(5):
        inner = outlook_message({BODY: BRIDGE}, [message_attachment("one", inner)], header_bytes=24)
    document = read(msg({BODY: BRIDGE}, message_attachment("one", inner)), max_depth=3)
    assert len(document.parts) == 3
    assert "levels" in warnings(document)["parts_left_out"]


def test_inline_pictures_are_left_out() -> None:
    page = f"<p>{BRIDGE}</p><img src='cid:one@a'>"
    document = read(
        msg(
            {PAGE: page},
            file_attachment("image001.png", b"\x89PNG", "image/png", content_id="one@a"),
            file_attachment("image002.png", b"\x89PNG", hidden=True),
        )
    )
    assert not document.parts
    assert "image001.png, image002.png" in warnings(document)["pictures_left_out"]


def test_references_and_objects_are_unsupported() -> None:
    link = property_streams({0x3705: 4, 0x3707: "plan.docx"}, 8)
    drawing = {**property_streams({0x3705: 6, 0x3707: "drawing"}, 8), "__substg1.0_3701000D": {"CONTENTS": b"x"}}
    assert parts(read(msg({BODY: BRIDGE}, link, drawing))) == {"plan.docx": "unsupported", "drawing": "unsupported"}


def test_an_encrypted_message_is_rejected() -> None:
    envelope = bytes.fromhex("3080 06092a864886f70d010703 a080") + bytes(60)
    content = msg({CLASS: "IPM.Note.SMIME"}, file_attachment("smime.p7m", envelope, "application/pkcs7-mime"))
    assert failure(content).code is Code.ENCRYPTED


def test_a_message_with_a_cleartext_signature_is_read() -> None:
    signature = "Content-Type: application/pkcs7-signature\n\nx"
    signed = f'Content-Type: multipart/signed; boundary="b"\n\n--b\n\n{BRIDGE}\n--b\n{signature}\n--b--\n'
    content = msg(
        {CLASS: "IPM.Note.SMIME.MultipartSigned"}, file_attachment("smime.p7m", signed.encode(), "multipart/signed")
    )
    document = read(content)
    assert (document.text, document.metadata.title) == (BRIDGE, "Ferries")


def test_a_message_without_a_body_is_its_subject() -> None:
    assert blocks(read(msg({}))) == [("heading", "Ferries")]


def test_a_message_whose_only_attachment_cannot_be_read_keeps_its_header() -> None:
    document = read(msg({}, file_attachment("plan.bin", b"\x00\x01\x02" * 40)))
    assert blocks(document) == [("heading", "Ferries")]
    assert document.metadata.byline == "Jo Berg"
    assert "plan.bin (unsupported)" in warnings(document)["parts_unreadable"]


@pytest.mark.parametrize("mime_type", ["application/x-microsoft-rpmsg-message", ""])
def test_a_message_under_rights_management_is_encrypted(mime_type: str) -> None:
    protected = file_attachment("message.rpmsg", bytes.fromhex("76e80460c411e386") + bytes(100), mime_type)
    assert failure(msg({BODY: "This message is protected."}, protected), "a.msg").code is Code.ENCRYPTED


def test_a_message_that_only_wraps_an_encrypted_file_is_encrypted() -> None:
    content = msg({}, file_attachment("smime.p7m", enveloped(), "application/octet-stream"))
    assert failure(content, "a.msg").code is Code.ENCRYPTED


def outcome(content: bytes) -> tuple[str, Code | None]:
    """Return the text, or the error code."""
    try:
        return read(content, "a.msg").text, None
    except PermanentError as error:
        return "", error.code


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_corrupt_or_read_in_part(share: float) -> None:
    content = msg({BODY: BRIDGE * 100}, file_attachment("a.txt", FERRY.encode() * 100))
    document, code = outcome(content[: int(share * len(content))])
    assert document or code in (Code.CORRUPT, Code.UNSUPPORTED, Code.EMPTY)


SMALL = msg({BODY: BRIDGE, PAGE: f"<p>{BRIDGE}</p>"}, file_attachment("a.txt", b"Words."), recipients=("Ann",))


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=8))
def test_changed_bytes_give_a_document_or_an_error(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SMALL)
    for place, value in changes:
        content[place] = value
    document, code = outcome(bytes(content))
    assert document or code
