"""What a PDF says about itself: title, author and date of its information dictionary."""

import re

from functions.parse.formats.pdf.pdfium import Handle, document_property
from functions.parse.metadata import filled_in, iso_date
from shared.documents.document import Metadata

# ISO 32000-1, 7.9.4. The seconds and the zone are often left out.
DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?", re.IGNORECASE
)


def metadata(document: Handle, pages: int) -> Metadata:
    """The title, byline and date, without what programs fill in by themselves."""
    written = document_property(document, "Author")
    author = filled_in(written)
    # An author that is a placeholder shows properties that a program has copied from its template, the date among them.
    created = "" if written and not author else document_property(document, "CreationDate")
    return Metadata(
        title=filled_in(document_property(document, "Title")),
        byline=author,
        published_at=pdf_date(created),
        pages=pages,
    )


def pdf_date(value: str) -> str | None:
    """A date of PDF (`D:20240718100000+00'00'`) in ISO 8601; None for anything else."""
    match = DATE.match(value.strip())
    if match is None:
        return iso_date(value)
    year, month, day, hour, minute, second, utc, sign, zone_hours, zone_minutes = match.groups()
    date = f"{year}-{month or '01'}-{day or '01'}"
    if month is None or day is None or hour is None:
        return iso_date(date) if month and day else None
    zone = "+00:00" if utc else f"{sign}{zone_hours}:{zone_minutes or '00'}" if sign else ""
    return iso_date(f"{date}T{hour}:{minute}:{second or '00'}{zone}")
