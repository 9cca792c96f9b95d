"""The bytes and units of DynamoDB, compared with manual sums by its guide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.table.item_size import attribute_size, read_units, size_of, value_size, write_units
from shared.table.items import to_item, to_value

_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("", 0),
        ("abc", 3),
        ("ü€😀", 2 + 3 + 4),
        (7, 2),
        (27, 2),
        (-27, 2),
        (461, 3),
        (1000, 2),  # the zeros at the end are trimmed
        (0, 2),
        (0.75, 2),
        (0.582, 3),
        (True, 1),
        (None, 1),
        ([], 3),
        ({}, 3),
        (["a", "bc"], 3 + (1 + 1) + (1 + 2)),
        ({"start": 139, "text": "The city"}, 3 + (1 + 5 + 3) + (1 + 4 + 8)),
        ([{"a": [1]}], 3 + 1 + (3 + 1 + 1 + (3 + 1 + 2))),
    ],
)
def test_a_value_has_the_bytes_that_the_guide_gives_it(value: object, size: int) -> None:
    assert value_size(to_value(value)) == size


def test_names_count_and_bytes_are_counted_raw() -> None:
    assert attribute_size("größe", {"B": b"12345"}) == 7 + 5
    assert attribute_size("tags", {"SS": ["ab", "cde"]}) == 4 + 5
    assert size_of(to_item({"pk": "entity#PERSON#obama", "sk": "x", "mentions": 3})) == 2 + 19 + 2 + 1 + 8 + 2


@pytest.mark.parametrize("value", [{}, {"S": "a", "N": "1"}, {"X": "a"}])
def test_what_is_no_attribute_value_is_refused(value: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"not an attribute value|not a DynamoDB type"):
        value_size(value)


@given(st.dictionaries(st.text(min_size=1, max_size=5), _PLAIN, max_size=5), _PLAIN)
def test_an_attribute_more_adds_its_own_bytes_and_no_others(item: dict[str, object], value: object) -> None:
    before = {name: to_value(part) for name, part in item.items()}
    after = before | {"another name": to_value(value)}
    assert size_of(after) - size_of(before) == len("another name") + value_size(to_value(value))


@given(_PLAIN, st.integers(1, 6))
def test_a_list_is_its_elements_with_a_byte_each_and_three_bytes(value: object, times: int) -> None:
    assert value_size({"L": [to_value(value)] * times}) == 3 + times * (1 + value_size(to_value(value)))


def test_units_begin_with_each_kilobyte_written_and_each_four_read() -> None:
    assert [write_units(size) for size in (0, 1, 1024, 1025, 10 * 1024)] == [1, 1, 1, 2, 10]
    assert [read_units(size, consistent=True) for size in (0, 4096, 4097)] == [1, 1, 2]
    assert read_units(4097, consistent=False) == 1
