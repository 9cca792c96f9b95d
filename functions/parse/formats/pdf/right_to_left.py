"""Brackets and full stops in text that runs from right to left.

PDFium mirrors the brackets of such text because most files store the form that is drawn. Some store the character,
whose brackets are then turned twice. Which is the case shows in the pairs of brackets of a page.
"""

import re

from functions.parse.formats.pdf.lines import Line, Piece
from functions.parse.formats.pdf.page import Page

# Letters of Hebrew, Arabic and other scripts that run from right to left.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

BRACKET = re.compile(r"[()\[\]{}]")
MIRRORED = str.maketrans("()[]{}", ")(][}{")
CLOSING = {")": "(", "]": "[", "}": "{"}

# A full stop or comma before the number that it follows. PDFium takes it for a part of the number.
MARK_BEFORE_NUMBER = re.compile(r"(?<!\S)([.,:;!?]+)(\d[\d.,/:]*)(?=\s|[()\[\]{}]|$)")


def mend(page: Page) -> None:
    """Turn the brackets of right-to-left lines if most of their pairs are reversed, and move marks after numbers."""
    lines = [line for line in page.lines if not line.text.isascii() and RIGHT_TO_LEFT.search(line.text)]
    if not lines:
        return
    text = "".join(line.text for line in lines)
    turned = BRACKET.search(text) is not None and _pairs(text.translate(MIRRORED)) > _pairs(text)
    for line in lines:
        _mend_line(line, turned=turned)


def _mend_line(line: Line, *, turned: bool) -> None:
    def mended(text: str) -> str:
        text = MARK_BEFORE_NUMBER.sub(r"\2\1", text)
        return text.translate(MIRRORED) if turned else text

    line.text = mended(line.text)
    line.pieces = [Piece(mended(piece.text), piece.left, piece.right) for piece in line.pieces]


def _pairs(text: str) -> int:
    """Return the number of brackets that open and then close, less those without a counterpart."""
    pending: list[str] = []
    pairs = single = 0
    for bracket in BRACKET.findall(text):
        opening = CLOSING.get(bracket)
        if opening is None:
            pending.append(bracket)
        elif pending and pending[-1] == opening:
            pending.pop()
            pairs += 1
        else:
            single += 1
    return pairs - single - len(pending)
