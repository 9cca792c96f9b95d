"""One item of a news agency: its story and what is said about it, whichever XML it came in."""

import re
from dataclasses import dataclass, field

from lxml import etree

from functions.parse.contract import Extracted, Part
from functions.parse.formats.common.markup import deeper
from functions.parse.metadata import iso_date
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

# What a message with several items may say of all of them.
SHARED_FIELDS = ("publisher", "language", "rights")

# A headline further down in a body is a mention.
FIRST_BLOCKS = 3

BY = re.compile(r"(?:by|von|par|por|di|av|af|door)\s+(?=\S)", re.IGNORECASE)
EVERY_NAMESPACE = "{*}"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """What one item holds."""

    metadata: Metadata
    blocks: list[BlockText] = field(default_factory=list)
    warnings: list[PipelineWarning] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


def extracted(items: list[NewsItem], parser: str, warnings: list[PipelineWarning]) -> Extracted:
    """The items as one document: a single one with its metadata, several each below its headline."""
    found = [*warnings, *(warning for item in items for warning in item.warnings)]
    parts = [part for item in items for part in item.parts]
    if len(items) == 1:
        return Extracted(_without_title(items[0]), parser, items[0].metadata, found, parts)
    blocks: list[BlockText] = []
    for item in items:
        blocks.extend(_below_headline(item))
    return Extracted(blocks, parser, _shared(items), found, parts)


def merged(preferred: Metadata, other: Metadata) -> Metadata:
    """What `preferred` says, and where it says nothing, `other`."""
    missing = {name: value for name, value in other if getattr(preferred, name) is None}
    return preferred.model_copy(update=missing)


def words(element: etree._Element | None) -> str | None:
    """All text of an element on one line; None where there is none."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def first(parent: etree._Element, *paths: str) -> etree._Element | None:
    """The first element on the first path that leads to one with text. Names are those of any namespace."""
    for path in paths:
        steps = "/".join(step if step in (".", "", "*") else EVERY_NAMESPACE + step for step in path.split("/"))
        for element in parent.iterfind(steps):
            if words(element):
                return element
    return None


def byline(written: str | None) -> str | None:
    """The names of a byline, without the "By" before them."""
    return (BY.sub("", written, count=1) if written and BY.match(written) else written) or None


def instant(*written: str | None) -> str | None:
    """The first that is a date of ISO 8601, in its basic or its extended form."""
    return next((found for found in (iso_date(value or "") for value in written) if found), None)


def embargo(until: str | None) -> list[PipelineWarning]:
    """The warning that an item must not be published before a moment; `until` may be empty: until further notice."""
    when = f"until {until}" if until else "until further notice"
    return [PipelineWarning(code="embargoed", message=f"The item is under an embargo {when}.")]


def _below_headline(item: NewsItem) -> list[BlockText]:
    said = item.metadata
    blocks = [BlockText(kind=BlockKind.HEADING, text=said.title, level=1)] if said.title else []
    about = ", ".join(value for value in (said.byline, said.dateline, said.published_at) if value)
    if about:
        blocks.append(BlockText(kind=BlockKind.PARAGRAPH, text=about))
    return [*blocks, *deeper(_without_title(item), 1)]


def _without_title(item: NewsItem) -> list[BlockText]:
    """The blocks without one at the top that only repeats the headline."""
    title = (item.metadata.title or "").casefold()
    for index, block in enumerate(item.blocks[:FIRST_BLOCKS]):
        if len(item.blocks) > 1 and " ".join(block.text.split()).casefold() == title:
            return item.blocks[:index] + item.blocks[index + 1 :]
    return item.blocks


def _shared(items: list[NewsItem]) -> Metadata:
    """What all items say alike."""
    values = {name: {getattr(item.metadata, name) for item in items} for name in SHARED_FIELDS}
    return Metadata(**{name: found.pop() for name, found in values.items() if len(found) == 1})
