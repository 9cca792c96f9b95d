"""Plain text: paragraphs are separated by blank lines or, without them, by line ends. Wrapped lines are joined."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import PurePosixPath

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.text.chat_log import chat_blocks
from functions.parse.recognition.text_decoding import decoded
from functions.parse.turns.labels import labelled
from functions.parse.turns.transcripts import has_turns
from shared.documents.document import BlockKind, BlockText
from shared.version import PIPELINE_VERSION

# Widths, in characters, at which text is wrapped. Each longer line is a paragraph.
WRAP_WIDTHS = range(40, 201)

# Length of a line, in characters, above which unwrapped lines are paragraphs. Shorter unwrapped lines are verse,
# addresses or signatures and form one block.
PROSE_WIDTH = 100

# Share of the width (0 to 1) that a line and the first word of the next must exceed for the line end to be a wrap.
# Text that is wrapped by hand does not fill the lines.
FILLED_SHARE = 0.85

# Minimum share of a block's line ends that must be wraps (0 to 1). A line may also end with a sentence or before a
# long word.
WRAPPED_SHARE = 0.8

# Length of the usual line of a text, relative to the longest line of a block, above which the block is not wrapped
# (1.5 or more leaves room for quotations, which are narrower than the text).
UNWRAPPED = 1.5

# The marks at the end of a line of prose: of a sentence, or before its next part. Marks that may follow them.
PROSE_ENDS = tuple(".!?…:;,。！？：；，،؛؟।॥۔።")
CLOSING = "\"'”’»)]」』）"

BLANK_LINES = re.compile(r"\n[ \t\f\v\u00a0]*(?:\n[ \t\f\v\u00a0]*)*\n|\f")
LIST_MARK = re.compile(r"[ \t]*(?:[-*•·‣–]|\d{1,3}[.)])[ \t]+(?=\S)")

# Suffixes of source code, configuration and logs. Their line ends have a meaning, so lines are not joined.
CODE_SUFFIXES = frozenset(
    (
        ".py .js .mjs .ts .tsx .jsx .java .kt .c .h .cc .cpp .hpp .cs .go .rs .rb .php .pl .pm .lua .r .jl "
        ".swift .scala .sh .bash .ps1 .bat .sql .css .scss .yaml .yml .ini .cfg .conf .toml .properties .log "
        ".diff .patch"
    ).split()
)

PARSER = f"nutgraf {PIPELINE_VERSION} text"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the paragraphs and list items of a plain text, or the messages of an exported chat.

    Source code, configuration and logs keep their lines.
    """
    source = decoded(content, hints.declared_type)
    chat = chat_blocks(source.text, limits.max_blocks)
    if chat is not None:
        blocks, warnings = chat
        return Extracted(blocks=blocks, parser=PARSER, warnings=[*source.warnings, *warnings])
    is_code = PurePosixPath(hints.name).suffix.lower() in CODE_SUFFIXES
    blocks = code(source.text) if is_code else paragraphs(source.text, limits.max_blocks, limits.max_characters)
    return Extracted(blocks=blocks, parser=PARSER, warnings=source.warnings)


def code(text: str) -> list[BlockText]:
    """Return the blocks of source code: each run of lines without a blank line."""
    return [BlockText(kind=BlockKind.CODE, text=chunk.strip("\n")) for chunk in BLANK_LINES.split(text)]


def paragraphs(text: str, max_blocks: int | None = None, max_characters: int | None = None) -> list[BlockText]:
    """Return the blocks of `text` with `\\n` as line end: paragraphs, list items, and quotations marked with `>`.

    After `max_blocks` or more than `max_characters`, the remaining text is one block. The Document has no room for it,
    and building all its blocks takes time.
    """
    blocks: list[BlockText] = []
    length = 0
    in_turns, usual = has_turns(text), _usual_length(text)
    for start, end in _chunks(text):
        is_full = max_blocks is not None and len(blocks) >= max_blocks
        if is_full or (max_characters is not None and length > max_characters):
            return [*blocks, BlockText(kind=BlockKind.PARAGRAPH, text=text[start:].strip())]
        found = _blocks_of(text[start:end], usual, in_turns=in_turns)
        length += sum(len(block.text) for block in found)
        blocks += found
    return blocks


def _usual_length(text: str) -> int:
    """Return the length of a line such that longer ones have at most half of the characters of a text."""
    lengths = sorted(map(len, text.split("\n")))
    middle = sum(lengths) / 2
    return next((length for length, total in zip(lengths, accumulate(lengths), strict=True) if total >= middle), 0)


def _blocks_of(chunk: str, usual: int, *, in_turns: bool) -> list[BlockText]:
    """Return the blocks of a run of lines. `usual`: a length of lines of the text. `in_turns`: it is a transcript."""
    lines = [line.rstrip() for line in chunk.split("\n") if line.strip()]
    if lines and all(line.startswith(">") for line in lines):
        quoted = "\n".join(line.lstrip("> ") for line in lines)
        return [BlockText(kind=BlockKind.QUOTATION, text=block.text) for block in paragraphs(quoted)]
    return _chunk(lines, usual, in_turns=in_turns) if lines else []


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each run of lines between blank lines."""
    start = 0
    for blank in BLANK_LINES.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


def _chunk(lines: list[str], usual: int, *, in_turns: bool) -> list[BlockText]:
    """Return the blocks of lines without a blank line between them. `usual`, `in_turns`: as in `_blocks_of`."""
    passages = labelled(lines) if in_turns else [lines]
    if len(passages) > 1:
        return [block for passage in passages for block in _chunk(passage, usual, in_turns=False)]
    if any(LIST_MARK.match(line) for line in lines[1:]):
        return _list(lines)
    if LIST_MARK.match(lines[0]):
        return [BlockText(kind=BlockKind.LIST_ITEM, text=_without_mark(_joined(lines)))]
    is_head = usual > UNWRAPPED * max(map(len, lines)) and not _is_prose(lines)
    if max(map(len, lines)) > PROSE_WIDTH and (is_head or not _wrapped(lines)):
        return [BlockText(kind=BlockKind.PARAGRAPH, text=line.strip()) for line in lines]
    if is_head:
        return [BlockText(kind=BlockKind.PARAGRAPH, text="\n".join(line.strip() for line in lines))]
    return [BlockText(kind=BlockKind.PARAGRAPH, text=_joined(lines))]


def _is_prose(lines: list[str]) -> bool:
    """Return whether a sentence goes on in a next line, or the last line ends as prose does."""
    goes_on = any(line.lstrip()[:1].islower() for line in lines[1:])
    return goes_on or lines[-1].rstrip(CLOSING).endswith(PROSE_ENDS)


def _list(lines: list[str]) -> list[BlockText]:
    """Return the list items, each with the lines after its mark. Text before the first mark is a paragraph."""
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
    """Return the item without its bullet. A number is kept, because it is part of the text."""
    return item if item.lstrip()[:1].isdigit() else LIST_MARK.sub("", item, count=1)


def _joined(lines: list[str]) -> str:
    """Join the lines if an editor wrapped them, else keep their line ends."""
    return (" " if _wrapped(lines) else "\n").join(line.strip() for line in lines)


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines are a paragraph that was wrapped at some width.

    A line end is a wrap if the first word of the next line would not have fitted into the line. This is true of most
    line ends in a wrapped paragraph, and of few in verse, addresses and signatures.
    """
    width = max(map(len, lines))
    if len(lines) < 2 or width not in WRAP_WIDTHS:
        return False
    wraps = sum(
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > FILLED_SHARE * width
        for line, following in pairwise(lines)
    )
    return wraps >= WRAPPED_SHARE * (len(lines) - 1)
