"""Repair text that was encoded twice: UTF-8 that was decoded as another encoding and encoded as UTF-8 again."""

import codecs
import re

# Encodings that UTF-8 is mistaken for, the most common first. Windows-1252 covers Latin-1 as well.
WRONG_ENCODINGS = ("cp1252", "cp1251", "cp1250", "mac_roman", "cp437")

# Maximum number of times that a text may have been encoded wrongly.
MAX_ROUNDS = 2

# Character pairs that only such texts have: the lead byte of a letter or quotation mark, and the byte after it.
SIGNS = re.compile(
    "[ÂÃ][\u0080-\u00bf\u0160-\u017e\u0192\u02c6\u02dc\u2013-\u2122]|â[€\u0080]|ðŸ|Р[\u00b0-\u00bf]|С[\u0402\u201a]"
    "|├|╬|√[©®°±ƒ]|‚Ä"
)

# A run of non-ASCII characters.
SEQUENCE = re.compile(r"[^\x00-\x7f]+")

# Minimum number of different runs in a text without such a pair. A single `É’` may be intended.
MIN_SEQUENCES = 3

FIRST_CONTROL, AFTER_CONTROL = "\u0080", "\u00a0"


def _control_bytes(error: UnicodeError) -> tuple[bytes, int]:
    """Encode control characters as the five bytes that Windows-1252 leaves undefined."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if not all(FIRST_CONTROL <= character < AFTER_CONTROL for character in wrong):
        raise error
    return wrong.encode("latin-1"), error.end


codecs.register_error("nutgraf_control_bytes", _control_bytes)


def repaired(text: str) -> str | None:
    """Return the repaired text, None if it was not encoded twice. All of its non-ASCII characters must agree."""
    found = None
    for _ in range(MAX_ROUNDS):
        before = undone(text)
        if before is None:
            break
        found = text = before
    return found


def undone(text: str) -> str | None:
    """Return a text before it was decoded as a wrong encoding, None if it was not. Each code point becomes one byte."""
    if text.isascii():
        return None
    for encoding in WRONG_ENCODINGS:
        try:
            before = text.encode(encoding, "nutgraf_control_bytes").decode("utf-8")
        except UnicodeError:
            continue
        if SIGNS.search(text) or len(set(SEQUENCE.findall(before))) >= MIN_SEQUENCES:
            return before
    return None
