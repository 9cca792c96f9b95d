"""Quotations in messages: separate the text of a message from the text of the message that it answers."""

import re
from collections.abc import Iterator
from dataclasses import replace

from functions.parse.formats.text.plain_text import paragraphs
from shared.documents.document import BlockKind, BlockText

SIGNATURE = re.compile(r"(?:\A|\n)--[ ]?\n(?=[^\n])")
QUOTED_LINES = re.compile(r"(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE)
QUOTE_MARKS = re.compile(r"^(?:> ?)+", re.MULTILINE)

WROTE_START = re.compile(r"(?:On|Am|Le|El|Il|Em|Op|Den|W dniu)\b")

# The end of the line with which mail programs introduce a quotation:
# "On 3 March 2020 at 10:00, Ann <ann@a.example> wrote:".
WROTE_END = re.compile(
    r"\b(?:wrote|writes|a écrit|escribió|ha scritto|escreveu|napisał(?:\(a\))?|(?:schrieb|schreef|skrev)[^:\n]{0,80})"
    r"\s{0,2}:\Z"
)

# Maximum length of a match of `WROTE_END`, in characters.
MAX_WROTE_END = 100

# Maximum number of lines of an introduction.
MAX_INTRODUCTION_LINES = 3

# Maximum length of an introduction, in characters.
MAX_INTRODUCTION = 400

# Maximum number of lines of a signature.
MAX_SIGNATURE_LINES = 20

ORIGINAL_MESSAGE = re.compile(
    r"-{2,}\s?(?:Original (?:Message|Appointment)|Ursprüngliche Nachricht|Message d'origine)\b"
)

# The header fields that Outlook puts above the answered message.
COPIED_HEADER = re.compile(r"From: [^\n]+\n(?:Sent|Date): [^\n]+\n(?:(?:To|Cc|Subject|Importance): [^\n]*\n?)+\Z")

# Subjects of forwarded messages. The forwarded message is the content, so it is not marked as a quotation.
FORWARDED = re.compile(r"(?:fwd?|wg|tr|rv|doorst|vs|vb)\s*:", re.IGNORECASE)


def text_blocks(text: str, max_blocks: int) -> list[BlockText]:
    """Return the blocks of a plain body with `\\n` as line end.

    Lines that begin with `>` are quotations. A signature is one block.
    """
    text, signature = _without_signature(text)
    return [*_runs(text, max_blocks), *signature]


def _without_signature(text: str) -> tuple[str, list[BlockText]]:
    """Split off the signature below the last `-- `. It becomes one block that keeps its line ends."""
    marks = list(SIGNATURE.finditer(text))
    if not marks:
        return text, []
    lines = [line.strip() for line in text[marks[-1].end() :].split("\n") if line.strip()]
    if not 0 < len(lines) <= MAX_SIGNATURE_LINES or any(line.startswith(">") for line in lines):
        return text, []
    return text[: marks[-1].start()], [BlockText(kind=BlockKind.PARAGRAPH, text="\n".join(lines))]


def _runs(text: str, max_blocks: int) -> Iterator[BlockText]:
    """Yield the blocks of the runs of quoted lines and of the text between them."""
    position = 0
    left = max_blocks
    for run in QUOTED_LINES.finditer(text):
        before, introduction = _without_introduction(text[position : run.start()])
        position = run.end()
        found = paragraphs(before, left)
        found += introduction
        quoted = paragraphs(QUOTE_MARKS.sub("", run.group()), max(0, left - len(found)))
        found += [replace(block, kind=BlockKind.QUOTATION) for block in quoted]
        yield from found
        left -= len(found)
        if left <= 0:
            # The Document has no room for more blocks. Do not spend time on building them.
            break
    yield from paragraphs(text[position:], max(0, left))


def _without_introduction(text: str) -> tuple[str, list[BlockText]]:
    """Split the text above a quotation from the lines at its end that introduce the quotation, as a quotation block."""
    kept = text.rstrip()
    start = len(kept)
    for _ in range(MAX_INTRODUCTION_LINES):
        start = kept.rfind("\n", 0, max(0, start))
        if len(kept) - start > MAX_INTRODUCTION:
            break
        line = kept[start + 1 :]
        if _introduces(line.strip()):
            return kept[: start + 1], [BlockText(kind=BlockKind.QUOTATION, text=" ".join(line.split()))]
        if start < 0:
            break
    return text, []


def with_answered_message_quoted(blocks: list[BlockText], subject: str) -> list[BlockText]:
    """Mark the blocks of the answered message as quotations, with the line that introduces them.

    In a forwarded message, which `subject` identifies, the blocks after an introduction remain as they are.
    """
    quotations = [index for index, block in enumerate(blocks) if block.kind is BlockKind.QUOTATION]
    last_quotation = quotations[-1] if quotations else -1
    forwarded = FORWARDED.match(subject)
    quoted = list(blocks)
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH or len(block.text) > MAX_INTRODUCTION:
            continue
        if _introduces(block.text):
            quoted[index] = _quotation(block)
            rest = last_quotation < index
        else:
            rest = bool(ORIGINAL_MESSAGE.match(block.text) or COPIED_HEADER.match(block.text))
        if rest and not forwarded:
            return [*quoted[:index], *map(_quotation, blocks[index:])]
    return quoted


def _introduces(text: str) -> bool:
    """Whether a text introduces a quotation: it gives the date and ends with "wrote:" in one of several languages."""
    return (
        text.endswith(":")
        and WROTE_START.match(text) is not None
        and WROTE_END.search(text, max(0, len(text) - MAX_WROTE_END)) is not None
        and any(character.isdigit() for character in text)
    )


def _quotation(block: BlockText) -> BlockText:
    return block if block.kind is BlockKind.TABLE else replace(block, kind=BlockKind.QUOTATION, level=None)
