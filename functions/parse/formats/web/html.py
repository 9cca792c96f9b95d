"""Web pages: the article and its metadata, extracted by trafilatura. A page without an article is kept whole."""

import re

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.common.xml_tree import PARSER as WHOLE_PAGE_PARSER
from functions.parse.formats.web.excess_attributes import without_excess_attributes
from functions.parse.formats.web.linked_data import LinkedData, linked_data, moment
from functions.parse.formats.web.page_blocks import Selection, block
from functions.parse.formats.web.page_furniture import furniture
from functions.parse.formats.web.page_outline import outline
from functions.parse.formats.web.page_region import found_leaves, region
from functions.parse.formats.web.page_title import standfirst_and_article, without_site_name, without_title
from functions.parse.formats.web.page_tree import bound_spans, is_overgrown, is_plain
from functions.parse.metadata import filled_in, iso_date, language_code
from functions.parse.recognition.text_decoding import decode, normalize
from shared.documents.document import Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PARSER = f"trafilatura {trafilatura.__version__}"

# Length of a page, in characters, from which trafilatura does not read it. libxml2 drops a text node of that length
# unless `huge_tree` is set, and trafilatura does not set it.
MAX_PAGE_LENGTH = 10_000_000

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)

# Number of bytes at the start of a page in which the charset must be declared (HTML standard, "Specifying the
# document's character encoding").
CHARSET_BYTES = 1024

# Dates come from the page's metadata only. trafilatura's extensive search guesses them from the text.
DATE_SEARCH = {"original_date": True, "extensive_search": False}


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the article of a page, with title, byline, date, publisher and language from the page's metadata.

    Raises PermanentError: corrupt, if the bytes fit no known encoding.
    """
    declared = CHARSET.search(content[:CHARSET_BYTES])
    charset = f"text/html; charset={declared.group(1).decode('ascii')}" if declared else hints.declared_type
    text = decode(content, charset)
    if text is None:
        raise PermanentError(Code.CORRUPT, "The page is in no known encoding.")
    return _read_page(normalize(text))


def _read_page(source: str) -> Extracted:
    source = without_excess_attributes(source)
    tree = trafilatura.load_html(source) if len(source) < MAX_PAGE_LENGTH else None
    if tree is None:
        return _whole_page(source, Metadata())
    language = _language(tree)
    if is_overgrown(tree):
        return _whole_page(source, Metadata(language=language))
    data = linked_data(tree)
    bound_spans(tree)
    page = outline(tree)
    left_out = furniture(page)
    # trafilatura changes the tree, so read these two values first.
    plain = is_plain(tree)
    published_at = _published_at(tree, data.published_at)
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
    metadata = _metadata(document, data, language, published_at)
    if plain:
        blocks = without_title(markup.read_blocks(source), metadata.title)
        return Extracted(blocks=blocks, parser=WHOLE_PAGE_PARSER, metadata=metadata)
    extracted = [] if document.body is None else ["".join(each.itertext()) for each in document.body.iter("p", "head", "item", "cell", "quote", "code")]
    found = found_leaves(page.leaves, extracted)
    selection = Selection(page, region(page, found, left_out), found, left_out)
    lead, kept = selection.leaves()
    blocks = [block(page.leaves[n]) for n in kept]
    if not any(block.text.strip() for block in blocks):
        return _whole_page(source, metadata)
    standfirst, blocks = standfirst_and_article(without_title(blocks, metadata.title))
    standfirst = standfirst or " ".join(page.leaves[n].text for n in lead) or None
    return Extracted(blocks=blocks, parser=PARSER, metadata=metadata.model_copy(update={"standfirst": standfirst}))


def _whole_page(source: str, metadata: Metadata) -> Extracted:
    """Return all text of a page in which no article is found: a fragment, a table, a list of links."""
    return Extracted(
        blocks=markup.read_blocks(source),
        parser=WHOLE_PAGE_PARSER,
        metadata=metadata,
        warnings=[PipelineWarning(code="whole_page", message="No article was found. All text of the page is kept.")],
    )


def _metadata(document: Document, data: LinkedData, language: str | None, published_at: str | None) -> Metadata:
    """Return the metadata of the page: its JSON-LD first, then what trafilatura found."""
    publisher = data.publisher or filled_in(document.sitename)
    authors = data.authors or filter(None, map(filled_in, (document.author or "").split(";")))
    return Metadata(
        title=without_site_name(filled_in(document.title), publisher),
        byline=", ".join(authors) or None,
        published_at=published_at or iso_date(document.date or ""),
        publisher=publisher,
        language=language or data.language,
        rights=data.rights,
    )


def _language(tree: HtmlElement) -> str | None:
    found = tree.xpath(
        "/html/@lang|/html/@*[local-name()='lang']|//meta[translate(@http-equiv,'CL','cl')='content-language']/@content"
        "|//meta[@property='og:locale']/@content"
    )
    return next((code for code in map(language_code, map(str, found)) if code), None)


def _published_at(tree: HtmlElement, from_linked_data: str | None) -> str | None:
    """Return the publication date from the JSON-LD, or from the `meta` element if that adds the time to the same day.

    Without a date in the JSON-LD, return the one from the `meta` element.
    """
    values = tree.xpath("//meta[@property='article:published_time' or @name='article:published_time']/@content")
    from_meta = next(filter(None, map(moment, map(str, values))), None)
    if from_meta is not None and (from_linked_data is None or from_meta.startswith(f"{from_linked_data}T")):
        return from_meta
    return from_linked_data
