"""Characters as PDFs encode them, made into those of a text: ligatures undone, bullets of symbols, noise dropped."""

import re

# What PDFium writes in place of a hyphen that parts a word at a line's end.
HYPHEN = "\ufffe"

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}

# Squares, dots, arrows and ticks of Symbol and Wingdings, at the private-use places that word processors give them.
SYMBOL_BULLETS = "\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\uf02d\uf06c\uf06e\uf071\uf076"

# What `cleaned` may have to change, so that most texts are left alone at once.
ODD = re.compile("[\x00-\x1f\x7f-\x9f\u00a0\u00ad\u200b\u2028\u2029\ufeff\ufff9-\uffff\ue000-\uf8ff\ufb00-\ufb06]")

# What TeX's fonts without a table of characters make of `ff`: its place is that of an arrow elsewhere.
TEX_LIGATURE = re.compile(r"(?<=[a-z])↵|↵(?=[a-z])")

BLANKS = "\t\n\x0b\x0c\r\u00a0\u2028\u2029"

CHANGES = {
    **{ord(blank): " " for blank in BLANKS},
    **{ord(bullet): "•" for bullet in SYMBOL_BULLETS},
    **{ord(ligature): letters for ligature, letters in LIGATURES.items()},
}


def cleaned(text: str) -> str:
    """The text of a line without what is no character of it. A hyphen at its end is `HYPHEN`."""
    if "↵" in text:
        text = TEX_LIGATURE.sub("ff", text)
    if ODD.search(text) is None:
        return text.strip()
    if text.endswith(("\u00ad", HYPHEN)):
        word = _without_noise(text[:-1])
        return word + HYPHEN if word else ""
    return _without_noise(text)


def _without_noise(text: str) -> str:
    return ODD.sub("", text.translate(CHANGES)).strip()
