"""Detect files of mail encryption: S/MIME (CMS), OpenPGP messages, and messages under rights management."""

import base64
import re

CMS = "application/pkcs7-mime"
OPENPGP = "application/pgp-encrypted"
RIGHTS_MANAGED = "application/x-microsoft-rpmsg-message"

# Types of files that are always encrypted. CMS contains encrypted or signed data.
ENCRYPTED_TYPES = frozenset({OPENPGP, RIGHTS_MANAGED})

# ContentInfo in BER: a sequence that begins with an object identifier (RFC 5652, 3). All identifiers of CMS content
# begin with that of PKCS (1.2.840.113549.1), then 7 (PKCS #7) or 9.16.1 (S/MIME content).
CMS_START = re.compile(
    rb"\x30(?:\x80|[\x00-\x7f]|[\x81-\x84][\x00-\xff]{1,4}?)"
    rb"\x06[\x09\x0b]\x2a\x86\x48\x86\xf7\x0d\x01(?:\x07[\x02\x03]|\x09\x10\x01\x17)"
)

# The same in base64, with or without the lines of RFC 7468 around it.
ENCODED_CMS = re.compile(rb"\s*(?:-----BEGIN (?:PKCS ?#?7|CMS)-----\s+)?(M[A-Za-z0-9+/\s]{40,}={0,2})")
ENCODED_HEAD_BYTES = 4_096

# Start of [MS-OXORMMS] 2.2.4, the prefix of `message.rpmsg`.
RIGHTS_MANAGED_START = bytes.fromhex("76e80460c411e386")

# An armored message, and the first packet of a binary one (RFC 9580): a session key that is encrypted for a recipient
# (5.1; version 3 and its algorithms, or version 6) or with a password (5.3; version 4 and a cipher, or version 5 or 6).
ARMORED_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*-----BEGIN PGP MESSAGE(?:, PART [^\n-]*)?-----")
PACKET_START = re.compile(
    rb"(?:\x84.|\x85..|\xc1(?:[\x00-\xbf]|[\xc0-\xdf].|\xff.{4}))"
    rb"(?:\x03.{8}[\x01\x02\x10\x12\x19\x1a]|\x06[\x00\x15\x21])"
    rb"|(?:\x8c.|\xc3[\x00-\xbf])(?:\x04[\x01-\x0d][\x00\x01\x03\x04]|[\x05\x06].[\x01-\x0d])",
    re.DOTALL,
)


def protected_type(content: bytes) -> str | None:
    """Return the media type of a file of mail encryption, None for other files. Signed data of CMS is one too."""
    if CMS_START.match(content) or _encoded_cms(content[:ENCODED_HEAD_BYTES]) is not None:
        return CMS
    if content.startswith(RIGHTS_MANAGED_START):
        return RIGHTS_MANAGED
    return OPENPGP if ARMORED_START.match(content) or PACKET_START.match(content) else None


def cms_bytes(content: bytes) -> bytes:
    """Return CMS data without its encoding in base64."""
    decoded = None if CMS_START.match(content) else _encoded_cms(content)
    return content if decoded is None else decoded


def _encoded_cms(content: bytes) -> bytes | None:
    encoded = ENCODED_CMS.match(content)
    if encoded is None:
        return None
    letters = b"".join(encoded.group(1).split()).rstrip(b"=")
    # Whole groups of four letters only, because the encoded text may be cut.
    decoded = base64.b64decode(letters[: len(letters) // 4 * 4])
    rest = letters[len(letters) // 4 * 4 :]
    if len(rest) > 1:
        decoded += base64.b64decode(rest + b"=" * (4 - len(rest)))
    return decoded if CMS_START.match(decoded) else None
