"""The content and metadata of one news agency item, the same for NITF and NewsML-G2."""

import re
from dataclasses import dataclass, field

from lxml import etree

from functions.parse.contract import Extracted, UnreadPart
from functions.parse.formats.common.markup import deeper
from functions.parse.metadata import iso_date
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

# Metadata of a document with several items, if all items have the same value.
SHARED_FIELDS = ("publisher", "language", "rights")

# Number of blocks at the top of a body in which a repeated headline is removed. Further down it is a mention.
HEADLINE_BLOCKS = 3

# The status of an item without restrictions, in both formats.
USABLE = "usable"

BY = re.compile(r"(?:by|von|par|por|di|av|af|door)\s+(?=\S)", re.IGNORECASE)
EVERY_NAMESPACE = "{*}"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """The metadata, blocks, warnings and parts of one item."""

    metadata: Metadata
    blocks: list[BlockText] = field(default_factory=list)
    warnings: list[PipelineWarning] = field(default_factory=list)
    parts: list[UnreadPart] = field(default_factory=list)


def extracted(items: list[NewsItem], parser: str, warnings: list[PipelineWarning]) -> Extracted:
    """Combine the items into one document.

    A single item keeps its metadata. Of several items, each has its headline as a heading.
    """
    found = [*warnings, *(warning for item in items for warning in item.warnings)]
    parts = [part for item in items for part in item.parts]
    if len(items) == 1:
        return Extracted(_without_title(items[0]), parser, items[0].metadata, found, parts)
    blocks: list[BlockText] = []
    for item in items:
        blocks.extend(_below_headline(item))
    return Extracted(blocks, parser, _shared(items), found, parts)


def merged(preferred: Metadata, fallback: Metadata) -> Metadata:
    """Return `preferred` with its missing values taken from `fallback`."""
    missing = {name: value for name, value in fallback if getattr(preferred, name) is None}
    return preferred.model_copy(update=missing)


def words(element: etree._Element | None) -> str | None:
    """Return all text of an element on one line, None if it is empty."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def first(parent: etree._Element, *paths: str) -> etree._Element | None:
    """Return the first element with text on the first path that has one. The names match in every namespace."""
    for path in paths:
        steps = "/".join(step if step in (".", "", "*") else EVERY_NAMESPACE + step for step in path.split("/"))
        for element in parent.iterfind(steps):
            if words(element):
                return element
    return None


def byline(text: str | None) -> str | None:
    """Return the names in a byline without the "By" before them."""
    return (BY.sub("", text, count=1) if text and BY.match(text) else text) or None


def first_date(*values: str | None) -> str | None:
    """Return the first value that is an ISO 8601 date, in basic or extended format."""
    return next((found for found in (iso_date(value or "") for value in values) if found), None)


def embargo(until: str | None) -> list[PipelineWarning]:
    """Return the warning that an item must not be published yet. Without `until`, the embargo has no end."""
    when = f"until {until}" if until else "until further notice"
    return [PipelineWarning(code="embargoed", message=f"The item is under an embargo {when}.")]


def restriction(status: str) -> list[PipelineWarning]:
    """Return the warning that the provider restricts an item, such as `canceled`. Empty if the item is usable."""
    if status in ("", USABLE):
        return []
    return [PipelineWarning(code="not_for_use", message=f"The provider has marked the item as {status}.")]


def _below_headline(item: NewsItem) -> list[BlockText]:
    metadata = item.metadata
    blocks = [BlockText(kind=BlockKind.HEADING, text=metadata.title, level=1)] if metadata.title else []
    origin = ", ".join(value for value in (metadata.byline, metadata.dateline, metadata.published_at) if value)
    if origin:
        blocks.append(BlockText(kind=BlockKind.PARAGRAPH, text=origin))
    return [*blocks, *deeper(_without_title(item), 1)]


def _without_title(item: NewsItem) -> list[BlockText]:
    """Return the blocks without one at the top that only repeats the headline."""
    title = (item.metadata.title or "").casefold()
    for index, block in enumerate(item.blocks[:HEADLINE_BLOCKS]):
        if len(item.blocks) > 1 and " ".join(block.text.split()).casefold() == title:
            return item.blocks[:index] + item.blocks[index + 1 :]
    return item.blocks


def _shared(items: list[NewsItem]) -> Metadata:
    """Return the metadata that all items share."""
    values = {name: {getattr(item.metadata, name) for item in items} for name in SHARED_FIELDS}
    return Metadata(**{name: found.pop() for name, found in values.items() if len(found) == 1})
