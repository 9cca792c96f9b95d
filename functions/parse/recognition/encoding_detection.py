"""Which legacy encoding bytes are in: chardet's guesses, those left out that make words no language writes."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import chardet

# Looked at, of the lines that go beyond ASCII. A thousand were enough to tell every likely encoding.
SAMPLE_BYTES = 20_000

LIKELY_ERAS = chardet.EncodingEra.MODERN_WEB | chardet.EncodingEra.LEGACY_ISO

# With those of the Mac and of DOS. Their tables fit any bytes, and English in Windows-1252 is taken for them: they are
# asked only when the likely ones make no words.
FORMER_ERAS = (
    LIKELY_ERAS | chardet.EncodingEra.LEGACY_MAC | chardet.EncodingEra.DOS | chardet.EncodingEra.LEGACY_REGIONAL
)

# Of chardet's guesses, best first, that are held against each other. Fewer lose the right one of some short texts, and
# among more of them some wrong one makes words by chance: 6 and 12 both decoded fewer texts of 24 to 100 bytes.
CANDIDATES = 8

WESTERN = "cp1252"

# Of the best guess's confidence, and how much more for each non-ASCII character. Windows-1252 and Latin-1 are by far
# the most common, and a few letters tell one Latin alphabet from another only by a little; many do.
WESTERN_SHARE, WESTERN_STEP = 0.8, 0.008

# Of the non-ASCII characters, that may be odd beyond those of the best candidate: names, formulas, and slips.
ODD_SHARE = 0.02

# The same for an encoding that somebody has named: it is wrong only where hardly a word is left.
NAMED_ODD_SHARE = 0.1

# What is meant by a name, as the Encoding Standard of the WHATWG has it: programs label the larger as the smaller.
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

# Names in use that Python doesn't know.
LABELS = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic"}


def _letters(case: str) -> str:
    """The non-ASCII letters of European alphabets, for a class of characters: `lower`, `upper` or `alpha`."""
    return "".join(chr(code) for code in range(0xC0, 0x530) if getattr(chr(code), f"is{case}")())


LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
OTHER_SCRIPTS = "\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f"
LETTERS = f"{LATIN}{OTHER_SCRIPTS}"

# What may stand within words: hyphens and dashes, the apostrophe, the Catalan dot, marks of direction.
JOINED = "\u00ad\u00b7\u2019\u2010-\u2015\u2026\u200c-\u200f"

NOT_BEFORE_WORDS = (
    "\u00a6\u00a8\u00ac\u00ae\u00af\u00b1-\u00b4\u00b6\u00b8-\u00b9\u00bc-\u00be\u00d7\u00f7\u02c7-\u02dd"
)
CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f"
ODD = re.compile(
    "|".join(
        (
            # What no text has: control characters of Latin-1, undecodable bytes, private and printers' forms.
            "[\u0080-\u0084\u0086-\u009f\ufffd\ue000-\uf8ff\ufb50-\ufdff\ufe70-\ufefc]",
            # Two scripts within a word.
            f"(?<=[{LATIN}])[{OTHER_SCRIPTS}]|(?<=[{OTHER_SCRIPTS}])[{LATIN}]",
            # A capital letter with a mark within a word that goes on in small ones.
            f"(?<=[a-z{_letters('lower')}])[{_letters('upper')}]",
            # Signs and quotation marks between letters, and such signs as no word begins with.
            f"(?<=[{LETTERS}])[^\\x00-\\x7f{LETTERS}{JOINED}{CJK}\u00a0\u0300-\u036f\u2000-\u200b](?=[{LETTERS}])",
            f"[{NOT_BEFORE_WORDS}](?=[{LETTERS}])",
            # Marks on four Latin letters in a row.
            "(?<=[\u00c0-\u024f]{3})[\u00c0-\u024f]",
            # A Latin letter with a mark before a number: mostly a currency sign.
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
    """An encoding that the bytes may be in."""

    encoding: str
    confidence: float
    # Characters of the sample that are odd when it is decoded so.
    odd: int
    # Characters of the sample beyond ASCII.
    letters: int


def detect(content: bytes) -> str | None:
    """Python's name of the encoding that `content` most probably is in; None where nothing fits."""
    return _detect(_sample(content))


@lru_cache(maxsize=1)
def _detect(sample: bytes) -> str | None:
    """The same for a sample. Recognizing a file and reading it both ask: the second time the answer is there."""
    chosen = _best(list(_candidates(sample, LIKELY_ERAS)))
    if chosen is not None and chosen.odd <= ODD_SHARE * chosen.letters:
        return chosen.encoding
    former = _best(list(_candidates(sample, FORMER_ERAS)))
    if former is None or (chosen is not None and chosen.odd <= former.odd):
        return None if chosen is None else chosen.encoding
    return former.encoding


def fits(content: bytes, encoding: str) -> bool:
    """Whether `content`, read in an encoding that somebody has named, makes words, or no other one does better."""
    try:
        named = _candidate(_sample(content), encoding, 1.0)
    except UnicodeError:
        return False
    if named.odd <= NAMED_ODD_SHARE * named.letters:
        return True
    best = _best(list(_candidates(_sample(content), FORMER_ERAS)))
    return best is None or named.odd <= best.odd + NAMED_ODD_SHARE * named.letters


def codec_of(label: str | None) -> str | None:
    """Python's name of the encoding that a label means, in its larger version; None for what makes no text."""
    if not label:
        return None
    label = label.strip().lower()
    try:
        codec = codecs.lookup(LABELS.get(label, label))
    except (LookupError, ValueError):  # ValueError: a label with a NUL
        return None
    # The registry has codecs between bytes and bytes as well, and tells them by this alone.
    return SUPERSETS.get(codec.name, codec.name) if getattr(codec, "_is_text_encoding", True) else None


def _sample(content: bytes) -> bytes:
    """The lines that have non-ASCII bytes, so that a long English preamble doesn't hide the rest."""
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
    # A character that the end of the sample has cut in two is no mistake: the last bytes are not counted.
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
