"""Lets equal values of DynamoDB attributes in moto share one object, which halves the memory of rows.

The rows of an object repeat its URI, its dates and its names. moto 5.2.5 changes values of strings, numbers, booleans
and nulls nowhere: it replaces them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models.dynamo_type import DynamoType

# Types of values that moto never changes.
_UNCHANGING = frozenset({"S", "N", "BOOL", "NULL"})

# Maximum number of values of which new equal ones are found, and the maximum length of one.
MOST_VALUES, LONGEST = 2_000, 200


# The values of which new equal ones are found; None outside `shared_values`.
_values: dict[tuple[str, Any], DynamoType] | None = None


@contextmanager
def shared_values() -> Iterator[None]:
    """Share equal values inside this context. Contexts do not nest."""
    global _values
    deepcopy = DynamoType.__deepcopy__

    def copy_unless_unchanging(value: DynamoType, memo: dict[int, Any]) -> DynamoType:
        return value if value.type in _UNCHANGING else deepcopy(value, memo)

    # The method stays after the context: CPython refuses the arguments of a class whose `__new__` was deleted.
    DynamoType.__new__ = _create  # type: ignore[assignment,method-assign]  # it has its own, optional argument
    _values = {}
    try:
        with patch.object(DynamoType, "__deepcopy__", copy_unless_unchanging):
            yield
    finally:
        _values = None


def _create(kind: type[DynamoType], given: Any = None) -> DynamoType:
    """Return a new value, or one that equals the given one."""
    values = _values
    if values is None:
        return object.__new__(kind)
    if type(given) is DynamoType and given.type in _UNCHANGING:
        return given
    if type(given) is dict and len(given) == 1:
        ((name, value),) = given.items()
        if name in _UNCHANGING and (not isinstance(value, str) or len(value) <= LONGEST):
            if len(values) >= MOST_VALUES:
                values.clear()
            return values.setdefault((name, value), object.__new__(kind))
    return object.__new__(kind)
