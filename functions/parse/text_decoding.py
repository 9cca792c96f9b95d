"""From bytes to text: which encoding they are in, and which characters a text may hold."""

import codecs
import re
from email.message import Message

import chardet

SAMPLE_BYTES = 200_000
"""chardet looks at as many bytes by default; more take time and change nothing."""

ERAS = chardet.EncodingEra.MODERN_WEB | chardet.EncodingEra.LEGACY_ISO
"""Without those of the Mac and of DOS: their tables fit any bytes, and English in Windows-1252 is taken for them."""

MAX_CONTROL_SHARE = 0.05
"""Text has next to no control characters. Logs with colour codes stay below a twentieth, binary data doesn't."""

MIN_RIGHT_PER_WRONG = 10
"""Characters that are well-formed UTF-8, for each byte that isn't. Text in another encoding has hardly any."""

BYTE_ORDER_MARKS = (
    # The UTF-32 marks begin with the UTF-16 ones, so they come first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def normalize(text: str) -> str:
    """`text` with line ends as `\\n`, without NUL, with U+FFFD for lone surrogates: what JSON and UTF-8 can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return LONE_SURROGATES.sub("\ufffd", text)


def decode(content: bytes, declared_type: str | None = None) -> str | None:
    """The text that `content` holds, or None where it is no text. `declared_type` is a Content-Type, with its charset.

    A byte order mark decides, then the zeros of UTF-16 and UTF-32, then valid UTF-8, then the declared charset when it
    fits, then UTF-8 with a few wrong bytes, then detection. Bytes that the found encoding can't hold become U+FFFD.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _text_or_none(content[len(mark) :].decode(encoding, "replace"))
    for candidate in (_wide_encoding(content), "utf-8", _declared_charset(declared_type)):
        if candidate:
            try:
                return _text_or_none(content.decode(candidate))
            except (UnicodeError, LookupError):  # codecs that make no text raise LookupError
                continue
    damaged = _mostly_utf_8(content)
    if damaged is not None:
        return _text_or_none(damaged)
    detected = chardet.detect(content[:SAMPLE_BYTES], encoding_era=ERAS)["encoding"]
    return _text_or_none(content.decode(detected, "replace")) if detected else None


def _mostly_utf_8(content: bytes) -> str | None:
    """UTF-8 with a few wrong bytes, which no other encoding would make readable; None where the wrong ones are many."""
    text = content.decode("utf-8", "replace")
    sample = text[:SAMPLE_BYTES]
    wrong = sample.count("\ufffd")
    right = sum(1 for character in sample if character > "\x7f") - wrong
    return text if right > MIN_RIGHT_PER_WRONG * wrong else None


def _text_or_none(text: str) -> str | None:
    sample = text[:SAMPLE_BYTES]
    if len(CONTROL_CHARACTERS.findall(sample)) > MAX_CONTROL_SHARE * len(sample):
        return None
    return text


def _wide_encoding(content: bytes) -> str | None:
    """The UTF-16 or UTF-32 that the places of the zero bytes show, in files that have no byte order mark."""
    sample = content[: SAMPLE_BYTES - SAMPLE_BYTES % 4]
    sample = sample[: len(sample) - len(sample) % 4]
    if not sample or b"\x00" not in sample:
        return None
    quarter = len(sample) / 4
    zeros = [sample[place::4].count(0) / quarter for place in range(4)]
    mostly, hardly = 0.5, 0.1
    if min(zeros[2:]) > 0.9 and zeros[0] < hardly:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 and zeros[3] < hardly:
        return "utf-32-be"
    if min(zeros[1], zeros[3]) > mostly and max(zeros[0], zeros[2]) < hardly:
        return "utf-16-le"
    if min(zeros[0], zeros[2]) > mostly and max(zeros[1], zeros[3]) < hardly:
        return "utf-16-be"
    return None


def _declared_charset(declared_type: str | None) -> str | None:
    if not declared_type:
        return None
    header = Message()
    header["Content-Type"] = declared_type
    charset = header.get_content_charset()
    if charset is None:
        return None
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return None
