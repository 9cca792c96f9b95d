"""Markdown (CommonMark with tables), its front matter read for metadata."""

import re
from importlib.metadata import version

from markdown_it import MarkdownIt
from markdown_it.token import Token

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.tables import table
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.metadata import iso_date, language_code
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FRONT_MATTER_LINE = re.compile(r"^([A-Za-z_-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
HTML_TAGS = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)

# Of lists and quotations in each other, a list counting twice. The library leaves out what is nested deeper.
MAX_NESTING = 100

LEVEL = r"(?>[\t>*+-] ?|  |[0-9]{1,9}[.)] )"

# Marks and indentation for more levels than that: those beyond are taken away, so that the text stays.
DEEP = re.compile(rf"^((?>{LEVEL}{{45}}))(?>{LEVEL}| )+", re.MULTILINE)

MARKDOWN = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")

# In one paragraph. The library looks for the end of each in all that follows: time grows with the square of this.
MAX_OPEN_BRACKETS = 1_000

PARSER = f"markdown-it-py {version('markdown-it-py')}"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The blocks of a Markdown text, without its marks."""
    source = decoded(content, hints.declared_type)
    text = source.text
    front = FRONT_MATTER.match(text)
    metadata = Metadata()
    if front and FRONT_MATTER_LINE.search(front.group(1)):
        metadata = _metadata(front.group(1))
        text = text[front.end() :]
    if any(chunk.count("[") - chunk.count("]") > MAX_OPEN_BRACKETS for chunk in text.split("\n\n")):
        message = "The markup could not be followed (too many open brackets). The file was read as plain text."
        warnings = [*source.warnings, PipelineWarning(code="markup_not_followed", message=message)]
        return Extracted(paragraphs(text), PARSER, metadata, warnings)
    tokens = MARKDOWN.parse(DEEP.sub(r"\1", text))
    blocks = _blocks(tokens)
    if not any(block.text.strip() for block in blocks):
        # Nothing but definitions of links, or marks.
        blocks = paragraphs(text)
    return Extracted(blocks=blocks, parser=PARSER, metadata=metadata, warnings=source.warnings)


def _metadata(front_matter: str) -> Metadata:
    """The plain `key: value` lines of the front matter. Nested YAML says nothing that Metadata has a place for."""
    values = {key.lower(): value.strip("'\"") for key, value in FRONT_MATTER_LINE.findall(front_matter)}
    return Metadata(
        title=values.get("title") or None,
        byline=(values.get("author") or values.get("byline") or "").strip("[]") or None,
        published_at=iso_date(values.get("date") or values.get("published") or ""),
        publisher=values.get("publisher") or None,
        language=language_code(values.get("lang") or values.get("language")),
    )


def _blocks(tokens: list[Token]) -> list[BlockText]:
    blocks: list[BlockText] = []
    open_containers: list[str] = []
    heading_level: int | None = None
    rows: list[list[str]] | None = None
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in ("blockquote", "list_item"):
            if token.nesting > 0:
                open_containers.append(name)
            else:
                open_containers.pop()
        elif name == "heading":
            heading_level = int(token.tag[1:]) if token.nesting > 0 else None
        elif name == "table":
            if token.nesting > 0:
                rows = []
            else:
                blocks.append(table(rows or []))
                rows = None
        elif name == "tr" and token.nesting > 0 and rows is not None:
            rows.append([])
        elif token.type == "inline":
            text = _inline(token)
            if rows is not None:
                rows[-1].append(text)
            elif heading_level is not None:
                blocks.append(BlockText(kind=BlockKind.HEADING, text=text, level=heading_level))
            else:
                blocks.append(BlockText(kind=_kind(open_containers), text=text))
        elif token.type in ("fence", "code_block"):
            blocks.append(BlockText(kind=BlockKind.CODE, text=token.content))
        elif token.type == "html_block":
            blocks.append(BlockText(kind=_kind(open_containers), text=HTML_TAGS.sub("", token.content)))
    return blocks


def _kind(open_containers: list[str]) -> BlockKind:
    if "blockquote" in open_containers:
        return BlockKind.QUOTATION
    return BlockKind.LIST_ITEM if open_containers else BlockKind.PARAGRAPH


def _inline(token: Token) -> str:
    """The text of inline marks: emphasis without stars, links by their words, pictures by their alternative text."""
    parts: list[str] = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "image":
            parts.append(_inline(child))
        elif child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)
