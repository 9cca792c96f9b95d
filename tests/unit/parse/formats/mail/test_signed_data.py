"""Encrypted and signed messages: S/MIME and OpenPGP."""

from pathlib import Path

import pytest

from shared.errors import Code
from tests.support.messages import BRIDGE, failure, mail, multipart, plain, read
from tests.support.parsed import parts

DATA = Path(__file__).parents[4] / "data" / "formats"


@pytest.mark.parametrize(
    "content",
    [
        mail('Content-Type: multipart/encrypted; boundary="x"', "", "--x\n\n--x--"),
        mail("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "", "MIAGCSq"),
        mail("", "-----BEGIN PGP MESSAGE-----\nVersion: 1\n\nhIwDY32h\n-----END PGP MESSAGE-----"),
    ],
)
def test_encrypted_messages_are_rejected(content: str) -> None:
    assert failure(content).code is Code.ENCRYPTED


def test_an_encrypted_part_does_not_affect_the_others() -> None:
    secret = 'Content-Type: multipart/encrypted; boundary="x"\n\n--x\n\n--x--'
    kind, body = multipart("mixed", plain(BRIDGE), secret)
    assert parts(read(mail(kind, body))) == {"part 1": "encrypted"}


def test_a_cleartext_signature_is_removed() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{BRIDGE}\n- --\n-----BEGIN PGP SIGNATURE-----\n\nabc\n"
    )
    assert BRIDGE in read(mail("", signed)).text
    assert "PGP" not in read(mail("", signed)).text
    kind, body = multipart("signed", plain(BRIDGE), "Content-Type: application/pgp-signature\n\nabc")
    assert read(mail(kind, body)).text == BRIDGE


# Written by `openssl cms -sign -nodetach -nocerts -binary -outform SMIME` with a temporary key. The second file was
# written with `-stream`, which produces BER with indefinite lengths.
@pytest.mark.parametrize("name", ["signed.eml", "signed-in-pieces.eml"])
def test_signed_data_is_read(name: str) -> None:
    document = read((DATA / name).read_bytes())
    assert document.text == BRIDGE
    assert document.metadata.title == "Ferries"


def test_signed_data_that_is_damaged_is_corrupt() -> None:
    content = mail("Content-Type: application/pkcs7-mime; smime-type=signed-data", "", "no signed data at all")
    assert failure(content).code is Code.CORRUPT
