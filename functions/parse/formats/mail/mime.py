"""MIME entities (RFC 2045 and 2046): header, body, and the entities within a multipart.

Python's `email` parser reads a message in one pass to any depth. Its time grows with the number of lines times the
depth, and it keeps each line as an object. This reader keeps a body as bytes and divides it on demand.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from functions.parse.formats.mail.header import Header

NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
BLANKS = b" \t\r\n"
UNDECLARED_BOUNDARY = re.compile(rb"^--([!-~]{1,70})[ \t]*\r?\n(?=[Cc]ontent-)", re.MULTILINE)
UU_BEGIN = re.compile(rb"^begin [0-7]{3} [^\n]*\n", re.MULTILINE)


@dataclass(slots=True)
class Division:
    """The parts of a multipart body."""

    parts: list[bytes] = field(default_factory=list)
    # Number of bytes before the first boundary and after the last one, without surrounding white space. Mail programs
    # do not display this text.
    outside: int = 0
    # A sentence that describes what is wrong with the boundaries, None if they are intact.
    damage: str | None = None


class Entity:
    """A message or a part of one: a header and a body."""

    def __init__(self, content: bytes, *, default_type: str = "text/plain") -> None:
        """Read the header of `content`. `default_type` is the media type if no Content-Type is declared."""
        self.header = Header(content)
        self._content = content
        self._default_type = default_type

    @cached_property
    def content_type(self) -> str:
        """The declared media type, or the default one."""
        return self.header.content_type if "content-type" in self.header else self._default_type

    @property
    def body(self) -> bytes:
        """The body with its transfer encoding."""
        return self._content[self.header.end :]

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")

    def decoded(self) -> tuple[bytes, bool]:
        """Return the body without its transfer encoding, and whether the encoding was intact."""
        encoding = self.header.field("content-transfer-encoding").lower()
        if encoding == "base64":
            return decode_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body), True
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _decode_uu(self.body)
        return self.body, True

    def divided(self) -> Division:
        """Divide the body of a multipart at its boundary. If no line has the declared boundary, search for another."""
        body = self.body
        boundary = self.header.parameter("boundary").rstrip().encode("utf-8", "surrogateescape")
        division = _divided(body, boundary) if boundary else Division()
        if division.parts:
            return division
        found = UNDECLARED_BOUNDARY.search(body)
        if found is None:
            return Division(damage="The message has no boundary between its parts.")
        division = _divided(body, found.group(1))
        division.damage = "The message declares a boundary that differs from the one between its parts."
        return division

    def children(self, division: Division) -> Iterator["Entity"]:
        """Yield the entities of a division."""
        # The default type in a digest (RFC 2046, 5.1.5).
        default_type = "message/rfc822" if self.content_type == "multipart/digest" else "text/plain"
        for part in division.parts:
            yield Entity(part, default_type=default_type)


def decode_base64(body: bytes) -> tuple[bytes, bool]:
    """Decode base64, and return whether it was intact. Concatenated base64 texts, each with its padding, are joined."""
    letters = body.translate(None, NOT_BASE64)
    stray = len(body.translate(None, BLANKS)) - len(letters)
    pieces = [piece for piece in letters.split(b"=") if piece]
    intact = not stray and all(len(piece) % 4 != 1 for piece in pieces)
    # A single letter at the end has only six bits, less than a byte. Drop it.
    usable = (piece[: len(piece) - (len(piece) % 4 == 1)] for piece in pieces)
    return b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in usable), intact


def _decode_uu(body: bytes) -> tuple[bytes, bool]:
    begin = UU_BEGIN.search(body)
    lines: list[bytes] = []
    for line in body[begin.end() if begin else 0 :].splitlines():
        if line.strip() in (b"end", b"`"):
            return b"".join(lines), True
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(lines), False
    return b"".join(lines), False


def _divided(body: bytes, boundary: bytes) -> Division:
    division = Division()
    lines = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
    start: int | None = None
    for line in lines.finditer(body):
        if start is None:
            division.outside += len(body[: line.start()].strip())
        else:
            division.parts.append(body[start : _before_line_end(body, line.start())])
        start = line.end()
        if line.group(1):
            division.outside += len(body[start:].strip())
            return division
    if start is not None:
        rest = body[start:]
        if rest.strip() or not division.parts:
            division.parts.append(rest)
        division.damage = "The message ends without its closing boundary. It may be cut short."
    return division


def _before_line_end(body: bytes, position: int) -> int:
    """Return the position before the line end at `position`, which belongs to the boundary that follows it."""
    if body[position - 1 : position] == b"\n":
        position -= 1
    return position - 1 if body[position - 1 : position] == b"\r" else position
