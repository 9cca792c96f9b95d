"""Org mode, read by kreuzberg: headings, lists, tables, quotations and code. Keywords are metadata."""

import re
from dataclasses import replace

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import kreuzberg_document
from functions.parse.metadata import filled_in, iso_date, language_code
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import Metadata

KEYWORD = re.compile(r"^#\+(TITLE|AUTHOR|DATE|LANGUAGE):[ \t]*(.*?)[ \t]*$", re.IGNORECASE | re.MULTILINE)
CONFIGURATION = kreuzberg_document.configuration()


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the blocks of an Org file. Files that it includes are not opened."""
    source = decoded(content, hints.declared_type, "Org file")
    result = kreuzberg_document.extract(source.text.encode("utf-8"), "text/x-org", CONFIGURATION, "Org file")
    keywords = {name.lower(): value for name, value in KEYWORD.findall(source.text)}
    found = kreuzberg_document.extracted(result, list(kreuzberg_document.blocks(result)))
    metadata = Metadata(
        title=filled_in(keywords.get("title")),
        byline=filled_in(keywords.get("author")),
        published_at=iso_date(keywords.get("date", "").strip("<>[]")[:10]),
        language=language_code(keywords.get("language")),
    )
    return replace(found, metadata=metadata, warnings=[*source.warnings, *found.warnings])
