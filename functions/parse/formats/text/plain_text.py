"""Plain text: paragraphs parted by blank lines or, where there are none, by line ends; wrapped lines are rejoined."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText
from shared.version import PIPELINE_VERSION

# Widths, in characters, that lines are wrapped at. Longer lines are paragraphs of their own.
WRAP_WIDTHS = range(40, 201)

# Characters. Shorter lines that are not wrapped are verse, addresses, signatures: they stay one block.
PROSE_WIDTH = 100

# Of the width. Lines wrapped by hand leave a little room.
FILLED = 0.85

# Of a block's line ends that must be wraps: one may be the end of a sentence, or a long word's doing.
WRAPPED_SHARE = 0.8

BLANK_LINES = re.compile(r"\n[ \t\f\v\u00a0]*(?:\n[ \t\f\v\u00a0]*)*\n|\f")
LIST_MARK = re.compile(r"[ \t]*(?:[-*•·‣–]|\d{1,3}[.)])[ \t]+(?=\S)")

# What is written by or for programs. Its lines mean something, so none are joined.
CODE_SUFFIXES = frozenset(
    {
        ".py",
        ".js",
        ".mjs",
        ".ts",
        ".tsx",
        ".jsx",
        ".java",
        ".kt",
        ".c",
        ".h",
        ".cc",
        ".cpp",
        ".hpp",
        ".cs",
        ".go",
        ".rs",
    }
    | {".rb", ".php", ".pl", ".pm", ".lua", ".r", ".jl", ".swift", ".scala", ".sh", ".bash", ".ps1", ".bat", ".sql"}
    | {".css", ".scss", ".yaml", ".yml", ".ini", ".cfg", ".conf", ".toml", ".properties", ".log", ".diff", ".patch"}
)

PARSER = f"nutgraf {PIPELINE_VERSION} text"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The paragraphs and list items of a plain text; lines as they are in what is written for programs."""
    source = decoded(content, hints.declared_type)
    blocks = (
        code(source.text)
        if PurePosixPath(hints.name).suffix.lower() in CODE_SUFFIXES
        else paragraphs(source.text, limits.max_blocks)
    )
    return Extracted(blocks=blocks, parser=PARSER, warnings=source.warnings)


def code(text: str) -> list[BlockText]:
    """The blocks of a program or a configuration: each run of lines without a blank one between them."""
    return [BlockText(kind=BlockKind.CODE, text=chunk.strip("\n")) for chunk in BLANK_LINES.split(text)]


def paragraphs(text: str, max_blocks: int | None = None) -> list[BlockText]:
    """The blocks of `text`, whose line ends are `\\n`: paragraphs, list items, and quotations marked by `>`.

    After `max_blocks` the rest is one block, which the Document has no place for: building all of them takes time.
    """
    blocks: list[BlockText] = []
    for start, end in _chunks(text):
        if max_blocks is not None and len(blocks) >= max_blocks:
            return [*blocks, BlockText(kind=BlockKind.PARAGRAPH, text=text[start:].strip())]
        chunk = text[start:end]
        lines = [line.rstrip() for line in chunk.split("\n") if line.strip()]
        if not lines:
            continue
        if all(line.startswith(">") for line in lines):
            quoted = "\n".join(line.lstrip("> ") for line in lines)
            blocks.extend(BlockText(kind=BlockKind.QUOTATION, text=block.text) for block in paragraphs(quoted))
        else:
            blocks.extend(_chunk(lines))
    return blocks


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Where the runs of lines between blank ones are."""
    start = 0
    for blank in BLANK_LINES.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


def _chunk(lines: list[str]) -> list[BlockText]:
    if any(LIST_MARK.match(line) for line in lines[1:]):
        return _list(lines)
    if LIST_MARK.match(lines[0]):
        return [BlockText(kind=BlockKind.LIST_ITEM, text=_without_mark(_joined(lines)))]
    if max(map(len, lines)) > PROSE_WIDTH and not _wrapped(lines):
        return [BlockText(kind=BlockKind.PARAGRAPH, text=line.strip()) for line in lines]
    return [BlockText(kind=BlockKind.PARAGRAPH, text=_joined(lines))]


def _list(lines: list[str]) -> list[BlockText]:
    """List items, each with the lines that follow its mark; what stands before the first mark is a paragraph."""
    groups: list[list[str]] = []
    for line in lines:
        if LIST_MARK.match(line) or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [
        BlockText(kind=BlockKind.LIST_ITEM, text=_without_mark(_joined(group)))
        if LIST_MARK.match(group[0])
        else BlockText(kind=BlockKind.PARAGRAPH, text=_joined(group))
        for group in groups
    ]


def _without_mark(item: str) -> str:
    """The item without its bullet. A number is part of what it says and stays."""
    return item if item.lstrip()[:1].isdigit() else LIST_MARK.sub("", item, count=1)


def _joined(lines: list[str]) -> str:
    """The lines as one where an editor has wrapped them, else as they are."""
    return (" " if _wrapped(lines) else "\n").join(line.strip() for line in lines)


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines are a paragraph filled to some width.

    A line end is a wrap when the next line's first word would not have fitted: so it is all through a wrapped
    paragraph, and hardly ever in verse, addresses or signatures.
    """
    width = max(map(len, lines))
    if len(lines) < 2 or width not in WRAP_WIDTHS:
        return False
    wraps = sum(
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > FILLED * width for line, following in pairwise(lines)
    )
    return wraps >= WRAPPED_SHARE * (len(lines) - 1)
