"""The latest message of a thread: what is not quoted from the messages that it answers."""

import re
from collections.abc import Collection, Sequence

from shared.documents.document import Block, BlockKind

# Minimum number of words of a latest message that is summarized without the messages that it answers.
ENOUGH = 30

# Minimum number of fields in the header of a message, and maximum number of blocks of a header.
FIELDS = 3
HEADER_BLOCKS = 7

# What mail programs write above the answered message: "On 3 March 2020 at 10:00, Ann <ann@a.example> wrote:". News has
# neither the time nor the address. It has at most this many characters and lines.
ON = re.compile(r"[>\t ]*On\b")
MOMENT = re.compile(r"\d:\d\d|@")
WROTE = re.compile(r"wrote\s?:[ \t]*$", re.MULTILINE)
LONGEST_INTRODUCTION = 300
INTRODUCTION_LINES = 2

RULE = re.compile(r"-{2,}\s?original message\s?-{2,}", re.IGNORECASE)
FIELD = re.compile(r"^[>*\t ]{0,20}(from|to|cc|sent|date|subject)\*?\s?:", re.IGNORECASE | re.MULTILINE)
MARKED = re.compile(r"\s*>")

# The subject of a message that answers or forwards another one.
ANSWERS = re.compile(r"^[^\w\n]{0,20}(?:subject\s?:\s*)?(?:re|aw|sv)\s?:", re.IGNORECASE | re.MULTILINE)
FORWARDS = re.compile(
    r"^[^\w\n]{0,20}(?:(?:subject\s?:\s*)?fwd?\s?:|(?:begin )?forwarded message)", re.IGNORECASE | re.MULTILINE
)


def field_names(text: str) -> set[str]:
    """Return the names of the fields of a header of a message that begin lines of a text, in lower case."""
    return {match[1].casefold() for match in FIELD.finditer(text)}


def is_header(text: str) -> bool:
    """Return whether lines of a text are the header of a message."""
    return len(field_names(text)) >= FIELDS


def introduces(text: str) -> bool:
    """Return whether a text begins with the line that introduces the answered message."""
    end = text.find("wrote", 0, LONGEST_INTRODUCTION)
    return (
        end >= 0
        and ON.match(text) is not None
        and WROTE.match(text, end) is not None
        and MOMENT.search(text, 0, end) is not None
        and text.count("\n", 0, end) < INTRODUCTION_LINES
    )


def answered(text: str, blocks: Sequence[Block], title: str | None) -> set[int]:
    """Return the numbers of the blocks with messages that the latest one answers, at the top or between its blocks.

    There are none under a message that says too little alone. In a forwarded message, they are the marked ones.
    """
    texts = [text[block.start : block.end] for block in blocks]
    introductions = {number for number, each in enumerate(texts) if introduces(each)}
    start = _start(texts, title or "", introductions)
    if start is None:
        return set()
    found = {n for n in range(len(texts)) if MARKED.match(texts[n]) or blocks[n].kind is BlockKind.QUOTATION}
    is_marked = start in found or (start in introductions and any(number > start for number in found))
    is_forwarded = FORWARDS.match(title or "") is not None or any(map(FORWARDS.search, texts))
    found |= introductions if is_marked or is_forwarded else set(range(start, len(texts)))
    own = sum(len(each.split()) for n, each in enumerate(texts) if n not in found and not FIELD.search(each))
    return found if own >= ENOUGH else set()


def _start(texts: Sequence[str], title: str, introductions: Collection[int]) -> int | None:
    """Return the number of the block that introduces the answered message, None without one."""
    answers = ANSWERS.search(f"{title}\n{_header(texts, 0)}") is not None
    said = False
    for number, each in enumerate(texts):
        if number in introductions or RULE.match(each):
            return number
        if answers and said and MARKED.match(each):
            return number
        if answers and said and FIELD.match(each) and is_header(_header(texts, number)):
            return number
        said = said or not FIELD.match(each)
    return None


def _header(texts: Sequence[str], number: int) -> str:
    """Return the consecutive blocks from a number on that begin with fields, as lines."""
    end = number
    while end < min(len(texts), number + HEADER_BLOCKS) and FIELD.match(texts[end]):
        end += 1
    return "\n".join(texts[number:end])
