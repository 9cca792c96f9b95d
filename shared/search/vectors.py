"""The vector of a document: 384 whole numbers of one byte, and the graph that made them.

The cosine of two vectors depends on their directions only, so no scale is stored.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Number of dimensions: the width of the annotator.
DIMENSIONS = 384

# Largest absolute value of a signed byte that has a negative counterpart.
_LARGEST = 127

# Hexadecimal digits of the SHA-256 of a graph that identify it in rows and in the names of indexes.
GRAPH_DIGITS = 12


class DocumentVector(NamedTuple):
    """The vector of a document: `graph_id` of its graph, and DIMENSIONS signed bytes."""

    graph: str
    values: bytes


def graph_id(revision: str) -> str:
    """Return the id of a graph: the beginning of the SHA-256 of its file (hexadecimal)."""
    return revision[:GRAPH_DIGITS]


def packed(vector: Iterable[float]) -> bytes:
    """Return a vector as signed bytes, the largest component as 127 or -127. Raises ValueError for a zero vector.

    The cosine of a packed vector with its original is above 0.999.
    """
    numbers = list(vector)
    largest = max(map(abs, numbers), default=0.0)
    if not largest > 0:
        raise ValueError("a zero vector has no direction")
    return array("b", [round(number / largest * _LARGEST) for number in numbers]).tobytes()


def unpacked(values: bytes) -> list[float]:
    """Return the unit vector of signed bytes. Raises ValueError for a zero vector."""
    numbers: Sequence[int] = array("b", values)
    length = math.sqrt(sum(number * number for number in numbers))
    if not length:
        raise ValueError("a zero vector has no direction")
    return [number / length for number in numbers]
