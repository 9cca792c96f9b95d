"""Decode bytes into text: find the encoding, and normalize the characters."""

import codecs
import re
from dataclasses import dataclass, field
from email.message import Message

from functions.parse.recognition import encoding_detection, mixed_encodings
from functions.parse.recognition.encoding_repair import repaired
from shared.documents.document import PipelineWarning
from shared.errors import Code, PermanentError

# Bytes or code points that are examined if a sample is enough.
SAMPLE_BYTES = 200_000

# Bytes that are examined to detect UTF-16 and UTF-32.
WIDE_SAMPLE_BYTES = 4_000

# Maximum share of control characters in text. Logs with colour codes stay below it; binary data exceeds it.
MAX_CONTROL_SHARE = 0.05

# Minimum share of characters in living scripts, for UTF-16 without a byte order mark. Other bytes decode to any plane.
MIN_WIDE_SHARE = 0.9

# Minimum share of kana or East Asian punctuation in such a text without zero bytes (no blank, no line end).
MIN_WIDE_PUNCTUATION = 0.02

# Minimum characters of such a text. Two or three are not conclusive.
MIN_WIDE_LENGTH = 4

# High bytes of Greek, Cyrillic, Hebrew, Arabic, Devanagari and Thai. In any other encoding they are control characters.
ALPHABETS = frozenset({0x03, 0x04, 0x05, 0x06, 0x09, 0x0E})

BYTE_ORDER_MARKS = (
    # The UTF-32 marks begin with the UTF-16 marks, so they come first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Escape sequences of the 7-bit encodings of Japan and Korea (ISO 2022, RFC 1468, 1554 and 1557).
ESCAPES = ((b"\x1b$)", "iso2022_kr"), (b"\x1b$", "iso2022_jp_2"), (b"\x1b(", "iso2022_jp_2"))

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")

# Characters without an appearance of their own: soft hyphens, zero-width spaces, byte order marks within a text, word
# joiners, marks and overrides of the writing direction, annotation marks. They divide words for a search.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+"
)

# Joiners outside Arabic, Indic and emoji sequences, which need them between two characters (Unicode 15.1, 23.2).
JOINERS = re.compile("(?<![\u0600-\U000dffff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\U000dffff])")

# Tags outside flags, which are the only sequences of emoji with tags (Unicode 15.1, 23.9).
TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]+")

# The separators of lines and paragraphs (Unicode 15.1, 5.8) as line ends.
SEPARATORS = {"\u2028": "\n", "\u2029": "\n\n"}

LIVING_SCRIPTS = re.compile(
    r"[\t\n\r\f\x20-\x7e\u00a0-\u024f\u0370-\u06ff\u0900-\u0eff\u10a0-\u11ff\u1e00-\u1fff\u2010-\u203f\u20a0-\u20bf"
    r"\u2100-\u214f\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef\U0001f300-\U0001faff]"
)
ASCII = re.compile(r"[\t\n\r\f\x20-\x7e]")
EAST_ASIAN_PUNCTUATION = re.compile(r"[\u3000-\u30ff\uff01-\uff1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, with warnings about its decoding."""

    text: str
    warnings: list[PipelineWarning] = field(default_factory=list)


def normalize(text: str) -> str:
    """Return `text` with `\\n` as line end, without NUL and invisible characters.

    Lone surrogates become U+FFFD, because UTF-8 has none.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    # ASCII needs no further check.
    if text.isascii():
        return text
    text = TAGS.sub("", INVISIBLE.sub("", text))
    if "\u200c" in text or "\u200d" in text:
        text = JOINERS.sub("", text)
    for separator, line_end in SEPARATORS.items():
        text = text.replace(separator, line_end)
    try:
        # Ten times as fast as the search. Hardly any text has a lone surrogate.
        text.encode("utf-8")
    except UnicodeEncodeError:
        return LONE_SURROGATES.sub("\ufffd", text)
    return text


def decode(content: bytes, declared_type: str | None = None) -> str | None:
    """Return the text of `content`, None if it is no text. `declared_type` is a Content-Type with an optional charset.

    The first match decides: a byte order mark, the positions of zero bytes (UTF-16 and UTF-32), the escapes of ISO
    2022, valid UTF-8, the declared charset if it produces words, UTF-8 with bytes in another encoding, and detection.
    Bytes that are invalid in the encoding become U+FFFD.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _text_or_none(content[len(mark) :].decode(encoding, "replace"))
    for candidate in (_wide_encoding(content), _escaped_encoding(content), "utf-8"):
        if candidate:
            try:
                return _text_or_none(content.decode(candidate))
            except UnicodeError:
                continue
    return _text_or_none(_legacy(content, declared_type))


def decode_start(content: bytes, length: int, declared_type: str | None = None) -> str | None:
    """Decode the first `length` bytes like `decode`, without a character that the cut divides."""
    start = content[:length]
    if length < len(content):
        # Only in UTF-8 can a divided character be recognized. In other encodings the last one may become U+FFFD.
        try:
            start.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start >= len(start) - 3:
                start = start[: error.start]
    return decode(start, declared_type)


def decoded(content: bytes, declared_type: str | None, what: str = "file") -> Decoded:
    """Return the normalized text of `content`, with warnings if it was repaired or has undecodable characters.

    `what` is the name of the format in messages. Raises PermanentError: unsupported, if the bytes are no text.
    """
    text = decode(content, declared_type)
    if text is None:
        raise PermanentError(Code.UNSUPPORTED, f"The {what} is not text in any known encoding.")
    warnings = []
    foreign = _foreign_characters(content, text)
    if foreign:
        message = f"{foreign:,} characters were in another encoding than the rest of the text. They may be wrong."
        warnings.append(PipelineWarning(code="encodings_mixed", message=message))
    # A text that was encoded twice may have invisible characters as the second byte of a letter.
    before = repaired(text)
    text = normalize(text if before is None else before)
    if before is not None:
        message = "The text was encoded twice, which garbles accented letters. It was decoded once more."
        warnings.append(PipelineWarning(code="encoding_repaired", message=message))
    replaced = text.count("\ufffd")
    if replaced:
        message = f"{replaced:,} characters could not be decoded and were replaced with U+FFFD."
        warnings.append(PipelineWarning(code="characters_replaced", message=message))
    return Decoded(text, warnings)


def _legacy(content: bytes, declared_type: str | None) -> str | None:
    declared = _declared_charset(declared_type)
    if declared and declared != "utf-8" and encoding_detection.fits(content, declared):
        try:
            return content.decode(declared)
        except UnicodeError:
            declared = None
    mixed = mixed_encodings.decode(content)
    if mixed is not None:
        return mixed.text
    detected = encoding_detection.detect(content)
    return content.decode(detected, "replace") if detected else None


def _foreign_characters(content: bytes, text: str) -> int:
    """Return the number of characters of a text that were not in UTF-8, if `decode` returned it as mostly UTF-8."""
    if "\x00" in text or content.isascii():
        return 0
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        mixed = mixed_encodings.decode(content)
        return mixed.foreign if mixed is not None and mixed.text == text else 0
    return 0


def _text_or_none(text: str | None) -> str | None:
    sample = (text or "")[:SAMPLE_BYTES]
    if len(CONTROL_CHARACTERS.findall(sample)) > MAX_CONTROL_SHARE * len(sample):
        return None
    return text


def _wide_encoding(content: bytes) -> str | None:
    """Detect UTF-16 or UTF-32 without a byte order mark."""
    sample = content[:WIDE_SAMPLE_BYTES]
    zeros = b"\x00" in sample
    if len(content) % 2 or not (zeros or _is_no_utf_8(sample)):
        return None
    if zeros and len(content) % 4 == 0:
        for encoding in ("utf-32-le", "utf-32-be"):
            try:
                sample.decode(encoding)
            except UnicodeError:
                continue
            return encoding
    scores = {encoding: _wide_score(sample, encoding, zeros) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > 0 else None


def _is_no_utf_8(sample: bytes) -> bool:
    """Whether the bytes are not text in UTF-8. A character that the end of the sample divides is ignored."""
    text = sample.decode("utf-8", "replace").rstrip("\ufffd")
    return "\ufffd" in text or _text_or_none(text) is None


def _wide_score(sample: bytes, encoding: str, zeros: bool) -> float:
    """Return how plausible a 16-bit encoding is for the sample, from 0 (impossible) to 2."""
    # A surrogate pair that the end of the sample divides is ignored.
    text = sample.decode(encoding, "replace").rstrip("\ufffd")
    length = max(1, len(text))
    living = len(LIVING_SCRIPTS.findall(text)) / length
    if living < MIN_WIDE_SHARE:
        return 0
    if zeros:
        return living + len(ASCII.findall(text)) / length
    if length < MIN_WIDE_LENGTH:
        return 0
    certain = len(EAST_ASIAN_PUNCTUATION.findall(text)) / length
    alphabets = {ord(character) >> 8 for character in text}
    return living + certain if certain >= MIN_WIDE_PUNCTUATION or alphabets <= ALPHABETS else 0


def _escaped_encoding(content: bytes) -> str | None:
    if b"\x1b" not in content[:SAMPLE_BYTES]:
        return None
    return next((encoding for escape, encoding in ESCAPES if escape in content), None)


def _declared_charset(declared_type: str | None) -> str | None:
    if not declared_type:
        return None
    header = Message()
    header["Content-Type"] = declared_type
    return encoding_detection.codec_of(header.get_content_charset())
