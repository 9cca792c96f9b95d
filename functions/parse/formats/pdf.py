"""PDF, read by kreuzberg: paragraphs rejoined from lines, hyphens at line ends undone, page numbers kept."""

import re
from collections import Counter
from collections.abc import Iterable

import kreuzberg

from functions.parse.formats import kreuzberg_document
from functions.parse.formats.format import Extracted, Hints, Limits
from functions.parse.text_decoding import normalize
from shared.document import BlockKind, BlockText
from shared.errors import Code, PermanentError

MAX_LOST_SHARE = 0.05
"""Of a page's words. kreuzberg's structure drops whole columns of some pages; its plain text of a page has them all."""

SHORT_LINE = 0.8
"""Of the longest line around it. A shorter line that ends a sentence ends its paragraph."""

MAX_HEADING = 200
"""Characters. Longer "headings" are paragraphs in large type."""

HYPHEN = "\x02"
"""What PDFium writes in place of a hyphen at a line's end."""

BLANK_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R>>"
)
"""A PDF of one empty page. PDFium finds its way without the table of offsets."""

SENTENCE_END = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
MID_SENTENCE = re.compile(r"[\w,;–—-]$")
WORD = re.compile(r"\w+")


def prepare() -> None:
    """Have PDFium loaded. kreuzberg unpacks it into a temporary folder at the first PDF; later no file may be written.

    Raises PermanentError when that fails.
    """
    kreuzberg_document.extract(BLANK_PAGE, "application/pdf", kreuzberg_document.configuration(), "PDF")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks of a PDF with their pages. Raises PermanentError: encrypted, corrupt, empty (a scan has no text)."""
    config = kreuzberg_document.configuration(pages=kreuzberg.PageConfig(extract_pages=True))
    result = kreuzberg_document.extract(content, "application/pdf", config, "PDF")
    by_page: dict[int, list[BlockText]] = {}
    for block in kreuzberg_document.blocks(result):
        by_page.setdefault(block.page or 1, []).append(block)
    plain = {page["page_number"]: normalize(page["content"]) for page in result.pages or []}
    blocks: list[BlockText] = []
    for page in sorted(by_page.keys() | plain.keys()):
        structured, text = by_page.get(page, []), plain.get(page, "")
        if _lost_share(text, structured) > MAX_LOST_SHARE:
            structured = [BlockText(kind=BlockKind.PARAGRAPH, text=text, page=page)]
        for block in structured:
            blocks.extend(_tidied(piece) for piece in _paragraphs(block))
    document = kreuzberg_document.extracted(result, _rejoined(blocks))
    if not any(block.text.strip() for block in blocks):
        pages = document.metadata.pages or len(plain)
        raise PermanentError(Code.EMPTY, f"The PDF has {pages} pages and no text on them: it may be a scan.")
    return document


def _words(text: str) -> Counter[str]:
    return Counter(WORD.findall(_unhyphenated(text)))


def _lost_share(text: str, structured: Iterable[BlockText]) -> float:
    whole = _words(text)
    if not whole:
        return 0.0
    kept = _words("\n".join(block.text for block in structured))
    return (whole - kept).total() / whole.total()


def _unhyphenated(text: str) -> str:
    """Words that a line's end has parted, in one piece. A hyphen before a capital or a digit belongs there."""
    text = re.sub(rf"(?<=[^\W\d_]){HYPHEN}\n?(?=[^\W\d_])(?![A-Z])", "", text)
    text = text.replace(HYPHEN, "-").replace("\u00ad\n", "").replace("\u00ad", "")
    return re.sub(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", text)


def _tidied(block: BlockText) -> BlockText:
    if block.kind is BlockKind.TABLE:
        return block
    text = " ".join(line.strip() for line in _unhyphenated(normalize(block.text)).split("\n"))
    kind = block.kind
    if kind is BlockKind.HEADING and (len(text) > MAX_HEADING or text[:1].islower() or text.endswith((",", ";", "-"))):
        kind = BlockKind.PARAGRAPH
    level = block.level if kind is BlockKind.HEADING else None
    return BlockText(kind=kind, text=text, level=level, page=block.page, rows=block.rows)


def _paragraphs(block: BlockText) -> list[BlockText]:
    """A paragraph's lines as the paragraphs that they are: several run together where only a short line parts them."""
    if block.kind is not BlockKind.PARAGRAPH:
        return [block]
    lines = [line.strip() for line in normalize(block.text).split("\n")]
    width = max(map(len, lines), default=0)
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        if not line or (len(line) < SHORT_LINE * width and SENTENCE_END.search(line)):
            groups.append([])
    return [BlockText(kind=block.kind, text="\n".join(group), page=block.page) for group in groups if group]


def _rejoined(blocks: list[BlockText]) -> list[BlockText]:
    """Paragraphs in one piece that a column's or a page's end has parted: one ends in mid-sentence, the next goes on.

    A heading that the next paragraph goes on from is the first line of that paragraph.
    """
    joined: list[BlockText] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, block):
            text = _unhyphenated(f"{last.text}\n{block.text}").replace("\n", " ")
            joined[-1] = BlockText(kind=BlockKind.PARAGRAPH, text=text, page=last.page)
        else:
            joined.append(block)
    return joined


def _goes_on(last: BlockText, block: BlockText) -> bool:
    return (
        last.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        and block.kind is BlockKind.PARAGRAPH
        and block.text[:1].islower()
        and MID_SENTENCE.search(last.text) is not None
    )
