"""An attribution before its speaker and its outlet are resolved."""

from dataclasses import dataclass

# [start, end) in code points of the text.
Span2 = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """The spans of who (`source`) said, by which word (`cue`), what (`content`), in text order."""

    source: tuple[Span2, ...]
    cue: Span2 | None
    content: tuple[Span2, ...]
    direct: bool
