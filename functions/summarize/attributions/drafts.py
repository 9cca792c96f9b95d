"""An attribution in the making: its places in the text, before its speaker and its outlet are known."""

from dataclasses import dataclass

# [start, end) in code points of the text.
Span2 = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """Who (`source`), by which word (`cue`), said what (`content`): spans in the order of the text."""

    source: tuple[Span2, ...]
    cue: Span2 | None
    content: tuple[Span2, ...]
    direct: bool
