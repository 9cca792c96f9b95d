"""Mailboxes (mbox, RFC 4155): several messages in one file, each after a separator line that begins with `From `."""

import re
from collections.abc import Iterator

from functions.parse.contract import UnreadPart

START = b"From "

# A separator line follows a blank line and precedes a header field. A sentence that begins with `From` does not.
SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[!-9;-~]+[ \t]*:)")

QUOTED_START = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def messages_of(content: bytes) -> Iterator[UnreadPart] | None:
    """Return the messages of a mailbox as parts, or None if the file is one message, with or without separator line."""
    if not content.startswith(START):
        return None
    starts = [(line.start(), line.end()) for line in SEPARATOR.finditer(content)]
    return _parts(content, starts) if len(starts) > 1 else None


def without_separator(content: bytes) -> bytes:
    """Return a message without the separator line of a mailbox before it."""
    return content.partition(b"\n")[2] if content.startswith(START) else content


def _parts(content: bytes, starts: list[tuple[int, int]]) -> Iterator[UnreadPart]:
    ends = [start for start, _ in starts[1:]] + [len(content)]
    for place, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
        message = QUOTED_START.sub(b"", content[start:end])
        yield UnreadPart(f"message {place}.eml", message, "message/rfc822")
