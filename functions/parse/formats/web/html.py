"""Web pages: the article and its metadata, extracted by trafilatura. A page without an article is kept whole."""

from collections.abc import Sequence

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document

from functions.parse.contract import Extracted, Hints, Limits, content_left_out
from functions.parse.formats.common import markup
from functions.parse.formats.common.declared_charset import declared_charset
from functions.parse.formats.common.xml_tree import PARSER as WHOLE_PAGE_PARSER
from functions.parse.formats.web.excess_attributes import without_excess_attributes
from functions.parse.formats.web.linked_data import linked_data, with_linked_data
from functions.parse.formats.web.page_blocks import Selection, block
from functions.parse.formats.web.page_furniture import furniture
from functions.parse.formats.web.page_metadata import PageMetadata
from functions.parse.formats.web.page_outline import Leaf, outline
from functions.parse.formats.web.page_region import extracted_leaves, region
from functions.parse.formats.web.page_title import letters, standfirst_and_article, without_title
from functions.parse.formats.web.page_tree import bound_spans, is_overgrown, is_plain, remove_elements
from functions.parse.recognition.text_decoding import decode, normalize
from shared.documents.document import Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PARSER = f"trafilatura {trafilatura.__version__}"

# Length of a page, in characters, from which trafilatura does not read it. libxml2 drops a text node of that length
# unless `huge_tree` is set, and trafilatura does not set it.
MAX_PAGE_LENGTH = 10_000_000

# Elements of trafilatura's tree that are blocks.
EXTRACTED_TAGS = ("p", "head", "item", "cell", "quote", "code")

# Share of the letters of a page's prose (0 to 1) from which prose outside the article is reported.
MIN_LEFT_OUT_SHARE = 0.25


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the article of a page, with title, byline, date, publisher and language from the page's metadata.

    Raises PermanentError: corrupt, if the bytes fit no known encoding.
    """
    charset = declared_charset(content)
    text = decode(content, f"text/html; charset={charset}" if charset else hints.declared_type)
    if text is None:
        raise PermanentError(Code.CORRUPT, "The page is in no known encoding.")
    return _read_page(normalize(text))


def _read_page(source: str) -> Extracted:
    source = without_excess_attributes(source)
    tree = trafilatura.load_html(source) if len(source) < MAX_PAGE_LENGTH else None
    if tree is None:
        return _whole_page(source, Metadata())
    if is_overgrown(tree):
        return _whole_page(source, Metadata(language=PageMetadata(tree).language()))
    data = linked_data(tree)
    if is_plain(tree):
        metadata = PageMetadata(tree).metadata(data)
        blocks = without_title([block(leaf) for leaf in outline(tree).leaves], metadata.title)
        return Extracted(blocks=blocks, parser=WHOLE_PAGE_PARSER, metadata=metadata)
    bound_spans(tree)
    page = outline(tree)
    left_out, elements = furniture(page)
    metadata = PageMetadata(tree).metadata(data)
    remove_elements(tree, (page.nodes[place].element for place in elements))
    extracted = extracted_leaves(page.leaves, _extracted_texts(tree))
    selection = Selection(page, region(page, extracted, left_out), extracted, left_out)
    lead, kept = selection.leaves()
    blocks = with_linked_data([block(page.leaves[n]) for n in kept], data)
    if not blocks:
        return _whole_page(source, metadata)
    standfirst, blocks = standfirst_and_article(without_title(blocks, metadata.title))
    standfirst = standfirst or " ".join(page.leaves[n].text for n in lead) or None
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=metadata.model_copy(update={"standfirst": standfirst}),
        warnings=_left_out_warnings(page.leaves, left_out, {*lead, *kept}),
    )


def _extracted_texts(tree: HtmlElement) -> list[str]:
    """Return the texts of the blocks that trafilatura extracts, none if it finds no article. The tree is changed."""
    document = trafilatura.bare_extraction(tree, fast=True, include_comments=False, include_links=True)
    if not isinstance(document, Document) or document.body is None:
        return []
    return ["".join(element.itertext()) for element in document.body.iter(*EXTRACTED_TAGS)]


def _left_out_warnings(leaves: Sequence[Leaf], left_out: Sequence[bool], kept: set[int]) -> list[PipelineWarning]:
    """Return a warning if the page shows much prose that is neither in the article nor page furniture."""
    read = {letters(leaves[n].text) for n in kept}
    shown = {letters(leaf.text) for leaf, out in zip(leaves, left_out, strict=True) if leaf.is_prose and not out}
    missing = shown - read
    count = sum(map(len, missing))
    total = count + sum(map(len, read))
    if count < MIN_LEFT_OUT_SHARE * total:
        return []
    return [content_left_out(count, "letters", "they are in parts of the page outside the article", total)]


def _whole_page(source: str, metadata: Metadata) -> Extracted:
    """Return all text of a page in which no article is found: a fragment, a table, a list of links."""
    return Extracted(
        blocks=markup.read_blocks(source),
        parser=WHOLE_PAGE_PARSER,
        metadata=metadata,
        warnings=[PipelineWarning(code="whole_page", message="No article was found. All text of the page is kept.")],
    )
