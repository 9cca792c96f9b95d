"""Automatic numbers as word processors write them: digits, letters, Roman numerals."""

# The largest start value of a list, and the largest numbers that have letters and Roman numerals.
MAX_START = 100_000
MAX_LETTERS, MAX_ROMAN = 780, 3_999

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def written(number: int, form: str) -> str:
    """Return a number in one of the formats of ECMA-376-1, 17.18.59. Other formats are written in decimal."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("lowerLetter", "upperLetter") and 0 < number <= MAX_LETTERS:
        # After `z` follows `aa`, then `bb`.
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number <= MAX_ROMAN:
        letters = ""
        for value, sign in ROMAN:
            count, number = divmod(number, value)
            letters += count * sign
        return letters.upper() if form == "upperRoman" else letters
    if form == "ordinal":
        teen = number % 100 in (11, 12, 13)
        return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    return str(number)
