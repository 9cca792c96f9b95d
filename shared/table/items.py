"""Convert plain values to DynamoDB's attribute values and back: native maps, lists and numbers, not JSON strings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()

# Whole numbers of more digits are not exact in DynamoDB.
_MOST_DIGITS = 38

# `{"S": …}`, `{"M": …}` and so on, as in the low-level client.
AttributeValue = Any


def to_value(value: Any) -> AttributeValue:
    """Return an attribute value. Floats become decimals with the digits of their repr; None becomes NULL.

    The values of JSON are converted here, because boto3's serializer takes five times as long for the row of a Summary.
    It converts all others: numbers with an exponent, decimals, bytes, sets, and subclasses such as enumerations.
    Raises its errors: TypeError for other types and infinite numbers, and the decimal module's for a number that
    DynamoDB does not store exactly.
    """
    kind = type(value)
    if kind is str:
        return {"S": value}
    if kind is dict:
        return {"M": {key: to_value(part) for key, part in value.items() if part is not None}}
    if kind is list:
        return {"L": [to_value(part) for part in value]}
    if kind is bool:
        return {"BOOL": value}
    if kind is int or kind is float:
        number = repr(value)
        if len(number) <= _MOST_DIGITS and number.lstrip("-").replace(".", "", 1).isdigit():
            return {"N": number}
    return _serializer.serialize(_with_decimals(value))


def to_item(values: Mapping[str, Any]) -> dict[str, AttributeValue]:
    """Return an item of the attributes that are not None."""
    return {name: to_value(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, AttributeValue]) -> dict[str, Any]:
    """Return the plain values of an item. Whole numbers become int, others float."""
    return {name: _without_decimals(_deserializer.deserialize(value)) for name, value in item.items()}


def _with_decimals(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {key: _with_decimals(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_with_decimals(part) for part in value]
    return value


def _without_decimals(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _without_decimals(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_decimals(part) for part in value]
    return value
