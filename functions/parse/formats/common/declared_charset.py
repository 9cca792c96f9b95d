"""The charset that a page in HTML declares for itself."""

import re

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)

# Number of bytes at the start of a page in which the charset must be declared (HTML standard, "Specifying the
# document's character encoding").
CHARSET_BYTES = 1024


def declared_charset(page: bytes) -> str | None:
    """Return the charset that a page declares, None if it declares none."""
    declared = CHARSET.search(page[:CHARSET_BYTES])
    return declared.group(1).decode("ascii") if declared else None
