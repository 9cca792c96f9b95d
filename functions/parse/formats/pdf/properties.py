"""Title, author and date of a PDF: its document information dictionary (ISO 32000-1, 14.3.3)."""

import re

from functions.parse.formats.pdf.pdfium import Handle, document_property
from functions.parse.metadata import filled_in, given_title, iso_date
from shared.documents.document import Metadata

# A date (ISO 32000-1, 7.9.4). Seconds and time zone are often missing.
DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?", re.IGNORECASE
)


def metadata(document: Handle, pages: int) -> Metadata:
    """Return the title, byline and date, without the placeholders that programs store."""
    stored = document_property(document, "Author")
    author = filled_in(stored)
    # If the author is a placeholder, the program copied the properties, including the date, from its template.
    created = "" if stored and not author else document_property(document, "CreationDate")
    return Metadata(
        title=given_title(document_property(document, "Title")),
        byline=author,
        published_at=pdf_date(created),
        pages=pages,
    )


def pdf_date(value: str) -> str | None:
    """Return a PDF date (`D:20240718100000+00'00'`) in ISO 8601; None for anything else."""
    match = DATE.match(value.strip())
    if match is None:
        return iso_date(value)
    year, month, day, hour, minute, second, utc, sign, zone_hours, zone_minutes = match.groups()
    date = f"{year}-{month or '01'}-{day or '01'}"
    if month is None or day is None or hour is None:
        return iso_date(date) if month and day else None
    zone = "+00:00" if utc else f"{sign}{zone_hours}:{zone_minutes or '00'}" if sign else ""
    return iso_date(f"{date}T{hour}:{minute}:{second or '00'}{zone}")
