"""Lines that their writer ends, and not the width of the page: labels, fields and titles above other lines."""

from collections.abc import Iterable

# The last characters of a line that goes on.
GOING_ON = tuple(",;:–—-&")


def longest_line(texts: Iterable[str]) -> int:
    """Return the length of the longest line of texts, in code points. A page is at least as wide."""
    return max((len(line) for text in texts for line in text.split("\n")), default=0)


def is_ended_by_hand(line: str, following: str, width: int) -> bool:
    """Return whether the first word of the following line would have fitted in a line, and begins something else.

    A small letter goes on with the line, and so does what follows a comma, a colon or a dash.
    """
    first = following.split()[:1]
    if not first or line.rstrip().endswith(GOING_ON):
        return False
    return len(line.rstrip()) + 1 + len(first[0]) <= width and not first[0].lstrip("\"“‘'([*_")[:1].islower()
