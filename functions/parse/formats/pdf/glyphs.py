"""Normalization of the characters of a PDF: ligatures, bullets of symbol fonts, and characters that aren't text."""

import re

from functions.parse.formats.pdf.raised import MARKS, marks_apart

# PDFium's replacement for a hyphen that splits a word at the end of a line.
HYPHEN = "\ufffe"

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}

# Squares, dots, arrows and ticks of Symbol and Wingdings, at the private-use code points that word processors use.
SYMBOL_BULLETS = "\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\uf02d\uf06c\uf06e\uf071\uf076"

# Characters that `cleaned` may change. Texts without them, which are most, are returned early.
NOISE = "\x00-\x1f\x7f-\x9f\u00a0\u00ad\u200b\u2028\u2029\ufeff\ufff9-\uffff\ue000-\uf8ff\ufb00-\ufb06"
ODD = re.compile(f"[{NOISE}{MARKS}*†‡]")
UNPRINTED = re.compile(f"[{NOISE}]")

# `ff` in fonts of TeX without a character map: its code is that of an arrow in other fonts.
TEX_LIGATURE = re.compile(r"(?<=[a-z])↵|↵(?=[a-z])")

BLANKS = "\t\n\x0b\x0c\r\u00a0\u2028\u2029"

CHANGES = {
    **{ord(blank): " " for blank in BLANKS},
    **{ord(bullet): "•" for bullet in SYMBOL_BULLETS},
    **{ord(ligature): letters for ligature, letters in LIGATURES.items()},
}


def cleaned(text: str) -> str:
    """Return the normalized text of a line. If a hyphen splits its last word, it ends with `HYPHEN`."""
    if "↵" in text:
        text = TEX_LIGATURE.sub("ff", text)
    if ODD.search(text) is None:
        return text.strip()
    if text.endswith(("\u00ad", HYPHEN)):
        word = _without_noise(text[:-1])
        return word + HYPHEN if word else ""
    return _without_noise(text)


def _without_noise(text: str) -> str:
    return marks_apart(UNPRINTED.sub("", text.translate(CHANGES)).strip())
