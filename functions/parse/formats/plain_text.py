"""Plain text: paragraphs parted by blank lines or, where there are none, by line ends; wrapped lines are rejoined."""

import platform
import re
from itertools import pairwise

from functions.parse.formats.format import Extracted, Hints, Limits
from functions.parse.text_decoding import decode, normalize
from shared.document import BlockKind, BlockText
from shared.errors import Code, PermanentError

WRAP_WIDTHS = range(40, 201)
"""Widths, in characters, that lines are wrapped at. Longer lines are paragraphs of their own."""

PROSE_WIDTH = 100
"""Characters. Shorter lines that are not wrapped are verse, addresses, signatures: they stay one block."""

FILLED = 0.85
"""Of the width. Lines wrapped by hand leave a little room."""

WRAPPED_SHARE = 0.8
"""Of a block's line ends that must be wraps: one may be the end of a sentence, or a long word's doing."""

BLANK_LINES = re.compile(r"\n[ \t\f\v\u00a0]*(?:\n[ \t\f\v\u00a0]*)*\n|\f")
LIST_MARK = re.compile(r"[ \t]*(?:[-*•·‣–]|\d{1,3}[.)])[ \t]+(?=\S)")
PARSER = f"Python {platform.python_version()}"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The paragraphs and list items of a plain text."""
    text = decode(content, hints.declared_type)
    if text is None:
        raise PermanentError(Code.UNSUPPORTED, "The file is no text in any encoding known.")
    return Extracted(blocks=paragraphs(normalize(text)), parser=PARSER)


def paragraphs(text: str) -> list[BlockText]:
    """The blocks of `text`, whose line ends are `\\n`: paragraphs, list items, and quotations marked by `>`."""
    blocks: list[BlockText] = []
    for chunk in BLANK_LINES.split(text):
        lines = [line.rstrip() for line in chunk.split("\n") if line.strip()]
        if not lines:
            continue
        if all(line.startswith(">") for line in lines):
            quoted = "\n".join(line.lstrip("> ") for line in lines)
            blocks.extend(BlockText(kind=BlockKind.QUOTATION, text=block.text) for block in paragraphs(quoted))
        else:
            blocks.extend(_chunk(lines))
    return blocks


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
