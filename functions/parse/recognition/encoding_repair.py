"""Text that was decoded wrongly before it was stored: UTF-8 taken for another encoding and written as UTF-8 again."""

import codecs
import re

# What UTF-8 was taken for, the most common first. Windows-1252 stands for Latin-1 as well.
WRONG_ENCODINGS = ("cp1252", "cp1251", "cp1250", "mac_roman", "cp437")

# How often over a text may have been stored so.
MAX_ROUNDS = 2

# Pairs that such texts have and others don't: the lead byte of a letter or quotation mark, and what follows it.
SIGNS = re.compile(
    "[ÂÃ][\u0080-\u00bf\u0160-\u017e\u0192\u02c6\u02dc\u2013-\u2122]|â[€\u0080]|ðŸ|Р[\u00b0-\u00bf]|С[\u0402\u201a]"
    "|├|╬|√[©®°±ƒ]|‚Ä"
)

SEQUENCE = re.compile(r"[^\x00-\x7f]+")

# Different ones, where no such pair is among them. A single `É’` may well be meant.
MIN_SEQUENCES = 3

FIRST_CONTROL, AFTER_CONTROL = "\u0080", "\u00a0"


def _control_bytes(error: UnicodeError) -> tuple[bytes, int]:
    """The five bytes that Windows-1252 has no character for were kept as control characters."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if not all(FIRST_CONTROL <= character < AFTER_CONTROL for character in wrong):
        raise error
    return wrong.encode("latin-1"), error.end


codecs.register_error("nutgraf_control_bytes", _control_bytes)


def repaired(text: str) -> str | None:
    """`text` as it was before, None where it was never encoded twice. All of its non-ASCII characters must show it."""
    found = None
    for _ in range(MAX_ROUNDS):
        before = None if text.isascii() else _undone(text)
        if before is None:
            break
        found = text = before
    return found


def _undone(text: str) -> str | None:
    for encoding in WRONG_ENCODINGS:
        try:
            before = text.encode(encoding, "nutgraf_control_bytes").decode("utf-8")
        except UnicodeError:
            continue
        if SIGNS.search(text) or len(set(SEQUENCE.findall(before))) >= MIN_SEQUENCES:
            return before
    return None
