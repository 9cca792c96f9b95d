"""The length of a summary: a name or a number of words, from the stack's settings or an upload's metadata."""

# Approximate number of words for each name.
LENGTHS = {"short": 60, "medium": 120, "long": 240}

# Minimum and maximum number of words.
FEWEST, MOST = 10, 1000

# Key in the object's metadata (`x-amz-meta-summary-length`), set by the uploader.
METADATA_KEY = "summary-length"


def words_of(length: str) -> int:
    """Return the words of a length: `short`, `medium`, `long`, or a number. Raise ValueError for other values."""
    name = length.strip().lower()
    if name in LENGTHS:
        return LENGTHS[name]
    if name.isascii() and name.isdigit() and len(name) <= len(str(MOST)) and FEWEST <= int(name) <= MOST:
        return int(name)
    raise ValueError(f"{', '.join(LENGTHS)} or a number of words from {FEWEST} to {MOST:,}")
