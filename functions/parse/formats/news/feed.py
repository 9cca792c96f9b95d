"""Feeds: RSS 0.9 to 2.0 and Atom (RFC 4287). The feed's title is the document's. Entry titles are headings."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from lxml import etree

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.xml_tree import PARSER, XML_LANG, read_tree
from functions.parse.metadata import iso_date, language_code
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

ENTRIES = ("item", "entry")

# Elements with the text of an entry, the one with the full text first.
CONTENTS = ("encoded", "content", "description", "summary", "subtitle", "tagline")

DATES = ("pubdate", "published", "date", "updated", "lastbuilddate", "modified", "issued")
AUTHORS = ("author", "creator")
RIGHTS = ("copyright", "rights")

# Heading level of an entry's title.
ENTRY_LEVEL = 2


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the entries of a feed, as many as fit into the Document."""
    tree = read_tree(content, hints)
    channel = next((child for child in tree.root if markup.local_name(child) == "channel"), tree.root)
    # In RSS 1.0 and 0.9 the items are siblings of the channel, not its children.
    entries = [
        child
        for parent in ([tree.root] if channel is tree.root else [channel, tree.root])
        for child in parent
        if markup.local_name(child) in ENTRIES
    ]
    blocks = list(_content(channel))
    length = sum(len(block.text) for block in blocks)
    warnings = list(tree.warnings)
    for number, entry in enumerate(entries):
        if length > limits.max_characters or limits.seconds_left() <= 0:
            message = f"Entries of the feed left out: {len(entries) - number:,} of {len(entries):,}."
            warnings.append(PipelineWarning(code="entries_left_out", message=message))
            break
        found = [*_heading(entry), *markup.deeper(list(_content(entry)), ENTRY_LEVEL)]
        length += sum(len(block.text) for block in found)
        blocks.extend(found)
    return Extracted(blocks, PARSER, _metadata(channel, tree.root), warnings)


def _heading(entry: etree._Element) -> Iterator[BlockText]:
    title = _text(entry, "title")
    if title:
        yield BlockText(kind=BlockKind.HEADING, text=title, level=ENTRY_LEVEL)
    authors_and_date = ", ".join(value for value in (_authors(entry), _date(entry)) if value)
    if authors_and_date:
        yield BlockText(kind=BlockKind.PARAGRAPH, text=authors_and_date)


def _content(parent: etree._Element) -> Iterator[BlockText]:
    """Yield the blocks of the most complete text of an entry, or of the channel's description."""
    children = {markup.local_name(child): child for child in reversed(parent)}
    for name in CONTENTS:
        child = children.get(name)
        if child is None:
            continue
        blocks = list(markup.blocks(child)) if len(child) else markup.read_blocks(child.text or "")
        if blocks:
            yield from blocks
            return


def _metadata(channel: etree._Element, root: etree._Element) -> Metadata:
    language = _text(channel, "language") or channel.get(XML_LANG) or root.get(XML_LANG)
    return Metadata(
        title=_text(channel, "title"),
        byline=_authors(channel),
        published_at=_date(channel),
        language=language_code(language),
        rights=next((text for name in RIGHTS if (text := _text(channel, name))), None),
    )


def _text(parent: etree._Element, name: str) -> str | None:
    """Return the text of a child on one line. Its markup is escaped (RSS, `html` in Atom) or consists of elements."""
    for child in parent:
        if markup.local_name(child) == name:
            text = markup.in_line(child.text or "") if not len(child) else " ".join("".join(child.itertext()).split())
            if text:
                return text
    return None


def _authors(parent: etree._Element) -> str | None:
    names: list[str] = []
    for child in parent:
        if markup.local_name(child) not in AUTHORS:
            continue
        name = _text(child, "name") or (None if len(child) else " ".join((child.text or "").split()))
        # The format of an RSS author is `address (name)`.
        if name and "@" in name and name.endswith(")"):
            name = name.partition("(")[2].rstrip(")")
        if name and name not in names:
            names.append(name)
    return ", ".join(names) or None


def _date(parent: etree._Element) -> str | None:
    for name in DATES:
        value = next((child.text for child in parent if markup.local_name(child) == name and child.text), None)
        if not value:
            continue
        try:
            return iso_date(value) or parsedate_to_datetime(value).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
