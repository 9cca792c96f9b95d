"""Character classes for patterns: what Python's `\\w` matches besides letters and decimal digits.

`\\d` matches the decimal digits of every script (3, ٣, ५), and Decimal and int read them all. Python also counts
superscripts, fractions and enclosed numbers as word characters, and `str.isdigit` accepts some of them (`²`, `①`), but
they are not digits of a number: `x²`, `3½`, a footnote mark. Each constant is the inside of a `[…]`.
"""

import re

# Footnote marks and exponents.
SUPERSCRIPTS = "⁰¹²³⁴-⁹"

# CO₂.
SUBSCRIPTS = "₀-₉"

FRACTIONS = "¼-¾⅐-⅞↉"

# Numbers in circles, in brackets or with a full stop: the labels of lists and notes.
ENCLOSED = "①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉏㉑-㉟㊀-㊉㊱-㊿"

# A letter. Roman numerals (Ⅷ) count as letters, because most texts write them with letters (VIII).
LETTER = rf"[^\W\d_{SUPERSCRIPTS}{SUBSCRIPTS}{FRACTIONS}⅟{ENCLOSED}]"

# A letter, a digit or an underscore: `\w` without footnote marks.
WORD_CHARACTER = rf"[^\W{SUPERSCRIPTS}]"

# The last character of a number: a digit or a fraction, but not a footnote mark.
NUMBER_END = re.compile(rf"[\d{FRACTIONS}]")

# The end of a word, also before a footnote mark, where `\b` does not match.
WORD_END = rf"(?!{WORD_CHARACTER})"

# Double quotation marks, apart from the corner brackets of Chinese and Japanese.
DOUBLE_QUOTES = '"“”„‟«»‹›'

# Letters that regular expressions without case take for `i`, but that `casefold` keeps apart.
_FORMS_OF_I = str.maketrans("İı", "ii")


def uncased(text: str) -> str:
    """Return a text without case: equal for all texts that a pattern without case takes for the same word."""
    return text.translate(_FORMS_OF_I).casefold()
