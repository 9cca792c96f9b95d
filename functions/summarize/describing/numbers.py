"""Numbers in the cells of a column: whether it has any, and its largest value, without a guess at the separators."""

import re
from collections.abc import Sequence
from itertools import pairwise

# A number with its sign, and a currency, a unit or a percent sign before or after it.
NUMBER = re.compile(r"(?P<before>[^\W\d]{0,4}\W?)??(?P<number>[-+−]?\d[\d.,'’\s]*)(?P<after>\s?(?:%|[^\W\d]{1,5}|\W)?)")

# The ways to write a number: the marks between groups of three digits, and the decimal mark.
NOTATIONS = ((",'’", "."), (".'’", ","))

# Groups of three digits behind at most three digits.
GROUPED = r"\d{1,3}(?:[GROUPS\s]\d{3})+|\d+"

# Integers in this range can be years, which are no measure.
YEARS = range(1500, 2101)


def is_number(cell: str) -> bool:
    """Return whether a cell contains a number with at most a sign, a currency or a unit, and nothing else."""
    return _parts(cell) is not None


def largest(cells: Sequence[str]) -> int | None:
    """Return the position of the only largest number; None if the cells are not comparable.

    The cells must all be numbers in the same currency or unit, and no years and no running numbers. If they can be read
    with a decimal comma and with a decimal point, the largest must be the same in both.
    """
    parts = [_parts(cell) for cell in cells]
    found = [part for part in parts if part is not None]
    if len(found) < len(cells) or len({unit for _, unit in found}) > 1:
        return None
    readings = [values for groups, mark in NOTATIONS if (values := _read([each for each, _ in found], groups, mark))]
    places = {_only_largest(values) for values in readings}
    return places.pop() if len(places) == 1 else None


def _parts(cell: str) -> tuple[str, str] | None:
    """Return a number as written, and its currency or unit."""
    match = NUMBER.fullmatch(cell.strip())
    if match is None:
        return None
    return match["number"].strip(), f"{match['before'] or ''} {match['after']}".strip()


def _read(numbers: Sequence[str], groups: str, mark: str) -> list[float] | None:
    """Return the values in one notation, None if a number is not written in it."""
    whole = GROUPED.replace("GROUPS", re.escape(groups))
    pattern = re.compile(rf"[-+−]?(?:{whole})(?:{re.escape(mark)}\d+)?")
    if not all(pattern.fullmatch(number) for number in numbers):
        return None
    plain = (re.sub(rf"[{re.escape(groups)}\s]", "", number).replace(mark, ".") for number in numbers)
    return [float(number.replace("−", "-")) for number in plain]


def _only_largest(values: Sequence[float]) -> int | None:
    """Return the position of the largest value, None if there are two, or if the values are years or count the rows."""
    top = max(values)
    if values.count(top) > 1 or all(value.is_integer() and int(value) in YEARS for value in values):
        return None
    steps = {after - before for before, after in pairwise(values)}
    return None if steps in ({1.0}, {-1.0}) else values.index(top)
