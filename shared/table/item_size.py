"""The size of a DynamoDB item in bytes, and its write and read units.

Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats" and "DynamoDB read and write operations". The
guide calls its rule for numbers an approximation.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

# Bytes of a list or a map, and of each element in it, beside the names and the values of the elements.
CONTAINER = 3
ELEMENT = 1

# Bytes that one write unit writes.
UNIT = 1024
_READ_UNIT = 4096


def size_of(item: Mapping[str, Any]) -> int:
    """Return the bytes of an item of attribute values (`{"S": …}` …): the names and the values of its attributes."""
    return sum(attribute_size(name, value) for name, value in item.items())


def attribute_size(name: str, value: Mapping[str, Any]) -> int:
    """Return the bytes of one attribute, including its name. Raises ValueError for an invalid attribute value."""
    return len(name.encode()) + value_size(value)


def value_size(value: Mapping[str, Any]) -> int:
    """Return the bytes of an attribute value. Raises ValueError for an invalid one."""
    if len(value) != 1:
        raise ValueError(f"{value!r} is not an attribute value: it must have exactly one type.")
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
            return CONTAINER + sum(ELEMENT + value_size(element) for element in content)
        case "M":
            return CONTAINER + sum(ELEMENT + attribute_size(name, element) for name, element in content.items())
        case "SS" | "NS" | "BS":
            return sum(value_size({kind[0]: member}) for member in content)
    raise ValueError(f"{kind!r} is not a DynamoDB type.")


def write_units(size: float) -> int:
    """Return the write units of an item of `size` bytes, outside a transaction: one per started KB."""
    return max(1, math.ceil(size / UNIT))


def read_units(size: float, *, consistent: bool) -> float:
    """Return the read units of `size` bytes: one per started 4 KB, and half of it without strong consistency.

    A query counts the sum of its items. Reading a missing item counts as one read.
    """
    return max(1, math.ceil(size / _READ_UNIT)) * (1.0 if consistent else 0.5)


def _number(text: str) -> int:
    """Return one byte per two significant digits, plus one. Leading and trailing zeros are not significant."""
    digits = Decimal(text).normalize().as_tuple().digits
    return math.ceil(len(digits) / 2) + 1
