"""The attributes and properties of a TNEF stream ([MS-OXTNEF]), in which Outlook wraps messages as `winmail.dat`."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from functions.parse.formats.common.file_times import moment_of_file_time
from functions.parse.formats.mail import outlook_properties
from functions.parse.recognition.encoding_detection import codec_of
from shared.errors import Code, PermanentError

SIGNATURE = 0x223E9F78
START = SIGNATURE.to_bytes(4, "little")
HEADER = struct.Struct("<IH")
ATTRIBUTE = struct.Struct("<BII")

# Identifiers of attributes ([MS-OXTNEF] 2.1.3.1), with the type in the upper two bytes.
SUBJECT, BODY, MESSAGE_CLASS = 0x00018004, 0x0002800C, 0x00078008
MESSAGE_PROPERTIES, CODE_PAGE = 0x00069003, 0x00069007
ATTACHMENT_START, ATTACHMENT_TITLE, ATTACHMENT_DATA = 0x00069002, 0x00018010, 0x0006800F
ATTACHMENT_PROPERTIES = 0x00069005

# Sizes of the values of a property by type ([MS-OXCDATA] 2.11.1). Values of the other types have a length.
FIXED_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8}
FIXED_SIZES |= {0x0040: 8, 0x0048: 16}
STRING, UNICODE, TIME, OBJECT, BINARY = 0x001E, 0x001F, 0x0040, 0x000D, 0x0102
MULTIPLE = 0x1000

# Identifiers of named properties begin here. They have a set and a name, or a number, of their own.
FIRST_NAMED = 0x8000

# Maximum number of properties of one message or attachment. Outlook writes about 100.
MAX_PROPERTIES = 5_000

DEFAULT_CODE_PAGE = 1252
UTF_8_CODE_PAGE = 65001


@dataclass(slots=True)
class Properties:
    """The properties of a message or an attachment: type and bytes by identifier, or by number if they are named."""

    code_page: int = DEFAULT_CODE_PAGE
    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    # The bytes of an attachment, if they are an attribute and not a property.
    data: bytes = b""

    @property
    def charset(self) -> str:
        """The codec of 8-bit text."""
        return "utf-8" if self.code_page == UTF_8_CODE_PAGE else codec_of(f"cp{self.code_page}") or "cp1252"

    def text(self, *identifiers: int) -> str:
        """Return the text of the first of the properties that has one, else an empty string."""
        for identifier in identifiers:
            kind, value = self.values.get(identifier, (0, b""))
            found = value.decode("utf-16-le" if kind == UNICODE else self.charset, "replace")
            if found.strip("\x00 \r\n\t"):
                return found.rstrip("\x00")
        return ""

    def binary(self, identifier: int) -> bytes:
        """Return the bytes of a property, empty without it."""
        return self.values.get(identifier, (0, b""))[1]

    def time(self, identifier: int) -> datetime | None:
        """Return a moment in UTC, None without the property or outside the calendar."""
        kind, value = self.values.get(identifier, (0, b""))
        if kind != TIME or len(value) != 8:
            return None
        try:
            return moment_of_file_time(struct.unpack("<Q", value)[0])
        except OverflowError:
            return None


@dataclass(slots=True)
class Stream:
    """A message: its properties and its attachments, and whether the stream ends before its last attribute."""

    message: Properties = field(default_factory=Properties)
    attachments: list[Properties] = field(default_factory=list)
    cut: bool = False


def stream_of(content: bytes) -> Stream:
    """Return the message in a TNEF stream. Raises PermanentError: corrupt, if it is no such stream."""
    if len(content) < HEADER.size or HEADER.unpack_from(content)[0] != SIGNATURE:
        raise PermanentError(Code.CORRUPT, "The Outlook attachment (TNEF) is damaged: its signature is missing.")
    stream = Stream()
    place = HEADER.size
    while place < len(content):
        if place + ATTRIBUTE.size > len(content):
            stream.cut = True
            break
        _, identifier, length = ATTRIBUTE.unpack_from(content, place)
        place += ATTRIBUTE.size
        value = content[place : place + length]
        # A checksum of two bytes follows each value.
        stream.cut |= len(value) < length
        place += length + 2
        _add(stream, identifier, value)
    return stream


def _add(stream: Stream, identifier: int, value: bytes) -> None:
    message = stream.message
    if identifier == CODE_PAGE and len(value) >= 4:
        message.code_page = struct.unpack_from("<I", value)[0]
    elif identifier == SUBJECT:
        message.values.setdefault(outlook_properties.SUBJECT, (STRING, value))
    elif identifier == BODY:
        message.values.setdefault(outlook_properties.PLAIN_BODY, (STRING, value))
    elif identifier == MESSAGE_PROPERTIES:
        message.values.update(_properties(value))
    elif identifier == ATTACHMENT_START:
        stream.attachments.append(Properties(message.code_page))
    elif stream.attachments and identifier == ATTACHMENT_TITLE:
        stream.attachments[-1].values.setdefault(outlook_properties.FILE_NAME, (STRING, value))
    elif stream.attachments and identifier == ATTACHMENT_DATA:
        stream.attachments[-1].data = value
    elif stream.attachments and identifier == ATTACHMENT_PROPERTIES:
        stream.attachments[-1].values.update(_properties(value))


def _properties(content: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Yield the first value of each property, until the content ends or is not a list of properties any more."""
    try:
        yield from _read_properties(_Cursor(content))
    except (struct.error, ValueError):
        # The properties before the damaged one are kept.
        return


@dataclass(slots=True)
class _Cursor:
    content: bytes
    place: int = 0

    def number(self) -> int:
        (found,) = struct.unpack_from("<I", self.content, self.place)
        self.place += 4
        return int(found)

    def take(self, size: int) -> bytes:
        """Return the next bytes, and skip the padding to a multiple of four."""
        if size < 0 or self.place + size > len(self.content):
            raise ValueError("the value is longer than its content")
        found = self.content[self.place : self.place + size]
        self.place += size + -size % 4
        return found


def _read_properties(cursor: _Cursor) -> Iterator[tuple[int, tuple[int, bytes]]]:
    for _ in range(min(cursor.number(), MAX_PROPERTIES)):
        tag = cursor.number()
        kind, identifier = tag & 0xFFFF, tag >> 16
        if identifier >= FIRST_NAMED:
            cursor.take(16)
            is_named = cursor.number()
            number = cursor.number()
            if is_named:
                cursor.take(number)
            identifier = 0 if is_named else number
        base = kind & ~MULTIPLE
        is_sized = base not in FIXED_SIZES
        values = []
        for _ in range(min(cursor.number(), MAX_PROPERTIES) if is_sized or kind & MULTIPLE else 1):
            values.append(cursor.take(cursor.number() if is_sized else FIXED_SIZES[base]))
        if values and identifier:
            yield identifier, (base, values[0])
