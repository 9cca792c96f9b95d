"""Shorten text so that it fits in a row."""

# Maximum length in code points of a field on one line: a title, a byline or a publisher.
MOST_FIELD_CODE_POINTS = 300


def shortened(text: str | None, longest: int = MOST_FIELD_CODE_POINTS) -> str | None:
    """Return `text` on one line with at most `longest` code points, truncated with an ellipsis; None if it is blank."""
    line = " ".join((text or "").split())
    return None if not line else line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
