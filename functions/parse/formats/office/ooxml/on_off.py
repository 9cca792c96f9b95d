"""Properties of OOXML that are on or off (ST_OnOff, ECMA-376-1, 22.9.2.7)."""

# Values of a property that turn it off.
OFF = frozenset({"0", "false", "off"})


def is_on(value: str) -> bool:
    """Return whether the value of a property turns it on."""
    return value.lower() not in OFF
