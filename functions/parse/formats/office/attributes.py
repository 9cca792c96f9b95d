"""Numbers in XML attributes."""

# Digits. Longer numbers are not counts of anything that a document can contain.
MAX_DIGITS = 9


def whole_number(value: str, default: int, most: int) -> int:
    """Return the whole number in `value`, at most `most`; `default` if there is none, or one of too many digits."""
    return min(int(value), most) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else default
