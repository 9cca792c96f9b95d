"""Web pages: the article and its metadata, by trafilatura; all that a page shows where there is no article."""

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.tables import table
from functions.parse.formats.web.linked_data import linked_data, moment
from functions.parse.formats.web.overloaded_tags import relieved
from functions.parse.formats.web.page_furniture import parted
from functions.parse.metadata import filled_in, iso_date, language_code
from functions.parse.recognition.text_decoding import decode, normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PARSER = f"trafilatura {trafilatura.__version__}"
WHOLE_PAGE_PARSER = f"lxml {etree.__version__}"

# Class names that publishing systems give to the element that holds an article's paragraphs.
ARTICLE_BODY = re.compile(r"(?:article|story|post|entry)[-_]*(?:body|content|text)", re.IGNORECASE)

INLINE = ("span", "font", "a", "b", "i", "u", "em", "strong", "small", "sub", "sup", "mark", "code")
MOST_INLINE = 20_000

# Cells of a table. A page of a yearbook has some hundreds.
MOST_SPANNED = 50_000

# Digits: the HTML standard ends at 65,534 rows.
LONGEST_SPAN = 5

# Characters of a page from which on one text may be longer than libxml2 takes, unless it is told to: it drops such a
# text, and trafilatura does not tell it to.
LONGEST_TEXT = 10_000_000

# Of the 256 levels that libxml2 follows. Where the last elements lie so deep, something has been cut.
DEEPEST = 240

# Share of the letters of a document in HTML that may be in links.
PLAIN_LINKS = 0.01

# Of the letters of a list's item that is a link: dates and marks may stand beside it.
LINK_SHARE = 0.8

# Characters. A table with such cells lays out a page; what it holds are paragraphs.
LONG_CELL = 200

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)

# The HTML standard wants the charset within the first 1,024 bytes.
CHARSET_BYTES = 1024

# Elements of trafilatura's tree whose words don't run on into those of their neighbours.
PARTED = frozenset({"p", "head", "quote", "list", "item", "table", "row", "cell", "code"})

# Between a title and the name of the site.
SITE_MARK = re.compile(r"\s[|–—·-]\s")

# Of a heading that has only a part of the title, or more than it: a site's name or a section's comes along.
SURE_LETTERS = 12

# Blocks from the top. A title further down is a mention.
TITLE_WITHIN = 4

# Dates come from the page's metadata only: the extensive search guesses them from the text.
DATE_SEARCH = {"original_date": True, "extensive_search": False}


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
    source = relieved(source)
    tree = trafilatura.load_html(source) if len(source) < LONGEST_TEXT else None
    if tree is None:
        return _whole_page(source, Metadata())
    language = _language(tree)
    told = linked_data(tree)
    if _is_overgrown(tree):
        return _whole_page(source, Metadata(language=language))
    _join_split_bodies(tree)
    _bound_spans(tree)
    plain = _is_plain(tree)
    published_at = _published_at(tree, told.published_at)
    document = trafilatura.bare_extraction(
        tree,
        fast=True,
        with_metadata=True,
        include_comments=False,
        include_links=True,
        date_extraction_params=DATE_SEARCH,
    )
    if document is None or isinstance(document, dict):
        return _whole_page(source, Metadata(language=language))
    publisher = told.publisher or filled_in(document.sitename)
    authors = told.authors or filter(None, map(filled_in, (document.author or "").split(";")))
    metadata = Metadata(
        title=_bare_title(filled_in(document.title), publisher),
        byline=", ".join(authors) or None,
        published_at=published_at or iso_date(document.date or ""),
        publisher=publisher,
        language=language or told.language,
        rights=told.rights,
    )
    if plain:
        blocks = _without_title(markup.read_blocks(source), metadata.title)
        return Extracted(blocks=blocks, parser=WHOLE_PAGE_PARSER, metadata=metadata)
    if document.body is not None:
        _remove_lists_of_links(document.body)
    blocks = [] if document.body is None else list(_blocks(document.body))
    if not any(block.text.strip() for block in blocks):
        return _whole_page(source, metadata)
    standfirst, blocks = parted(_without_title(blocks, metadata.title))
    return Extracted(blocks=blocks, parser=PARSER, metadata=metadata.model_copy(update={"standfirst": standfirst}))


def _whole_page(source: str, metadata: Metadata) -> Extracted:
    """Everything that the page shows, for a page in which no article is found: a fragment, a table, a list of links."""
    return Extracted(
        blocks=markup.read_blocks(source),
        parser=WHOLE_PAGE_PARSER,
        metadata=metadata,
        warnings=[PipelineWarning(code="whole_page", message="No article was found: all text of the page is kept.")],
    )


def _is_overgrown(tree: HtmlElement) -> bool:
    """Whether a page is of a make that trafilatura can't read: it nests so deeply that libxml2 has given up on the
    rest, or has so many inline elements that their square would take minutes."""
    depth, element = 0, tree
    while len(element):
        depth, element = depth + 1, element[-1]
    return depth >= DEEPEST or sum(1 for _ in tree.iter(*INLINE)) > MOST_INLINE


def _bound_spans(tree: HtmlElement) -> None:
    """Let no cell span others where they would span more than a page can show: each is filled in one by one."""
    cells = tree.xpath("//td[@colspan or @rowspan]|//th[@colspan or @rowspan]")
    if sum(_span(cell, "colspan") * _span(cell, "rowspan") for cell in cells) > MOST_SPANNED:
        for cell in cells:
            for name in ("colspan", "rowspan"):
                cell.attrib.pop(name, None)


def _span(cell: HtmlElement, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= LONGEST_SPAN else 1


def _is_plain(tree: HtmlElement) -> bool:
    """Whether a page is a document in HTML, not a page of a site: it has no links to speak of and no navigation."""
    if next(tree.iter("nav", "aside", "footer", "article", "main"), None) is not None:
        return False
    shown = sum(len(text) for text in tree.xpath("//body//text()[not(parent::script or parent::style)]"))
    linked = sum(len(link.text_content()) for link in tree.iter("a"))
    return linked <= PLAIN_LINKS * shown


def _remove_lists_of_links(body: Any) -> None:
    """Lists of nothing but links lead to other articles."""
    for links in list(body.iter("list")):
        items = list(links.iter("item"))
        if items and all(_linked_share(item) >= LINK_SHARE for item in items):
            links.getparent().remove(links)


def _linked_share(element: Any) -> float:
    """The share of an element's letters that are in links."""
    letters = len("".join(element.itertext()).strip())
    return sum(len("".join(link.itertext()).strip()) for link in element.iter("ref")) / letters if letters else 0.0


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


def _published_at(tree: HtmlElement, told: str | None) -> str | None:
    """When the article was published, as its JSON-LD has told; the meta element's moment where that is more exact."""
    written = tree.xpath("//meta[@property='article:published_time' or @name='article:published_time']/@content")
    meta = next(filter(None, map(moment, map(str, written))), None)
    return meta if meta is not None and (told is None or meta.startswith(f"{told}T")) else told


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
            yield from (BlockText(kind=BlockKind.QUOTATION, text=text) for text in _paragraphs(child))
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
        yield from (BlockText(kind=BlockKind.PARAGRAPH, text=text) for text in _paragraphs(cell))


def _paragraphs(element: Any) -> Iterator[str]:
    """The texts of an element's paragraphs, and of what stands before, between and behind them."""
    between = [element.text or ""]
    for child in element:
        if child.tag == "p":
            yield _joined(between)
            yield _text(child)
            between = []
        elif isinstance(child.tag, str):
            between.append(_text(child))
        between.append(child.tail or "")
    yield _joined(between)


def _joined(pieces: list[str]) -> str:
    return " ".join(" ".join(pieces).split())


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


def _bare_title(title: str | None, publisher: str | None) -> str | None:
    """The title without the name of the site behind it."""
    parts = SITE_MARK.split(title) if title else []
    if title and publisher and len(parts) > 1 and _letters(parts[-1]) == _letters(publisher):
        return title[: -len(parts[-1])].rstrip(" |–—·-") or title
    return title


def _without_title(blocks: list[BlockText], title: str | None) -> list[BlockText]:
    """The blocks without one at the top that only says the title again: it is in the metadata."""
    said = _letters(title or "")
    for index, block in enumerate(blocks[:TITLE_WITHIN]):
        letters = _letters(block.text)
        longer = block.kind is BlockKind.HEADING and len(letters) >= SURE_LETTERS
        if said and len(blocks) > 1 and (letters == said or (longer and (letters in said or said in letters))):
            return blocks[:index] + blocks[index + 1 :]
    return blocks


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
