"""Raised digits and marks: as superscript characters, and footnote marks apart from the word before them.

`10` with a raised `6` becomes `10⁶`, and `book.` with a raised `1` becomes `book. ¹`.
"""

import re

# Characters that have a superscript form: digits, signs, and the letters that mark affiliations.
PLAIN = "0123456789+-−abcdefg"
SUPERSCRIPT = str.maketrans(PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ᵃᵇᶜᵈᵉᶠᵍ")

# Superscript characters, for character classes.
MARKS = "⁰¹²³⁴-⁹⁺⁻ᵃᵇᶜᵈᵉᶠᵍ"

# Characters that may be raised together.
RAISED_RUN = re.compile(r"[0-9a-g,;+−–*∗†‡§-]+$")
DIGIT = re.compile(r"\d")

# Marks and what separates several of them.
RUN = re.compile(rf"[{MARKS}]+(?:[,;–-][{MARKS}]+)*")

# Daggers after a word, and asterisks that end one.
SIGNS = re.compile(r"(?<=[^\W\d_]{2})([†‡]+|\*{1,3}(?=[,;.\s]|$))")

# The word or number before marks.
BASE = re.compile(r"(?:\d[\d.,]*|[^\W\d_]+)$")

# Units of length and time, whose marks are exponents.
UNITS = frozenset("mm cm dm km nm µm μm ft in yd mi ha kg mol Pa cd Hz sec min hr px".split())

# Maximum number of digits of a number that has an exponent. Longer numbers may be years, whose marks refer to notes.
MAX_BASE_DIGITS = 2

# Minimum number of letters of a word after which a raised letter is a mark.
MIN_WORD = 3


def superscript(before: str, run: str) -> str:
    """Return the raised characters `run` after `before` in superscript; unchanged if they only end a word (`1st`)."""
    if RAISED_RUN.match(run) is None:
        return run
    word = BASE.search(before)
    is_letter = len(run) == 1 or all(len(mark) == 1 for mark in run.split(","))
    if DIGIT.search(run) or (is_letter and word is not None and len(word.group()) >= MIN_WORD):
        return run.translate(SUPERSCRIPT)
    return run


def marks_apart(text: str) -> str:
    """Return the text with a blank between a word and the marks after it that are no exponents."""
    pieces: list[str] = []
    last = 0
    for match in RUN.finditer(text):
        start, end = match.span()
        pieces.append(text[last:start])
        last = end
        touches = start > 0 and not text[start - 1].isspace()
        apart = touches and not _is_exponent(text[:start], match.group())
        pieces.append(f" {match.group()}" if apart and text[start - 1] not in "([{" else match.group())
        if (apart or not touches) and text[end : end + 1].isalpha():
            pieces.append(" ")
    return SIGNS.sub(r" \1", "".join(pieces) + text[last:])


def _is_exponent(before: str, marks: str) -> bool:
    if "⁻" in marks or "⁺" in marks:
        return True
    base = BASE.search(before)
    if base is None:
        return before[-1] in ")]" and marks in ("²", "³")
    word = base.group()
    if word[0].isdigit():
        return len(word) <= MAX_BASE_DIGITS
    return len(word) == 1 or word in UNITS
