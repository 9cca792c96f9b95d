"""What the annotator finds in a text: names, the parts of attributions, and how they belong together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shared.names.names import EntityType

Role = Literal["source", "cue", "content"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as written, at [start, end) code points of the text. `score` is the annotator's probability of it."""

    start: int
    end: int
    type: EntityType
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A source, a cue or a piece of content, at [start, end) code points of the text; roles never overlap."""

    start: int
    end: int
    role: Role
    score: float = 1.0


# For each span (its number in `Annotations.roles`) the probability of each partner, None for no partner in reach.
Links = Mapping[int, Mapping[int | None, float]]


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that one pass over a text gives, in the order of the text."""

    mentions: list[Mention]
    roles: list[RoleSpan]
    content_cues: Links = field(default_factory=dict)
    cue_sources: Links = field(default_factory=dict)
    # How far the text was read, in code points: all of it, unless it is too long.
    end: int = 0
    # Of the sentences that were given, (sentences, width), length one.
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
