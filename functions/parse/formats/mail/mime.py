"""MIME (RFC 2045 and 2046): an entity with its header and content, and the entities within it.

Python's own parser reads a message as a whole: it goes as deep as boundaries do, in time that grows with the number of
lines times the depth, and keeps each line as an object. Here a body stays bytes, and is divided when it is asked to be.
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
    """What a multipart body is divided into."""

    parts: list[bytes] = field(default_factory=list)
    # Bytes before the first boundary and behind the last that are no blanks. No mail program shows them.
    outside: int = 0
    # What is wrong with the boundaries, as a sentence.
    damage: str | None = None


class Entity:
    """A message or a part of one: header and body."""

    def __init__(self, content: bytes, *, default_type: str = "text/plain") -> None:
        """`default_type`: what the body is taken for where no Content-Type is declared."""
        self.header = Header(content)
        self._content = content
        self._default_type = default_type

    @cached_property
    def content_type(self) -> str:
        """The media type that is declared, the default where none is."""
        return self.header.content_type if "content-type" in self.header else self._default_type

    @property
    def body(self) -> bytes:
        """The body as it was sent."""
        return self._content[self.header.end :]

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")

    def decoded(self) -> tuple[bytes, bool]:
        """The body with its transfer encoding undone, and whether that was without damage."""
        encoding = self.header.field("content-transfer-encoding").lower()
        if encoding == "base64":
            return decode_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body), True
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _decode_uu(self.body)
        return self.body, True

    def divided(self) -> Division:
        """The entities that a multipart has within it."""
        body = self.body
        boundary = self.header.parameter("boundary").rstrip().encode("utf-8", "surrogateescape")
        division = _divided(body, boundary) if boundary else Division()
        if division.parts:
            return division
        found = UNDECLARED_BOUNDARY.search(body)
        if found is None:
            return Division(damage="The message has no boundary between its parts.")
        division = _divided(body, found.group(1))
        division.damage = "The message names another boundary between its parts than it has."
        return division

    def children(self, division: Division) -> Iterator["Entity"]:
        """The entities of a division, made one by one."""
        # RFC 2046, 5.1.5.
        default_type = "message/rfc822" if self.content_type == "multipart/digest" else "text/plain"
        for part in division.parts:
            yield Entity(part, default_type=default_type)


def decode_base64(body: bytes) -> tuple[bytes, bool]:
    """The bytes that base64 stands for, and whether none had to be guessed. Text with several endings is joined."""
    letters = body.translate(None, NOT_BASE64)
    stray = len(body.translate(None, BLANKS)) - len(letters)
    pieces = [piece for piece in letters.split(b"=") if piece]
    whole = not stray and all(len(piece) % 4 != 1 for piece in pieces)
    # A single letter at the end holds six bits, which are no byte.
    usable = (piece[: len(piece) - (len(piece) % 4 == 1)] for piece in pieces)
    return b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in usable), whole


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
        division.damage = "The message ends before its last boundary: it is cut short, or a program has left that out."
    return division


def _before_line_end(body: bytes, position: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if body[position - 1 : position] == b"\n":
        position -= 1
    return position - 1 if body[position - 1 : position] == b"\r" else position
