"""Mailboxes (mbox, RFC 4155): several messages in one file, each below a line that begins with `From `."""

import re
from collections.abc import Iterator

from functions.parse.contract import Part

START = b"From "

# Behind a blank line and before a header field: a sentence in a text that begins with `From` is followed by none.
SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[!-9;-~]+[ \t]*:)")

QUOTED_START = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def messages_of(content: bytes) -> Iterator[Part] | None:
    """The messages of a mailbox as parts; None where the file is one message. Its own `From ` line may be there."""
    if not content.startswith(START):
        return None
    starts = [(line.start(), line.end()) for line in SEPARATOR.finditer(content)]
    return _parts(content, starts) if len(starts) > 1 else None


def without_start(content: bytes) -> bytes:
    """A message without the line that a mailbox puts above it."""
    return content.partition(b"\n")[2] if content.startswith(START) else content


def _parts(content: bytes, starts: list[tuple[int, int]]) -> Iterator[Part]:
    ends = [start for start, _ in starts[1:]] + [len(content)]
    for place, ((_, start), end) in enumerate(zip(starts, ends, strict=True), 1):
        message = QUOTED_START.sub(b"", content[start:end])
        yield Part(f"message {place}.eml", message, "message/rfc822")
