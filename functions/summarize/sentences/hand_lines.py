"""Lines that their writer ends, and not the width of the page: labels, fields and titles above other lines."""

import re
from collections.abc import Iterable
from itertools import pairwise

from shared.search.function_words import FUNCTION_WORDS

# The last characters of a line that goes on.
GOING_ON = tuple(",;:–—-&")

_WORD = re.compile(r"[^\W\d_]+")


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


def labels_end(text: str, width: int) -> int:
    """Return where the labels in the first lines of a text end, 0 if there are none."""
    end = place = 0
    for line, following in pairwise(text.split("\n")):
        if not (_looks_like_label(line) and is_ended_by_hand(line, following, width)):
            break
        place += len(line) + 1
        end = place + len(following) - len(following.lstrip())
    return end


def _looks_like_label(line: str) -> bool:
    """Return whether a line has capitals like a title and does not end within a phrase (`Mayor of the`)."""
    words = _WORD.findall(line)
    small = [word for word in words if word.islower() and word not in FUNCTION_WORDS]
    return not small and not (words and words[-1].lower() in FUNCTION_WORDS)
