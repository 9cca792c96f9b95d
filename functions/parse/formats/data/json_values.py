"""JSON values: parse a JSON file or JSON lines, with every digit of a number and every member of an object kept."""

import json

# Values that count as missing.
EMPTY: tuple[object, ...] = (None, "", [], ())


class Object(tuple[tuple[str, "Value"], ...]):
    """The members of a JSON object in their order, including duplicate keys."""

    __slots__ = ()

    def place(self, *keys: str) -> int | None:
        """Return the position of the member with the first of `keys` whose value is not empty. Ignore case."""
        places = {key.casefold(): place for place, (key, value) in reversed([*enumerate(self)]) if value not in EMPTY}
        return next((places[key.casefold()] for key in keys if key.casefold() in places), None)

    def value(self, *keys: str) -> "Value":
        """Return the value of that member, None if there is none."""
        place = self.place(*keys)
        return None if place is None else self[place][1]


# A number is a string of its source text, because a float would lose digits of long numbers.
Value = Object | list["Value"] | str | bool | None


def parsed_values(text: str) -> list[Value]:
    """Return the value of a JSON text, or the values of its lines (JSON lines, RFC 7464).

    Raises ValueError if the text is not JSON, and RecursionError if it nests too deeply.
    """
    decoder = json.JSONDecoder(object_pairs_hook=Object, parse_int=str, parse_float=str, parse_constant=str)
    text = text.lstrip("\ufeff")
    try:
        return [decoder.decode(text)]
    except json.JSONDecodeError as error:
        first, line_end, _ = text.lstrip().partition("\n")
        if not line_end:
            raise
        try:
            decoder.decode(first)
        except json.JSONDecodeError:
            raise error from None
    return [decoder.decode(line) for line in text.replace("\x1e", "").split("\n") if line.strip()]


def scalar_text(value: Value) -> str:
    """Return a string, number, Boolean or null as text. Null is empty."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
