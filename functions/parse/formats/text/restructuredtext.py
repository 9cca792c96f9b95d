"""reStructuredText, parsed by docutils. All settings that read files, run code or write raw output are off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

import docutils
import docutils.core
from docutils import nodes
from docutils.utils import SystemMessagePropagation

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.markup import MAX_LEVEL
from functions.parse.formats.common.tables import table
from functions.parse.formats.text.plain_text import BLANK_LINES, paragraphs
from functions.parse.metadata import filled_in, iso_date
from functions.parse.recognition.text_decoding import Decoded, decoded
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

PARSER = f"docutils {docutils.__version__}"

# Levels of docutils messages. At level 3 (error), a message contains the source that docutils does not understand. No
# message has level 5, so parsing never stops.
ERROR_LEVEL, NEVER = 3, 5

# Errors that docutils raises for deep nesting, which it processes by recursion, and for some malformed markup.
MARKUP_ERRORS = (
    *(RecursionError, AttributeError, AssertionError, IndexError, KeyError, TypeError, ValueError),
    SystemMessagePropagation,
)

# Maximum length of a paragraph, in characters. docutils searches the paragraph again for each mark in it, so its time
# grows with the square of this length.
MAX_PARAGRAPH = 5_000

# Indentation of 200 characters or more, which no author writes. The memory that docutils needs grows with the square of
# the number of levels.
DEEP = re.compile(r"^[ \t]{200}", re.MULTILINE)

SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": NEVER,
    "report_level": ERROR_LEVEL,
    "warning_stream": False,
    "syntax_highlight": "none",
    "smart_quotes": False,
    "line_length_limit": 1_000_000,
}
KINDS: tuple[tuple[type[nodes.Node], BlockKind], ...] = (
    (nodes.block_quote, BlockKind.QUOTATION),
    (nodes.list_item, BlockKind.LIST_ITEM),
    (nodes.definition_list_item, BlockKind.LIST_ITEM),
    (nodes.caption, BlockKind.CAPTION),
)
SKIPPED = (nodes.comment, nodes.substitution_definition, nodes.target, nodes.raw, nodes.label)
IN_METADATA = (nodes.author, nodes.authors, nodes.date, nodes.copyright)
DIRECTIVE = re.compile(r"\.\. +(?:\|[^|]*\| +)?([\w:.+-]+)::[ \t]*(.*)")
OPTION = re.compile(r"^[ \t]+:[\w-]+:.*$", re.MULTILINE)

# Directives that name files, which are not opened.
FILE_DIRECTIVES = frozenset(
    {"include", "literalinclude", "toctree", "raw", "csv-table", "image", "figure", "automodule"}
)
ROLE = re.compile(r":[\w:+.-]+:`([^`<]*?)(?:\s*<[^`>]*>)?`")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the blocks of a reStructuredText. Its first heading is the title if no other has the same level."""
    source = decoded(content, hints.declared_type, "text")
    if DEEP.search(source.text):
        return _as_plain_text(source, "it nests too deeply")
    if max(map(len, BLANK_LINES.split(source.text))) > MAX_PARAGRAPH:
        return _as_plain_text(source, "a paragraph is too long")
    try:
        document = docutils.core.publish_doctree(source.text, settings_overrides=SETTINGS)
        title = document.next_node(nodes.title, descend=True, siblings=False)
        blocks = list(_blocks(document, _Place(level=int(title is not None and title.parent is document))))
    except MARKUP_ERRORS as error:
        return _as_plain_text(source, type(error).__name__)
    if not any(block.text for block in blocks):
        return _as_plain_text(source, "no text was found")
    return Extracted(blocks, PARSER, _metadata(document), source.warnings)


def _as_plain_text(source: Decoded, reason: str) -> Extracted:
    message = f"The markup could not be parsed ({reason}). The file was read as plain text."
    warnings = [*source.warnings, PipelineWarning(code="markup_not_followed", message=message)]
    return Extracted(paragraphs(source.text), PARSER, warnings=warnings)


def _metadata(document: nodes.document) -> Metadata:
    fields: dict[str, str] = {}
    for info in document.findall(nodes.docinfo):
        for entry in info.children:
            fields.setdefault(type(entry).__name__, entry.astext())
    return Metadata(
        title=filled_in(document.get("title")),
        byline=filled_in(fields.get("author") or fields.get("authors")),
        published_at=iso_date(fields.get("date", "")),
        rights=filled_in(fields.get("copyright")),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """The position of a node: the level of its section, and the kind of block that contains it."""

    level: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH


def _blocks(node: nodes.Element, place: _Place) -> Iterator[BlockText]:
    """Yield the blocks of all descendants of a node, in document order."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from _blocks(child, _Place(place.level + 1, place.kind))
        elif isinstance(child, nodes.title) and isinstance(node, (nodes.section, nodes.document)):
            yield BlockText(kind=BlockKind.HEADING, text=_text(child), level=min(MAX_LEVEL, max(1, place.level)))
        elif isinstance(child, nodes.subtitle):
            yield BlockText(kind=BlockKind.HEADING, text=_text(child), level=2)
        elif isinstance(child, nodes.system_message):
            yield from _unknown_directive(child)
        elif isinstance(child, nodes.docinfo):
            yield from _fields(child)
        elif isinstance(child, SKIPPED):
            continue
        elif isinstance(child, nodes.FixedTextElement):
            yield BlockText(kind=BlockKind.CODE, text=child.astext())
        elif isinstance(child, nodes.image):
            yield BlockText(kind=place.kind, text=child.get("alt", ""))
        elif isinstance(child, nodes.table):
            yield from _table(child)
        elif isinstance(child, nodes.line_block):
            yield BlockText(kind=place.kind, text="\n".join(_text(line) for line in child.findall(nodes.line)))
        elif isinstance(child, nodes.field):
            yield BlockText(kind=place.kind, text=": ".join(_text(part) for part in child.children))
        elif isinstance(child, nodes.TextElement):
            kind = BlockKind.CAPTION if isinstance(child, nodes.caption) else place.kind
            yield BlockText(kind=kind, text=_text(child))
        elif isinstance(child, nodes.Element):
            yield from _blocks(child, _Place(place.level, _kind(child, place.kind)))


def _kind(node: nodes.Element, outer: BlockKind) -> BlockKind:
    if outer is BlockKind.QUOTATION:
        return outer
    return next((kind for of, kind in KINDS if isinstance(node, of)), outer)


def _table(node: nodes.table) -> Iterator[BlockText]:
    for title in node.findall(nodes.title):
        yield BlockText(kind=BlockKind.CAPTION, text=_text(title))
    yield table([[_text(entry) for entry in row.findall(nodes.entry)] for row in node.findall(nodes.row)])


def _fields(docinfo: nodes.docinfo) -> Iterator[BlockText]:
    """Yield the fields at the top of a file that are not in Metadata."""
    for entry in docinfo.children:
        if isinstance(entry, nodes.field):
            yield BlockText(kind=BlockKind.PARAGRAPH, text=": ".join(_text(part) for part in entry.children))
        elif not isinstance(entry, IN_METADATA):
            yield BlockText(kind=BlockKind.PARAGRAPH, text=f"{type(entry).__name__}: {_text(entry)}")


def _unknown_directive(message: nodes.system_message) -> Iterator[BlockText]:
    """Yield the text of a directive that docutils does not define. Most are Sphinx directives and contain text."""
    for source in message.findall(nodes.literal_block):
        directive, _, rest = source.astext().partition("\n")
        match = DIRECTIVE.match(directive)
        if match and match.group(1) not in FILE_DIRECTIVES:
            yield BlockText(kind=BlockKind.PARAGRAPH, text=match.group(2))
            yield from paragraphs(dedent(OPTION.sub("", rest)))


def _text(node: nodes.Node) -> str:
    """Return the text of a node on one line. Of a role that docutils does not define, keep only the text."""
    return " ".join(ROLE.sub(r"\1", node.astext()).split())
