"""Text made short enough for a row."""

# Code points of a title, a byline or a publisher.
LONGEST_NAME = 300


def shortened(text: str | None, longest: int = LONGEST_NAME) -> str | None:
    """`text` on one line and at most `longest` code points long, ending in an ellipsis if cut; None if it is blank."""
    line = " ".join((text or "").split())
    return None if not line else line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
