"""Messages of PGP within a plain text (RFC 9580): encrypted ones, and those that are signed in the open."""

import re

ENCRYPTED_START = "-----BEGIN PGP MESSAGE-----"
SIGNED_START = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[!-9;-~]+:[^\n]*\n)*\n")
SIGNATURE_START = "\n-----BEGIN PGP SIGNATURE-----"
DASH_ESCAPE = re.compile(r"^- ", re.MULTILINE)


def is_encrypted_text(text: str) -> bool:
    """Whether a text is an encrypted message."""
    return text.lstrip().startswith(ENCRYPTED_START)


def without_armor(text: str) -> str:
    """What PGP has signed in the open, without the lines that it adds; any other text as it is."""
    stripped = text.lstrip()
    signed = SIGNED_START.match(stripped)
    if signed is None:
        return text
    body, _, _ = stripped[signed.end() :].partition(SIGNATURE_START)
    return DASH_ESCAPE.sub("", body)
