"""Org mode, by kreuzberg: headings, lists, tables, quotations and code, the keywords at the top as metadata."""

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
    """The blocks of an Org file. Files that it includes are not looked at."""
    source = decoded(content, hints.declared_type, "Org file")
    result = kreuzberg_document.extract(source.text.encode("utf-8"), "text/x-org", CONFIGURATION, "Org file")
    said = {name.lower(): value for name, value in KEYWORD.findall(source.text)}
    found = kreuzberg_document.extracted(result, list(kreuzberg_document.blocks(result)))
    metadata = Metadata(
        title=filled_in(said.get("title")),
        byline=filled_in(said.get("author")),
        published_at=iso_date(said.get("date", "").strip("<>[]")[:10]),
        language=language_code(said.get("language")),
    )
    return replace(found, metadata=metadata, warnings=[*source.warnings, *found.warnings])
