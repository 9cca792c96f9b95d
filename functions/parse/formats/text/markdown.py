"""Markdown (CommonMark with tables). Its front matter is metadata."""

import re
from importlib.metadata import version

from markdown_it import MarkdownIt
from markdown_it.token import Token

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.tables import table
from functions.parse.formats.text.front_matter import split_front_matter
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.recognition.text_decoding import decoded
from functions.parse.turns.labels import labelled
from functions.parse.turns.transcripts import has_turns
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

HTML_TAGS = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)

# Maximum nesting of lists and quotations. A list counts twice. The library drops content that is nested deeper.
MAX_NESTING = 100

# The mark or the indentation of one level of nesting.
LEVEL = r"(?>[\t>*+-] ?|  |[0-9]{1,9}[.)] )"

# Marks and indentation of more than 45 levels, which stays below `MAX_NESTING`. The marks of deeper levels are removed
# so that the library keeps the text.
DEEP = re.compile(rf"^((?>{LEVEL}{{45}}))(?>{LEVEL}| )+", re.MULTILINE)

# A line end that is not a break, while inline elements are joined. The library replaces U+0000 in its input.
SOFT_BREAK = "\0"

MARKDOWN = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")

# Maximum number of unclosed brackets in one paragraph. The library searches the rest of the paragraph for the end of
# each, so its time grows with the square of this number.
MAX_OPEN_BRACKETS = 1_000

PARSER = f"markdown-it-py {version('markdown-it-py')}"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the blocks of a Markdown text, without its marks."""
    source = decoded(content, hints.declared_type)
    front_matter, text = split_front_matter(source.text)
    metadata = front_matter or Metadata()
    warnings = source.warnings
    if not is_parsable(text):
        message = "The markup could not be parsed (too many open brackets). The file was read as plain text."
        warnings = [*warnings, PipelineWarning(code="markup_not_followed", message=message)]
    return Extracted(blocks=blocks_of(text), parser=PARSER, metadata=metadata, warnings=warnings)


def is_parsable(text: str) -> bool:
    """Whether the library can parse the text in a time that does not grow with the square of its length."""
    return not any(chunk.count("[") - chunk.count("]") > MAX_OPEN_BRACKETS for chunk in text.split("\n\n"))


def blocks_of(text: str) -> list[BlockText]:
    """Return the blocks of a Markdown text without front matter. If it cannot be parsed, it is plain text."""
    if not is_parsable(text):
        return paragraphs(text)
    blocks = _blocks(MARKDOWN.parse(DEEP.sub(r"\1", text)), in_turns=has_turns(text))
    # The text may contain only link definitions or marks.
    return blocks if any(block.text.strip() for block in blocks) else paragraphs(text)


def _blocks(tokens: list[Token], *, in_turns: bool) -> list[BlockText]:
    """Return the blocks of a text. `in_turns`: it is a transcript, in which labels of speakers begin lines."""
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
            text = _joined(_inline(token), in_turns=in_turns)
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
    """Return the text of inline elements: emphasis without marks, link texts, the alternative texts of pictures.

    SOFT_BREAK marks a line end that is not a break.
    """
    parts: list[str] = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(SOFT_BREAK if child.type == "softbreak" else "\n")
        elif child.type == "image":
            parts.append(_inline(child))
        elif child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)


def _joined(text: str, *, in_turns: bool) -> str:
    """Return the text with a space for each soft break or, in a transcript, a line end before a label."""
    passages = labelled(text.split(SOFT_BREAK)) if in_turns else [text.split(SOFT_BREAK)]
    return "\n".join(" ".join(passage) for passage in passages)
