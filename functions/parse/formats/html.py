"""Web pages: the article and its metadata, by trafilatura; the whole page, by kreuzberg, where there is no article."""

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from functions.parse.formats import kreuzberg_document
from functions.parse.formats.format import Extracted, Hints, Limits, table
from functions.parse.formats.metadata import filled_in, iso_date, language_code
from functions.parse.text_decoding import decode, normalize
from shared.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PARSER = f"trafilatura {trafilatura.__version__}"

ARTICLE_BODY = re.compile(r"(?:article|story|post|entry)[-_]*(?:body|content|text)", re.IGNORECASE)
"""Class names that publishing systems give to the element that holds an article's paragraphs."""

LONG_CELL = 200
"""Characters. A table with such cells lays out a page; what it holds are paragraphs."""

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
CHARSET_BYTES = 1024
"""The HTML standard wants the charset within the first 1,024 bytes."""

PARTED = frozenset({"p", "head", "quote", "list", "item", "table", "row", "cell", "code"})
"""Elements of trafilatura's tree whose words don't run on into those of their neighbours."""

TITLE_WITHIN = 3
"""Blocks from the top. A title further down is a mention."""

DATE_SEARCH = {"original_date": True, "extensive_search": False}
"""Dates come from the page's metadata only: the extensive search guesses them from the text."""


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The article of a page, with title, byline, date, publisher and language from the page's metadata."""
    declared = CHARSET.search(content[:CHARSET_BYTES])
    charset = f"text/html; charset={declared.group(1).decode('ascii')}" if declared else hints.declared_type
    text = decode(content, charset)
    if text is None:
        raise PermanentError(Code.CORRUPT, "The page is in no encoding known.")
    return read_text(normalize(text))


def read_text(source: str) -> Extracted:
    """The same for a page that is decoded already."""
    tree = trafilatura.load_html(source)
    if tree is None:
        return _whole_page(source, Metadata())
    language = _language(tree)
    _join_split_bodies(tree)
    document = trafilatura.bare_extraction(
        tree, fast=True, with_metadata=True, include_comments=False, date_extraction_params=DATE_SEARCH
    )
    if document is None or isinstance(document, dict):
        return _whole_page(source, Metadata(language=language))
    metadata = Metadata(
        title=filled_in(document.title),
        byline=", ".join(filter(None, map(filled_in, (document.author or "").split(";")))) or None,
        published_at=iso_date(document.date or ""),
        publisher=filled_in(document.sitename),
        language=language,
    )
    blocks = [] if document.body is None else list(_blocks(document.body))
    if not any(block.text.strip() for block in blocks):
        return _whole_page(source, metadata)
    return Extracted(blocks=_without_title(blocks, metadata.title), parser=PARSER, metadata=metadata)


def _whole_page(source: str, metadata: Metadata) -> Extracted:
    """Everything that the page shows, for a page in which no article is found: a fragment, a table, a list of links."""
    result = kreuzberg_document.extract(
        source.encode("utf-8", "replace"), "text/html", kreuzberg_document.configuration(), "page"
    )
    return Extracted(
        blocks=list(kreuzberg_document.blocks(result)),
        parser=kreuzberg_document.PARSER,
        metadata=metadata,
        warnings=[PipelineWarning(code="whole_page", message="No article was found: all text of the page is kept.")],
    )


def _join_split_bodies(tree: HtmlElement) -> None:
    """Move what follows in elements of the same class into the first: advertisements split a body, but one is read."""
    for article in tree.xpath("//article|//main"):
        by_class: dict[str, list[HtmlElement]] = {}
        for element in article.xpath(".//div[@class]|.//section[@class]"):
            if ARTICLE_BODY.search(element.get("class")):
                by_class.setdefault(element.get("class"), []).append(element)
        for first, *others in by_class.values():
            for other in others:
                if first not in other.iterancestors() and other.xpath(".//p|self::*/text()"):
                    first.extend(list(other))


def _language(tree: HtmlElement) -> str | None:
    found = tree.xpath(
        "/html/@lang|/html/@*[local-name()='lang']|//meta[translate(@http-equiv,'CL','cl')='content-language']/@content"
        "|//meta[@property='og:locale']/@content"
    )
    return next((code for code in map(language_code, map(str, found)) if code), None)


def _blocks(element: Any) -> Iterator[BlockText]:
    """The blocks of trafilatura's tree: `p`, `head`, `list` and `item`, `quote`, `table`, `code`."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "head":
            yield BlockText(kind=BlockKind.HEADING, text=_text(child), level=_level(child))
        elif child.tag == "list":
            for item in child.iter("item"):
                yield BlockText(kind=BlockKind.LIST_ITEM, text=_text(item, without="list"))
        elif child.tag == "quote":
            parts = child.findall("p") or [child]
            yield from (BlockText(kind=BlockKind.QUOTATION, text=_text(part)) for part in parts)
        elif child.tag == "table":
            yield from _table(child)
        elif child.tag == "code":
            yield BlockText(kind=BlockKind.CODE, text="".join(child.itertext()))
        elif child.tag in ("div", "section", "body"):
            yield from _blocks(child)
        else:
            yield BlockText(kind=BlockKind.PARAGRAPH, text=_text(child))
        if child.tail and child.tail.strip():
            yield BlockText(kind=BlockKind.PARAGRAPH, text=child.tail)


def _table(element: Any) -> Iterator[BlockText]:
    rows = [[_text(cell) for cell in row.iter("cell")] for row in element.iter("row")]
    laid_out = all(len(row) < 2 for row in rows) or any(len(cell) > LONG_CELL for row in rows for cell in row)
    if not laid_out:
        yield table(rows)
        return
    for cell in element.iter("cell"):
        parts = cell.findall("p") or [cell]
        yield from (BlockText(kind=BlockKind.PARAGRAPH, text=_text(part)) for part in parts)


def _text(element: Any, without: str | None = None) -> str:
    """The words of an element, with `lb` as a line end, and without the elements that have blocks of their own."""
    lines = ("".join(_words(element, without))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _words(element: Any, without: str | None) -> Iterator[str]:
    yield _on_one_line(element.text)
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag != without:
            edge = "\n" if child.tag in PARTED else ""
            yield edge
            yield from _words(child, without)
            yield edge
        yield _on_one_line(child.tail)


def _on_one_line(text: str | None) -> str:
    """In HTML a line end is a blank like any other."""
    return (text or "").replace("\n", " ")


def _level(head: etree._Element) -> int:
    rend = head.get("rend") or ""
    return int(rend[1]) if re.fullmatch(r"h[1-6]", rend) else 2


def _without_title(blocks: list[BlockText], title: str | None) -> list[BlockText]:
    """The blocks without one at the top that only says the title again: it is in the metadata."""
    letters = _letters(title or "")
    for index, block in enumerate(blocks[:TITLE_WITHIN]):
        if letters and len(blocks) > 1 and _letters(block.text) == letters:
            return blocks[:index] + blocks[index + 1 :]
    return blocks


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
