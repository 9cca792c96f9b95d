"""NewsML-G2 (IPTC): the items of a news agency, alone or in a message, with headlines, bylines and rights."""

import base64
import binascii
from collections.abc import Iterator

from lxml import etree

from functions.parse.contract import Extracted, Hints, Limits, UnreadPart
from functions.parse.formats.common import markup
from functions.parse.formats.common.xml_tree import PARSER, XML_LANG, read_tree
from functions.parse.formats.news import nitf
from functions.parse.formats.news.news_item import (
    EVERY_NAMESPACE,
    NewsItem,
    byline,
    embargo,
    extracted,
    first,
    first_date,
    merged,
    restriction,
    words,
)
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.metadata import language_code
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")

# Root elements of a story in `inlineXML`, the preferred one first. All stories of an item have the same content.
RENDITIONS = ("nitf", "html", "body", "div", "section", "article")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the items of a NewsML-G2 file, one or more."""
    tree = read_tree(content, hints)
    root = tree.root
    found = [root] if _name(root) in {name.lower() for name in ITEMS} else list(_iter(root, *ITEMS))
    sent = words(first(root, "header/sent"))
    return extracted([_item(element, sent) for element in found], PARSER, tree.warnings)


def _item(element: etree._Element, sent: str | None) -> NewsItem:
    blocks, story, parts = _content(element)
    metadata = merged(_metadata(element), story)
    slugline = words(first(element, "contentMeta/slugline"))
    metadata = merged(metadata, Metadata(title=slugline, published_at=first_date(sent)))
    if not blocks and not parts:
        blocks = _without_content(element)
    return NewsItem(metadata, blocks, _warnings(element), parts)


def _metadata(element: etree._Element) -> Metadata:
    return Metadata(
        title=words(first(element, "contentMeta/headline", "itemMeta/title")),
        byline=byline(words(first(element, "contentMeta/by"))) or _names(element, "contentMeta/creator"),
        published_at=first_date(
            *(
                words(first(element, path))
                for path in ("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated")
            )
        ),
        publisher=_names(element, "itemMeta/provider") or words(first(element, "contentMeta/creditline")),
        language=language_code(_language(element)),
        dateline=words(first(element, "contentMeta/dateline")),
        rights=_rights(element),
    )


def _names(element: etree._Element, path: str) -> str | None:
    """Return the names of parties: the name, the literal, or the code without its scheme (`nprov:AFP`)."""
    found = []
    for party in element.iterfind("/".join(EVERY_NAMESPACE + step for step in path.split("/"))):
        code = (party.get("qcode") or "").partition(":")[2]
        name = words(first(party, "name")) or party.get("literal") or code
        if name and name not in found:
            found.append(name)
    return ", ".join(found) or None


def _language(element: etree._Element) -> str | None:
    """Return the language of the content.

    `xml:lang` of the item is the language of its metadata, which is the same in practice.
    """
    for language in element.iterfind(f"{EVERY_NAMESPACE}contentMeta/{EVERY_NAMESPACE}language"):
        if language.get("tag"):
            return str(language.get("tag"))
    root = next(_iter(element, "inlineXML"), None)
    tag = (None if root is None else root.get(XML_LANG)) or element.get(XML_LANG)
    return None if tag is None else str(tag)


def _rights(element: etree._Element) -> str | None:
    notice = words(first(element, "rightsInfo/copyrightNotice"))
    holder = _names(element, "rightsInfo/copyrightHolder")
    terms = words(first(element, "rightsInfo/usageTerms"))
    return " ".join(value for value in (notice or (f"© {holder}" if holder else None), terms) if value) or None


def _content(element: etree._Element) -> tuple[list[BlockText], Metadata, list[UnreadPart]]:
    """Return the preferred story with its metadata, or the inline data of another type as a part."""
    stories = [child for inline in _iter(element, "inlineXML") for child in inline if _name(child)]
    for name in RENDITIONS:
        for story in stories:
            if _name(story) == name:
                if name == "nitf":
                    found = nitf.item(story)
                    return found.blocks, found.metadata, []
                return list(markup.blocks(story)), Metadata(), []
    for story in stories:
        blocks = list(markup.blocks(story))
        if blocks:
            return blocks, Metadata(), []
    return _inline_data(element)


def _inline_data(element: etree._Element) -> tuple[list[BlockText], Metadata, list[UnreadPart]]:
    for data in _iter(element, "inlineData"):
        text = "".join(data.itertext())
        kind = (data.get("contenttype") or "text/plain").lower()
        if (data.get("encoding") or "").lower().endswith("base64"):
            try:
                content = base64.b64decode(text, validate=False)
            except binascii.Error:
                continue
            return [], Metadata(), [UnreadPart(name="inlineData", content=content, declared_type=kind)]
        if text.strip():
            plain = kind.startswith("text/plain") and not markup.TAG.search(text)
            return (paragraphs(normalize(text)) if plain else markup.read_blocks(text)), Metadata(), []
    return [], Metadata(), []


def _without_content(element: etree._Element) -> list[BlockText]:
    """Return the descriptions in an item without content: a caption, a package's items, a concept's definition."""
    blocks = [
        BlockText(kind=BlockKind.PARAGRAPH, text=words(found) or "")
        for name in ("description", "definition")
        for found in _iter(element, name)
        if _name(found.getparent()) in ("contentmeta", "concept")
    ]
    for reference in _iter(element, "itemRef"):
        values = [words(first(reference, name)) for name in ("headline", "title", "description")]
        text = ": ".join(dict.fromkeys(value for value in values if value))
        blocks.append(BlockText(kind=BlockKind.LIST_ITEM, text=text))
    for concept in _iter(element, "concept"):
        name = words(first(concept, "name"))
        if name:
            blocks.append(BlockText(kind=BlockKind.LIST_ITEM, text=name))
    found_blocks = [block for block in blocks if block.text]
    return found_blocks or [
        BlockText(kind=BlockKind.PARAGRAPH, text=text)
        for text in [words(first(element, "contentMeta/headline"))]
        if text
    ]


def _warnings(element: etree._Element) -> list[PipelineWarning]:
    warnings = []
    embargoed = next(_iter(element, "embargoed"), None)
    if embargoed is not None:
        warnings.extend(embargo(words(embargoed)))
    status = next((found.get("qcode", "") for found in _iter(element, "pubStatus")), "").rpartition(":")[2]
    warnings.extend(restriction(status))
    remote = sum(1 for _ in _iter(element, "remoteContent"))
    if remote and next(_iter(element, "inlineXML", "inlineData"), None) is None:
        message = f"The item contains only links to its content ({remote:,}), which were not followed."
        warnings.append(PipelineWarning(code="content_elsewhere", message=message))
    return warnings


def _iter(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    yield from element.iter(*(EVERY_NAMESPACE + name for name in names))


def _name(element: etree._Element | None) -> str:
    return "" if element is None else markup.local_name(element)
