"""A figure that somebody else publishes, with where it stands and when it was looked up."""

import math
from dataclasses import dataclass

# The day on which all figures were last looked up, or remembered.
SEEN = "2026-11-28"
FROM_MEMORY = "from memory, to be checked"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of AWS: of an account by default, or for ever."""

    value: float
    what: str
    source: str
    known: str = SEEN


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars for a unit, falling with the quantity of a month: each tier ends at so many units.

    `tiers`: the end of a tier and the dollars for a unit in it, the last one without an end.
    """

    what: str
    tiers: tuple[tuple[float, float], ...]
    source: str
    known: str = SEEN

    def cost(self, quantity: float) -> float:
        """The dollars for so many units in one month. Raises ValueError for a negative quantity."""
        if quantity < 0:
            raise ValueError(f"There are no {quantity:g} units of {self.what}.")
        dollars, begin = 0.0, 0.0
        for end, each in self.tiers:
            dollars += max(0.0, min(quantity, end) - begin) * each
            begin = end
        return dollars


def flat(what: str, dollars: float, source: str) -> Price:
    """A price that is the same for every unit."""
    return Price(what, ((math.inf, dollars),), source)
