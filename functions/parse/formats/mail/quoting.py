"""Quotations in messages: separate the text of a message from the text of the message that it answers."""

import re
from collections.abc import Iterator
from dataclasses import replace

from functions.parse.formats.text.plain_text import paragraphs
from shared.documents.document import BlockKind, BlockText

SIGNATURE = re.compile(r"(?:\A|\n)--[ ]?\n(?=[^\n])")
QUOTED_LINES = re.compile(r"(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE)
QUOTE_MARKS = re.compile(r"^(?:> ?)+", re.MULTILINE)

WROTE_START = re.compile(r"(?:On|Am|Le|El|Il|Em|Op|Den|Dne|Pe|W dniu)\b")

# The end of the line with which mail programs introduce a quotation:
# "On 3 March 2020 at 10:00, Ann <ann@a.example> wrote:".
WROTE_END = re.compile(
    r"\b(?:wrote|writes|a écrit|escribió|ha scritto|escreveu|napisał(?:\(a\))?|(?:schrieb|schreef|skrev)[^:\n]{0,80})"
    r"\s{0,2}:\Z"
)

# The same in any language: a date, a time, and the address of the person who wrote, before a colon.
ADDRESS = re.compile(r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
WROTE_ANY = re.compile(r"\d{1,2}[:.]\d\d\b")

# Maximum length of a match of `WROTE_END`, in characters.
MAX_WROTE_END = 100

# Maximum number of lines of an introduction.
MAX_INTRODUCTION_LINES = 3

# Maximum length of an introduction, in characters.
MAX_INTRODUCTION = 400

# The same of the copied fields of a header, which may name many recipients.
MAX_COPIED_HEADER = 2_000

# Maximum number of lines of a signature.
MAX_SIGNATURE_LINES = 20

# A line with dashes on both sides above the answered message: `-----Original Message-----`.
ORIGINAL_MESSAGE = re.compile(r"-{2,}\s?[^\W\d_][^\n-]{3,60}?\s?-{2,}\s*(?:\n|\Z)")

# A rule of one repeated sign, which Outlook draws above the answered message.
RULE = re.compile(r"\s*([_=*-])\1{4,}\s*(?:\n|\Z)")

# The header fields that mail programs put above the answered message: at least three lines with a label. One has an
# address or is the sender, and one has a date with a time or a year.
COPIED_FIELD = re.compile(r"[>*\s]*([^\W\d_][^\n:：]{0,28}?)\*?\s?[:：]\*?[ \t\u00a0]*(\S[^\n]*)")
MIN_COPIED_FIELDS = 3
SENDERS = frozenset(
    "from von de da van fra från od lähettäjä kimden feladó от від از 寄件者 发件人 差出人 보낸 من".split()
)
MOMENT = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b(?:19|20)\d\d\b|\d年")

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
    return text[: marks[-1].start()], [BlockText(kind=BlockKind.PARAGRAPH, text="\n".join(lines), notice=True)]


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
        if block.kind is not BlockKind.PARAGRAPH or len(block.text) > MAX_COPIED_HEADER:
            continue
        if _introduces(block.text):
            quoted[index] = _quotation(block)
            rest = last_quotation < index
        else:
            rest = ORIGINAL_MESSAGE.match(block.text) is not None or _is_copied_header(block.text)
        if rest and not forwarded:
            return [*quoted[:index], *map(_quotation, blocks[index:])]
    return quoted


def _introduces(text: str) -> bool:
    """Whether a text introduces a quotation: it has the date and ends with "wrote:", or with an address and a colon."""
    if len(text) > MAX_INTRODUCTION or not text.endswith((":", "：")) or not any(map(str.isdigit, text)):
        return False
    if WROTE_START.match(text) and WROTE_END.search(text, max(0, len(text) - MAX_WROTE_END)):
        return True
    return "\n" not in text.strip() and ADDRESS.search(text) is not None and WROTE_ANY.search(text) is not None


def _is_copied_header(text: str) -> bool:
    """Whether a block is the header of the answered message, with or without a rule above it."""
    rule = RULE.match(text)
    lines = [line for line in text[rule.end() if rule else 0 :].split("\n") if line.strip()]
    fields = [match for line in lines if (match := COPIED_FIELD.fullmatch(line.rstrip()))]
    if len(fields) < MIN_COPIED_FIELDS or COPIED_FIELD.fullmatch(lines[0].rstrip()) is None:
        return False
    label = fields[0][1].strip().casefold()
    is_sender = label.split()[0] in SENDERS or ADDRESS.search(fields[0][2]) is not None
    return is_sender and any(MOMENT.search(field[2]) for field in fields[1:4])


def _quotation(block: BlockText) -> BlockText:
    return block if block.kind is BlockKind.TABLE else replace(block, kind=BlockKind.QUOTATION, level=None)
