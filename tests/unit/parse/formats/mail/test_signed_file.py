"""Files of mail encryption beside messages: .p7m, .p7s, .pgp, .asc and .rpmsg, as uploads and as attachments."""

import base64

import pytest

from functions.parse.contract import Hints
from functions.parse.recognition.media_types import media_type_of
from functions.parse.recognition.protected_types import protected_type
from shared.errors import Code, PermanentError
from tests.support.cms import enveloped, signed
from tests.support.good_files import good_files
from tests.support.messages import BRIDGE, attachment, failure, mail, multipart, page, plain, read
from tests.support.parsed import blocks, parts

RIGHTS_MANAGED = bytes.fromhex("76e80460c411e386") + bytes(100)
# Session keys for a recipient (RSA) and with a password, then encrypted data; and the armor around them.
BINARY_PGP = b"\x85\x01\x0c\x03\x01\x02\x03\x04\x05\x06\x07\x08\x01\x08\x00" + bytes(range(256))
PASSWORD_PGP = b"\x8c\x0d\x04\x09\x03\x02\x01\x02\x03\x04\x05\x06\x07\x08\xff\xd2" + bytes(range(256))
ARMORED_PGP = b"-----BEGIN PGP MESSAGE-----\n\n" + base64.encodebytes(BINARY_PGP) + b"-----END PGP MESSAGE-----\n"
PEM = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(enveloped()) + b"-----END PKCS7-----\n"
ENCRYPTED = {
    "smime.p7m": enveloped(),
    "lines.p7m": base64.encodebytes(enveloped()),
    "pem.p7m": PEM,
    "message.rpmsg": RIGHTS_MANAGED,
    "letter.gpg": BINARY_PGP,
    "letter.pgp": PASSWORD_PGP,
    "letter.asc": ARMORED_PGP,
}


@pytest.mark.parametrize("name", ENCRYPTED)
def test_an_encrypted_file_is_failed_as_encrypted(name: str) -> None:
    assert failure(ENCRYPTED[name], name).code is Code.ENCRYPTED


@pytest.mark.parametrize("name", ENCRYPTED)
def test_a_message_that_only_wraps_an_encrypted_file_is_encrypted(name: str) -> None:
    kind, body = multipart("mixed", attachment(name, ENCRYPTED[name]))
    assert failure(mail(kind, body)).code is Code.ENCRYPTED


def test_an_encrypted_file_beside_a_text_does_not_affect_the_text() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("letter.gpg", BINARY_PGP))
    document = read(mail(kind, body))
    assert document.text == BRIDGE
    assert parts(document) == {"letter.gpg": "encrypted"}


def test_a_message_under_rights_management_is_encrypted_although_it_has_a_notice() -> None:
    notice = page("<p>This message is protected. Open it in a program that supports protected messages.</p>")
    for kind in ("application/x-microsoft-rpmsg-message", "application/octet-stream"):
        field, body = multipart("mixed", notice, attachment("message.rpmsg", RIGHTS_MANAGED, kind))
        assert failure(mail(field, body)).code is Code.ENCRYPTED


@pytest.mark.parametrize("encode", [bytes, base64.encodebytes])
def test_the_content_of_a_signed_file_is_read(encode: type[bytes]) -> None:
    document = read(encode(signed(f"{BRIDGE}\n".encode())), "letter.txt.p7m")
    assert document.text == BRIDGE
    assert document.media_type == "application/pkcs7-mime"
    assert [part.name for part in document.parts] == ["letter.txt"]


def test_a_signed_message_in_a_file_of_its_own_is_read() -> None:
    document = read(signed(plain(BRIDGE).encode()), "smime.p7m")
    assert document.text == BRIDGE


def test_signed_data_within_signed_data_is_read() -> None:
    document = read(signed(signed(f"{BRIDGE}\n".encode())), "letter.txt.p7m.p7m")
    assert blocks(document)[-1] == ("paragraph", BRIDGE)
    assert {part.code for part in document.parts} == {None}


def test_a_signature_without_its_content_is_unsupported() -> None:
    assert failure(signed(None), "letter.p7s").code is Code.UNSUPPORTED


def test_signed_data_that_is_cut_is_corrupt() -> None:
    assert failure(signed(BRIDGE.encode())[:-60], "letter.txt.p7m").code is Code.CORRUPT


def test_no_other_format_is_taken_for_an_encrypted_file() -> None:
    found = {file.name: protected_type(file.content) for file in good_files()}
    assert {name for name, kind in found.items() if kind} == {"made.p7m"}


@pytest.mark.parametrize(
    "text",
    [
        "MIIC is the name of a council. It has met in this house since 1994 and will meet here next year as well",
        "MIIC" * 200,
        "“…so many” letters, wrote Ann.".encode("cp1252").decode("latin-1"),
        "On the line -----BEGIN PGP MESSAGE----- see RFC 9580.",
    ],
)
def test_texts_are_not_taken_for_encrypted_files(text: str) -> None:
    try:
        assert media_type_of(text.encode("latin-1", "ignore"), Hints("a.txt")) == "text/plain"
    except PermanentError as error:
        raise AssertionError(error.message) from error
