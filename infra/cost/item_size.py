"""What DynamoDB counts: the bytes of an item, and the units of writing and reading it.

Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats" and "DynamoDB read and write operations". The guide
calls its rule for numbers an approximation.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_CONTAINER = 3
_ELEMENT = 1
_WRITE_UNIT = 1024
_READ_UNIT = 4096


def size_of(item: Mapping[str, Any]) -> int:
    """The bytes of an item of attribute values (`{"S": …}` …): the names and the values of its attributes."""
    return sum(attribute_size(name, value) for name, value in item.items())


def attribute_size(name: str, value: Mapping[str, Any]) -> int:
    """The bytes of one attribute, its name included. Raises ValueError for what is no attribute value."""
    return len(name.encode()) + value_size(value)


def value_size(value: Mapping[str, Any]) -> int:
    """The bytes of an attribute value. Raises ValueError for what is none."""
    if len(value) != 1:
        raise ValueError(f"{value!r} is no attribute value: it needs exactly one type")
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number(content)
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return _CONTAINER + sum(_ELEMENT + value_size(element) for element in content)
        case "M":
            return _CONTAINER + sum(_ELEMENT + attribute_size(name, element) for name, element in content.items())
        case "SS" | "NS" | "BS":
            return sum(value_size({kind[0]: member}) for member in content)
    raise ValueError(f"{kind!r} is no type of DynamoDB")


def write_units(size: float) -> int:
    """The units of writing an item of so many bytes once, outside of a transaction: one for each KB begun."""
    return max(1, math.ceil(size / _WRITE_UNIT))


def read_units(size: float, *, consistent: bool) -> float:
    """The units of reading so many bytes: one for each 4 KB begun, half of it where an older state will do.

    A query counts all its items together, and what is not there counts as one read.
    """
    return max(1, math.ceil(size / _READ_UNIT)) * (1.0 if consistent else 0.5)


def _number(text: str) -> int:
    """One byte for two significant digits and one more; zeros at either end are not significant."""
    digits = Decimal(text).normalize().as_tuple().digits
    return math.ceil(len(digits) / 2) + 1
