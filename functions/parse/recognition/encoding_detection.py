"""Detect legacy encodings: the guesses of chardet, without those that produce words that no language has."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import chardet

# Bytes of lines with non-ASCII bytes that are examined. In tests, 1,000 were enough to detect every likely encoding.
SAMPLE_BYTES = 20_000

# Encodings that are tried first: those of the web, and the ISO standards.
LIKELY_ERAS = chardet.EncodingEra.MODERN_WEB | chardet.EncodingEra.LEGACY_ISO

# The same with the encodings of the Mac and of DOS, which are tried only if the likely ones produce no words. Their
# tables map any bytes, so English in Windows-1252 is mistaken for them.
FORMER_ERAS = (
    LIKELY_ERAS | chardet.EncodingEra.LEGACY_MAC | chardet.EncodingEra.DOS | chardet.EncodingEra.LEGACY_REGIONAL
)

# Number of the best guesses of chardet that are compared. Fewer miss the right encoding of some short texts, and more
# include wrong ones that produce words by chance. 6 and 12 both decoded fewer texts of 24 to 100 bytes correctly.
CANDIDATES = 8

WESTERN = "cp1252"

# Share of the best guess's confidence that Windows-1252 needs to be preferred, and the increase for each non-ASCII
# character. Windows-1252 and Latin-1 are by far the most common. A few letters hardly distinguish Latin alphabets from
# each other; many do.
WESTERN_SHARE, WESTERN_STEP = 0.8, 0.008

# Maximum share of non-ASCII characters that may be odd, in addition to those of the best candidate: names, formulas
# and typing errors.
ODD_SHARE = 0.02

# The same for a declared encoding, which is rejected only if it produces hardly any words.
DECLARED_ODD_SHARE = 0.1

# Encodings that programs declare, and the larger ones that they use (WHATWG Encoding Standard).
SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}

# Labels in use that Python doesn't support.
LABELS = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic"}


def _letters(case: str) -> str:
    """Return the non-ASCII letters of European alphabets. `case` is `lower` or `upper`."""
    return "".join(chr(code) for code in range(0xC0, 0x530) if getattr(chr(code), f"is{case}")())


LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
OTHER_SCRIPTS = "\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f"
LETTERS = f"{LATIN}{OTHER_SCRIPTS}"

# Characters that occur within words: hyphens and dashes, the apostrophe, the Catalan dot, direction marks.
JOINED = "\u00ad\u00b7\u2019\u2010-\u2015\u2026\u200c-\u200f"

# Signs that no word begins with.
NOT_BEFORE_WORDS = (
    "\u00a6\u00a8\u00ac\u00ae\u00af\u00b1-\u00b4\u00b6\u00b8-\u00b9\u00bc-\u00be\u00d7\u00f7\u02c7-\u02dd"
)
# Characters of East Asian scripts.
CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f"
# Characters that are odd in a text, which shows that it was decoded wrongly.
ODD = re.compile(
    "|".join(
        (
            # Characters that no text has: control characters of Latin-1, undecodable bytes, private use and
            # presentation forms.
            "[\u0080-\u0084\u0086-\u009f\ufffd\ue000-\uf8ff\ufb50-\ufdff\ufe70-\ufefc]",
            # Two scripts within a word.
            f"(?<=[{LATIN}])[{OTHER_SCRIPTS}]|(?<=[{OTHER_SCRIPTS}])[{LATIN}]",
            # An accented capital letter after a small one.
            f"(?<=[a-z{_letters('lower')}])[{_letters('upper')}]",
            # Signs and quotation marks between letters, and signs before a word.
            f"(?<=[{LETTERS}])[^\\x00-\\x7f{LETTERS}{JOINED}{CJK}\u00a0\u0300-\u036f\u2000-\u200b](?=[{LETTERS}])",
            f"[{NOT_BEFORE_WORDS}](?=[{LETTERS}])",
            # Four accented Latin letters in a row.
            "(?<=[\u00c0-\u024f]{3})[\u00c0-\u024f]",
            # An accented Latin letter before a number, which is usually a currency sign.
            f"(?<![{LETTERS}])[\u00c0-\u024f](?=[0-9])",
            # One or two East Asian characters within a word of small letters.
            f"(?<=[a-z])[{CJK}]{{1,2}}(?=[a-z])",
            # Box drawing within words.
            f"(?<=[{LETTERS}])[\u2500-\u259f]|[\u2500-\u259f](?=[{LETTERS}])",
        )
    )
)
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible encoding of the bytes."""

    encoding: str
    confidence: float
    # Number of odd characters in the sample when it is decoded with this encoding.
    odd: int
    # Number of non-ASCII characters in the sample.
    letters: int


def detect(content: bytes) -> str | None:
    """Return Python's name of the most probable encoding of `content`, None if no encoding fits."""
    return _detect(_sample(content))


@lru_cache(maxsize=1)
def _detect(sample: bytes) -> str | None:
    """Detect the encoding of a sample. It is cached because recognizing and reading a file both need it."""
    chosen = _best(list(_candidates(sample, LIKELY_ERAS)))
    if chosen is not None and chosen.odd <= ODD_SHARE * chosen.letters:
        return chosen.encoding
    former = _best(list(_candidates(sample, FORMER_ERAS)))
    if former is None or (chosen is not None and chosen.odd <= former.odd):
        return None if chosen is None else chosen.encoding
    return former.encoding


def fits(content: bytes, encoding: str) -> bool:
    """Whether `content` in a declared encoding produces words, or no other encoding produces more."""
    try:
        declared = _candidate(_sample(content), encoding, 1.0)
    except UnicodeError:
        return False
    if declared.odd <= DECLARED_ODD_SHARE * declared.letters:
        return True
    best = _best(list(_candidates(_sample(content), FORMER_ERAS)))
    return best is None or declared.odd <= best.odd + DECLARED_ODD_SHARE * declared.letters


def codec_of(label: str | None) -> str | None:
    """Return Python's name of the encoding for a label, or of its superset. None if it is no text encoding."""
    if not label:
        return None
    label = label.strip().lower()
    try:
        codec = codecs.lookup(LABELS.get(label, label))
    except (LookupError, ValueError):  # ValueError: the label contains a NUL
        return None
    # The registry also has codecs from bytes to bytes. Only this attribute distinguishes them.
    return SUPERSETS.get(codec.name, codec.name) if getattr(codec, "_is_text_encoding", True) else None


def _sample(content: bytes) -> bytes:
    """Return the lines with non-ASCII bytes, so that a long English preamble doesn't hide the rest."""
    if len(content) <= SAMPLE_BYTES:
        return content
    taken: list[bytes] = []
    size = 0
    for line in content.splitlines(keepends=True):
        if not line.isascii():
            taken.append(line[: SAMPLE_BYTES - size])
            size += len(taken[-1])
            if size >= SAMPLE_BYTES:
                break
    return b"".join(taken)


def _candidates(sample: bytes, eras: chardet.EncodingEra) -> Iterator[Candidate]:
    seen: set[str] = set()
    for guess in chardet.detect_all(sample, ignore_threshold=True, encoding_era=eras)[:CANDIDATES]:
        encoding = codec_of(guess["encoding"])
        if encoding is None or encoding in seen:
            continue
        seen.add(encoding)
        yield _candidate(sample, encoding, guess["confidence"])


def _candidate(sample: bytes, encoding: str, confidence: float) -> Candidate:
    # The end of the sample may cut a character in two, which is no decoding error.
    text = sample.decode(encoding, "replace").rstrip("\ufffd")
    return Candidate(encoding, confidence, len(ODD.findall(text)), len(NOT_ASCII.findall(text)))


def _best(candidates: list[Candidate]) -> Candidate | None:
    if not candidates:
        return None
    least = min(candidate.odd for candidate in candidates)
    sound = [candidate for candidate in candidates if candidate.odd <= least + ODD_SHARE * candidate.letters]
    best = max(sound, key=lambda candidate: candidate.confidence)
    western = next((candidate for candidate in sound if candidate.encoding == WESTERN), None)
    if western is None:
        return best
    needed = min(1.0, WESTERN_SHARE + WESTERN_STEP * western.letters)
    return western if western.confidence >= needed * best.confidence else best
