"""An attribution before its speaker and its outlet are resolved."""

from dataclasses import dataclass

# [start, end) in code points of the text.
TextRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """The spans of who (`source`) said, by which word (`cue`), what (`content`), in text order."""

    source: tuple[TextRange, ...]
    cue: TextRange | None
    content: tuple[TextRange, ...]
    direct: bool
