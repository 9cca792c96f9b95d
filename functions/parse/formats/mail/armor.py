"""OpenPGP messages in plain text (RFC 9580): encrypted messages and cleartext signatures."""

import re

ENCRYPTED_START = "-----BEGIN PGP MESSAGE-----"
SIGNED_START = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[!-9;-~]+:[^\n]*\n)*\n")
SIGNATURE_START = "\n-----BEGIN PGP SIGNATURE-----"
DASH_ESCAPE = re.compile(r"^- ", re.MULTILINE)


def is_encrypted_text(text: str) -> bool:
    """Whether a text is an encrypted message."""
    return text.lstrip().startswith(ENCRYPTED_START)


def without_armor(text: str) -> str:
    """Return the signed text of a cleartext signature without the lines that PGP adds. Return other text unchanged."""
    stripped = text.lstrip()
    signed = SIGNED_START.match(stripped)
    if signed is None:
        return text
    body, _, _ = stripped[signed.end() :].partition(SIGNATURE_START)
    return DASH_ESCAPE.sub("", body)
