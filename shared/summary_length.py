"""How long a summary is to be: a name or a number of words, as the stack's setting or an upload's metadata says it."""

# About how many words a summary of each name has.
LENGTHS = {"short": 60, "medium": 120, "long": 240}

# Words that may be asked for.
FEWEST, MOST = 10, 1000

# Of an object's own metadata (`x-amz-meta-summary-length`): what its uploader asks for.
METADATA_KEY = "summary-length"


def words_of(length: str) -> int:
    """The words of a length: `short`, `medium`, `long`, or a number. Raises ValueError for anything else."""
    asked = length.strip().lower()
    if asked in LENGTHS:
        return LENGTHS[asked]
    if asked.isascii() and asked.isdigit() and len(asked) <= len(str(MOST)) and FEWEST <= int(asked) <= MOST:
        return int(asked)
    raise ValueError(f"{', '.join(LENGTHS)} or a number of words from {FEWEST} to {MOST:,}")
