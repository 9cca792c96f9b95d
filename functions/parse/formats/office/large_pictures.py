"""The size above which a picture in a document is more than a logo or an icon."""

from lxml import etree

from functions.parse.formats.office.attributes import whole_number

# Minimum width and height of a large picture in EMU (360,000 in a centimetre): 5 cm.
MIN_EXTENT = 1_800_000

# The largest extent in EMU that a file can state (ECMA-376-1, 20.1.10.16).
MAX_EXTENT = 100_000_000


def is_large(extent: etree._Element | None) -> bool:
    """Return whether an extent (`wp:extent` or `a:ext`) is that of a large picture."""
    if extent is None:
        return False
    return all(whole_number(extent.get(name, ""), default=0, most=MAX_EXTENT) >= MIN_EXTENT for name in ("cx", "cy"))
