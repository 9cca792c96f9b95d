"""Plain values and DynamoDB's attribute values."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import example, given
from hypothesis import strategies as st

from shared.table.items import from_item, to_item, to_value
from tests.support.properties import examples

SERIALIZER = TypeSerializer()


class Colour(StrEnum):
    """A string of a class of its own."""

    RED = "red"


# Numbers that DynamoDB stores: up to 38 digits, and 0 or from 1E-130 to 1E+126.
numbers = st.one_of(
    st.integers(-(10**38) + 1, 10**38 - 1),
    st.floats(1e-120, 1e120),
    st.floats(-1e120, -1e-120),
    st.sampled_from([0.0, 1.5, 1e22, 1e-7]),
)
scalars = st.one_of(st.none(), st.booleans(), st.text(max_size=5), numbers, st.just(Colour.RED), st.binary(max_size=3))
values = st.recursive(
    scalars,
    lambda parts: st.one_of(st.lists(parts, max_size=4), st.dictionaries(st.text(max_size=3), parts, max_size=4)),
    max_leaves=12,
)


def expected(value: Any) -> Any:
    """Return the attribute value of boto3, with decimals for floats and without what is None in a map."""
    if isinstance(value, float):
        return SERIALIZER.serialize(Decimal(repr(value)))
    if isinstance(value, dict):
        return {"M": {key: expected(part) for key, part in value.items() if part is not None}}
    if isinstance(value, list):
        return {"L": [expected(part) for part in value]}
    return SERIALIZER.serialize(value)


@given(values)
@example(-0.5)
@example(10**38 - 1)
@example([True, 1, 1.0, "1", None, {"a": None}])
@examples(300)
def test_values_become_those_of_boto3(value: Any) -> None:
    assert to_value(value) == expected(value)


kept = st.one_of(
    st.booleans(),
    st.text(),
    st.integers(-(10**38) + 1, 10**38 - 1),
    st.floats(-1000, 1000).map(lambda number: round(number, 9)),
)


@given(st.dictionaries(st.text(min_size=1, max_size=3), kept, max_size=4))
@example({"a": -0.25, "b": 1e-7, "c": 12})
@examples(100)
def test_an_item_has_the_values_again(item: dict[str, Any]) -> None:
    assert from_item(to_item(item)) == item


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), 10**39 + 1, 1e300])
def test_what_dynamodb_does_not_store_is_an_error(value: Any) -> None:
    with pytest.raises((TypeError, ArithmeticError)):
        to_value(value)


def test_attributes_without_a_value_are_left_out() -> None:
    assert to_item({"a": None, "b": 1, "c": {"d": None, "e": []}}) == {"b": {"N": "1"}, "c": {"M": {"e": {"L": []}}}}
