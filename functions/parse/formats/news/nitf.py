"""NITF (News Industry Text Format, IPTC): a story with its headline, byline, dateline and rights."""

from lxml import etree

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.xml_tree import PARSER, XML_LANG, read_tree
from functions.parse.formats.news.news_item import (
    EVERY_NAMESPACE,
    NewsItem,
    byline,
    embargo,
    extracted,
    first,
    first_date,
    restriction,
    words,
)
from functions.parse.metadata import language_code
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the story of an NITF file. Raises PermanentError: empty, if it has no body."""
    tree = read_tree(content, hints)
    return extracted([item(tree.root)], PARSER, tree.warnings)


def item(root: etree._Element) -> NewsItem:
    """Return the story in a `nitf` element. Raises PermanentError: empty, if it has no body."""
    body = root.find(f"{EVERY_NAMESPACE}body")
    if body is None:
        raise PermanentError(Code.EMPTY, "The NITF file has no body.")
    blocks: list[BlockText] = []
    for element in body.iterfind(f".//{EVERY_NAMESPACE}hedline/{EVERY_NAMESPACE}hl2"):
        blocks.append(BlockText(kind=BlockKind.HEADING, text=words(element) or "", level=2))
    for name in ("note", "abstract"):
        for element in body.iterfind(f"{EVERY_NAMESPACE}body.head/{EVERY_NAMESPACE}{name}"):
            blocks.extend(markup.blocks(element))
    story = body.findall(f"{EVERY_NAMESPACE}body.content")
    for element in [*story, *body.findall(f"{EVERY_NAMESPACE}body.end")]:
        blocks.extend(markup.blocks(element))
    if not story:
        # Some providers put their paragraphs directly into `body`.
        for element in body:
            if markup.local_name(element) not in ("body.head", "body.end"):
                blocks.extend(markup.blocks(element))
    return NewsItem(_metadata(root), [block for block in blocks if block.text], _warnings(root))


def _metadata(root: etree._Element) -> Metadata:
    return Metadata(
        title=words(first(root, "body/body.head/hedline/hl1", "body/body.head/hedline", "head/title", ".//hl1")),
        byline=_byline(root),
        published_at=first_date(
            _attribute(root, "head/docdata/date.issue", "norm"),
            _attribute(root, "head/docdata/date.release", "norm"),
            _attribute(root, "body/body.head/dateline/story.date", "norm"),
            _attribute(root, "head/pubdata", "date.publication"),
        ),
        publisher=words(first(root, "body/body.head/distributor"))
        or _attribute(root, "head/pubdata", "name")
        or _meta(root, "publisher", "provider"),
        language=language_code(root.get(XML_LANG) or _attribute(root, "body", XML_LANG)),
        dateline=words(first(root, "body/body.head/dateline")),
        rights=_rights(root),
    )


def _byline(root: etree._Element) -> str | None:
    """Return the people in the byline without their job titles (`byttl`)."""
    found = first(root, "body/body.head/byline")
    if found is None:
        return None
    titles = {text for title in found.iter(f"{EVERY_NAMESPACE}byttl") for text in title.iter()}
    pieces = [
        text
        for element in found.iter()
        for text in (None if element in titles else element.text, element.tail if element is not found else None)
        if text
    ]
    return byline(" ".join(" ".join(pieces).split()).strip(" ,"))


def _rights(root: etree._Element) -> str | None:
    notice = words(first(root, "body/body.head/rights"))
    if notice:
        return notice
    holder = _attribute(root, "head/docdata/doc.copyright", "holder")
    year = _attribute(root, "head/docdata/doc.copyright", "year")
    terms = _attribute(root, "head/docdata/doc.rights", "limitations")
    notice = " ".join(value for value in ("©", year, holder) if value) if holder else None
    return ". ".join(value for value in (notice, terms) if value) or None


def _warnings(root: etree._Element) -> list[PipelineWarning]:
    status = _attribute(root, "head/docdata", "management-status")
    if status == "embargoed":
        return embargo(first_date(_attribute(root, "head/docdata/date.release", "norm")))
    return restriction(status or "")


def _attribute(root: etree._Element, path: str, name: str) -> str | None:
    element = root.find("/".join(EVERY_NAMESPACE + step for step in path.split("/")))
    return None if element is None else " ".join((element.get(name) or "").split()) or None


def _meta(root: etree._Element, *names: str) -> str | None:
    for element in root.iterfind(f"{EVERY_NAMESPACE}head/{EVERY_NAMESPACE}meta"):
        if (element.get("name") or "").lower() in names and element.get("content"):
            return " ".join(element.get("content", "").split()) or None
    return None
