"""The output of the annotator: names, parts of attributions and the links between them, and vectors and salience of
sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shared.names.names import EntityType

Role = Literal["source", "cue", "content"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at [start, end) code points of the text. `score` is its probability."""

    start: int
    end: int
    type: EntityType
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A source, a cue or a piece of content at [start, end) code points of the text. Roles never overlap."""

    start: int
    end: int
    role: Role
    score: float = 1.0

    @property
    def range(self) -> tuple[int, int]:
        """[start, end) of the span."""
        return self.start, self.end


# The probability of each partner of each span, by their numbers in `Annotations.roles`. None: no partner in
# the same window.
Links = Mapping[int, Mapping[int | None, float]]


@dataclass(frozen=True, slots=True)
class Annotations:
    """The output of one pass over a text, in the order of the text."""

    mentions: list[Mention]
    roles: list[RoleSpan]
    content_cues: Links = field(default_factory=dict)
    cue_sources: Links = field(default_factory=dict)
    # The annotated length in code points: the length of the text, unless it is too long.
    end: int = 0
    # Of the given sentences: (sentences, width), unit rows.
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    # Of the same sentences: (sentences,), log odds that a careful reader lifts each, up to a constant of the text.
    # A sentence without tokens has the lowest.
    salience: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


def likeliest(partners: Mapping[int | None, float]) -> int | None:
    """Return the most probable partner of a span, None if that is no partner, or the span has none in its window."""
    return max(partners, key=partners.__getitem__, default=None)
