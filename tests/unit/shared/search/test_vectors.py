"""Vectors in one byte a dimension keep their direction."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.search.vectors import DIMENSIONS, graph_id, packed, unpacked


def cosine(a: list[float], b: list[float]) -> float:
    product = sum(x * y for x, y in zip(a, b, strict=True))
    return product / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))


@given(st.integers(0, 2**32), st.floats(min_value=1e-3, max_value=1e3))
def test_a_packed_vector_has_the_direction_of_its_original(seed: int, scale: float) -> None:
    random = Random(seed)
    vector = [scale * random.gauss(0, 1) for _ in range(DIMENSIONS)]
    stored = packed(vector)
    assert len(stored) == DIMENSIONS
    again = unpacked(stored)
    assert math.isclose(math.sqrt(sum(number * number for number in again)), 1, rel_tol=1e-9)
    assert cosine(vector, again) > 0.999
    assert packed(again) == stored


def test_vectors_without_a_direction_are_refused() -> None:
    for vector in ([], [0.0] * 3, [math.nan]):
        with pytest.raises(ValueError, match="no direction"):
            packed(vector)
    with pytest.raises(ValueError, match="no direction"):
        unpacked(bytes(DIMENSIONS))


def test_the_id_of_a_graph_begins_its_digest() -> None:
    assert graph_id("5feba26867ec9411") == "5feba26867ec"
