"""MIME entities: transfer encodings, boundaries, damaged and hostile messages."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.formats.mail import message
from functions.parse.formats.mail.mime import decode_base64
from shared.errors import PermanentError
from tests.support.messages import BRIDGE, FERRY, attachment, mail, multipart, plain, read
from tests.support.parsed import parts, warnings


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", "Cracks were =\nfound =E2=80=93 four."),
        ("base64", base64.encodebytes("Cracks were found – four.".encode()).decode()),
        ("BASE64", base64.b64encode("Cracks were found – four.".encode()).decode().rstrip("=")),
        ("x-uuencode", "begin 644 a.txt\n;0W)A8VMS('=E<F4@9F]U;F0@XH\"3(&9O=7(N\n`\nend"),
        ("no-such-encoding", "Cracks were found – four."),
    ],
)
def test_transfer_encodings_are_decoded(encoding: str, body: str) -> None:
    header = ("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}")
    assert read(mail(*header, "", body)).text == "Cracks were found – four."


def test_damaged_base64_is_decoded_with_a_warning() -> None:
    encoded = base64.b64encode(BRIDGE.encode()).decode()
    damaged = f"{encoded[:20]}\n*!* {encoded[20:]}"
    document = read(mail("Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", damaged))
    assert document.text == BRIDGE
    assert "damaged" in warnings(document)["message_damaged"]


@given(st.lists(st.binary(max_size=30), max_size=4))
def test_concatenated_base64_is_joined(pieces: list[bytes]) -> None:
    encoded = b"\r\n".join(map(base64.b64encode, pieces))
    content, whole = decode_base64(encoded)
    assert whole
    if all(len(piece) % 3 for piece in pieces):
        assert content == b"".join(pieces)


def test_a_boundary_that_differs_from_the_declared_one_is_found() -> None:
    _, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", FERRY.encode()), boundary="other")
    document = read(mail("Content-Type: multipart/mixed; boundary=named", "", body))
    assert document.text.startswith(BRIDGE)
    assert list(parts(document)) == ["f.txt"]
    assert "declares a boundary" in warnings(document)["message_damaged"]


def test_a_multipart_without_any_boundary_is_a_text() -> None:
    document = read(mail("Content-Type: multipart/mixed", "", BRIDGE))
    assert document.text == BRIDGE
    assert "no boundary" in warnings(document)["message_damaged"]


def test_a_message_cut_short_is_read_up_to_its_end() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", FERRY.encode() * 9))
    document = read(mail(kind, body)[:-200])
    assert document.text.startswith(BRIDGE)
    assert "cut short" in warnings(document)["message_damaged"]


def test_text_outside_the_parts_gives_a_warning() -> None:
    kind, body = multipart("mixed", plain(BRIDGE))
    document = read(mail(kind, f"{body}{FERRY * 10}"))
    assert document.text == BRIDGE
    assert "after the parts" in warnings(document)["message_damaged"]


def test_a_header_without_a_blank_line_ends_before_the_first_line_that_is_not_a_field() -> None:
    assert read(f"From: a@b.example\nMessage-ID: <1>\nSubject: One\n{BRIDGE} It is closed.").text.startswith(BRIDGE)


def test_multiparts_that_nest_too_deeply_are_left_out_with_a_warning() -> None:
    nest = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    kind, body = multipart("mixed", plain(BRIDGE), nest)
    document = read(mail(kind, body))
    assert document.text == BRIDGE
    assert "levels of parts" in warnings(document)["parts_left_out"]


def test_very_many_parts_are_read_up_to_the_limit_and_counted() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), *(attachment(f"{n}.txt", FERRY.encode()) for n in range(1000)))
    document = read(mail(kind, body), max_parts=5)
    assert len(document.parts) == 5
    messages = [warning.message for warning in document.warnings if warning.code == "parts_left_out"]
    assert sum(int(message.split()[0].replace(",", "")) for message in messages) == 995


LINES = """
Content-Type: multipart/mixed; boundary=a|Content-Type: text/html|--a|--a--||text|> quoted|<p>page|-- |From x|a: b
Content-Transfer-Encoding: base64|Subject: =?utf-8?B?!?=|Content-Type: message/rfc822|\0|ÿ| folded|MIAGCSqGSIb3
Content-Disposition: attachment; filename*1*=x|On 1 May 2020 a wrote:|Content-Type: application/pkcs7-mime
Content-Type: multipart/related; boundary="a"; start=x|Content-Type: multipart/alternative; boundary=a
"""
PIECES = st.sampled_from(LINES.replace("\n", "|").split("|"))


@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\r\n"]))
def test_the_reader_raises_only_permanent_errors(lines: list[str], line_end: str) -> None:
    content = line_end.join(["From: a@b.example", *lines]).encode("utf-8")
    try:
        names = [part.name for part in message.read(content, Hints("a.eml"), Limits()).parts]
    except PermanentError as error:
        names = [error.code.value]
    assert all(names)
