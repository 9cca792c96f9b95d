"""Published figures, with their sources and the dates of the look-up."""

import math
from dataclasses import dataclass

# The day on which all figures were last looked up, or written down from memory.
SEEN = "2026-11-28"
FROM_MEMORY = "from memory, to be checked"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of AWS: the default of an account, or a fixed one."""

    value: float
    what: str
    source: str
    known: str = SEEN


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a unit in dollars, in tiers by the quantity of a month.

    `tiers`: the quantity at which each tier ends, and its price per unit. The last tier has no end.
    """

    what: str
    tiers: tuple[tuple[float, float], ...]
    source: str
    known: str = SEEN

    def cost(self, quantity: float) -> float:
        """Return the dollars for a quantity of units in one month. Raises ValueError for a negative quantity."""
        if quantity < 0:
            raise ValueError(f"There are no {quantity:g} units of {self.what}.")
        dollars, begin = 0.0, 0.0
        for end, each in self.tiers:
            dollars += max(0.0, min(quantity, end) - begin) * each
            begin = end
        return dollars


def flat(what: str, dollars: float, source: str) -> Price:
    """Return a price without tiers."""
    return Price(what, ((math.inf, dollars),), source)
