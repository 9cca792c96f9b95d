"""UTF-8 with bytes in another encoding: lines that another program wrote, or damage."""

import re
from typing import NamedTuple

from functions.parse.recognition.encoding_detection import ODD, detect

# Minimum number of UTF-8 characters in such a text. One or two occur by chance.
MIN_VALID = 3

# Minimum number of invalid bytes of a line without a UTF-8 character from which its encoding is detected, together with
# that of other such lines. Fewer bytes hardly distinguish encodings.
MIN_DETECTED = 6

# Minimum share of the characters of valid lines if most lines are in another encoding (0 to 1). Lines of two random
# characters in EUC-JP were valid UTF-8 by chance with 9% of the characters, and lines of four with 4%.
MIN_VALID_SHARE = 0.1

# A run of invalid bytes, as the error handler `surrogateescape` decodes them.
INVALID = re.compile("[\udc80-\udcff]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# Characters around a run of invalid bytes that show whether it makes words.
CONTEXT = 3

# The encoding of single bytes, by far the most common one besides UTF-8.
WESTERN = "cp1252"

# Characters of Windows-1252 outside words: quotation marks, dashes, the ellipsis, the euro, no-break spaces.
PUNCTUATION = re.compile("[\u2013\u2014\u2018-\u201e\u2026\u20ac\u00a0\u00a3\u00a7\u00ab\u00bb\u00b0]+")


class Mixed(NamedTuple):
    """A decoded text. `foreign` is the number of its characters that were not in UTF-8."""

    text: str
    foreign: int


def decode(content: bytes) -> Mixed | None:
    """Decode UTF-8 with some bytes in another encoding, None if `content` is no such text.

    The encoding of whole lines is detected. Other invalid bytes are Windows-1252 if they make words in it, else they
    become U+FFFD: the remainder of a damaged character.
    """
    lines = [line.decode("utf-8", "surrogateescape") for line in content.split(b"\n")]
    wrong = [sum(map(len, INVALID.findall(line))) for line in lines]
    right = [len(NOT_ASCII.findall(line)) - bad for line, bad in zip(lines, wrong, strict=True)]
    valid = sum(good for good, bad in zip(right, wrong, strict=True) if not bad)
    if not sum(right):
        return None
    if sum(right) < max(MIN_VALID, sum(wrong)) and valid < max(MIN_VALID, MIN_VALID_SHARE * sum(wrong)):
        return _few("\n".join(lines))
    foreign = [place for place, bad in enumerate(wrong) if bad >= MIN_DETECTED and not right[place]]
    for place, line in _detected(foreign, lines):
        lines[place], wrong[place] = line, 0
    detected = sum(len(NOT_ASCII.findall(lines[place])) for place in foreign if not wrong[place])
    if sum(right) < sum(wrong):
        return _few("\n".join(lines))
    text = "\n".join(lines)
    made = INVALID.sub(lambda run: _western(run, text), text)
    return Mixed(made, detected + sum(wrong) - (made.count("\ufffd") - text.count("\ufffd")))


def _few(text: str) -> Mixed | None:
    """Return a text with few UTF-8 characters if all of its bytes make words, and Windows-1252 has the same letters."""
    made = INVALID.sub(lambda run: _western(run, text), text)
    try:
        made.encode(WESTERN)
    except UnicodeEncodeError:
        return None
    return None if ODD.search(made) else Mixed(made, sum(map(len, INVALID.findall(text))))


def _detected(places: list[int], lines: list[str]) -> list[tuple[int, str]]:
    """Return the lines at these places in their own encoding, which is the same for all. Empty if none makes words."""
    written = b"\n".join(lines[place].encode("utf-8", "surrogateescape") for place in places)
    encoding = detect(written) if written else None
    if encoding is None:
        return []
    read = written.decode(encoding, "replace")
    found = read.split("\n")
    return [] if ODD.search(read) or len(found) != len(places) else list(zip(places, found, strict=True))


def _western(run: re.Match[str], text: str) -> str:
    """Decode a run of invalid bytes as Windows-1252, or as U+FFFD if it makes no words."""
    characters = run.group().encode("utf-8", "surrogateescape").decode(WESTERN, "replace")
    before, after = text[max(0, run.start() - CONTEXT) : run.start()], text[run.end() : run.end() + CONTEXT]
    in_word = before[-1:].isalpha() or after[:1].isalpha()
    makes_words = in_word or PUNCTUATION.fullmatch(characters)
    is_odd = ODD.search(f"{before}{characters}{after}")
    return characters if makes_words and not is_odd else "\ufffd" * len(characters)
