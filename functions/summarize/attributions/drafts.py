"""An attribution before its speaker and its outlet are resolved."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

# [start, end) in code points of the text.
TextRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signals:
    """The annotator's probabilities (0 to 1) of the parts of a draft and of the links between them; None if missing."""

    cue: float | None
    content: float
    source: float | None
    content_cue: float
    cue_source: float | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The spans of who (`source`) said, by which word (`cue`), what (`content`), in text order."""

    source: tuple[TextRange, ...]
    cue: TextRange | None
    content: tuple[TextRange, ...]
    direct: bool
    # None for a draft that a rule has found.
    signals: Signals | None = None
    # Whether a missing source is somebody whom the text names before.
    implied: bool = False
    # Whether the content is a quotation with its cue or its source beside it: punctuation says what the content is.
    tied: bool = False


def contents_of(drafts: Sequence[Draft]) -> list[tuple[TextRange, int]]:
    """Return the content ranges of all drafts, in text order, each with the number of its draft."""
    return sorted((content, number) for number, draft in enumerate(drafts) for content in draft.content)


def contents_in(contents: Sequence[tuple[TextRange, int]], start: int, end: int) -> list[tuple[TextRange, int]]:
    """Return the contents that overlap [start, end). `contents` is a result of `contents_of`."""
    at = max(0, bisect_left(contents, start, key=lambda item: item[0][0]) - 1)
    found = []
    while at < len(contents) and contents[at][0][0] < end:
        if contents[at][0][1] > start:
            found.append(contents[at])
        at += 1
    return found


def without_overlap(pieces: Sequence[TextRange]) -> list[TextRange]:
    """Return the pieces in order, with overlapping ones joined."""
    found: list[TextRange] = []
    for start, end in sorted(pieces):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def stripped(text: str, start: int, end: int) -> TextRange:
    """Return [start, end) without what is not a letter or a digit at its edges."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
