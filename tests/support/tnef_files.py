"""TNEF streams (`winmail.dat`), made from their parts."""

import struct
from collections.abc import Mapping

SIGNATURE = b"\x78\x9f\x3e\x22\x01\x00"
UNICODE, BINARY, TIME, OBJECT = 0x001F, 0x0102, 0x0040, 0x000D

# The set of the named properties of an appointment, PSETID_Appointment.
APPOINTMENT = bytes.fromhex("0220060000000000c000000000000046")


def attribute(level: int, identifier: int, content: bytes) -> bytes:
    """Return an attribute: level (1 message, 2 attachment), identifier, length, content, checksum."""
    return struct.pack("<BII", level, identifier, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def sized(identifier: int, kind: int, content: bytes) -> bytes:
    """Return a property with a length."""
    return struct.pack("<HHII", kind, identifier, 1, len(content)) + padded(content)


def text(identifier: int, value: str) -> bytes:
    """Return a property with a Unicode text."""
    return sized(identifier, UNICODE, f"{value}\0".encode("utf-16-le"))


def named_time(number: int, ticks: int) -> bytes:
    """Return a named property of an appointment: 100-nanosecond intervals since 1601."""
    return struct.pack("<HH", TIME, 0x8001) + APPOINTMENT + struct.pack("<IIQ", 0, number, ticks)


def properties(*found: bytes) -> bytes:
    return struct.pack("<I", len(found)) + b"".join(found)


def winmail(
    subject: str, body: str, *more: bytes, attachments: Mapping[str, bytes] | None = None, code_page: int = 1252
) -> bytes:
    """Return a message with a plain body, further properties and attachments. An attachment may be a message."""
    stream = SIGNATURE + attribute(1, 0x00069007, struct.pack("<II", code_page, 0))
    stream += attribute(1, 0x00069003, properties(text(0x0037, subject), text(0x1000, body), *more))
    for name, content in (attachments or {}).items():
        stream += attribute(2, 0x00069002, bytes(14))
        if content.startswith(SIGNATURE[:4]):
            held = sized(0x3701, OBJECT, bytes(16) + content)
            stream += attribute(2, 0x00069005, properties(text(0x3707, name), held))
        else:
            stream += attribute(2, 0x00018010, name[:8].encode() + b"\0") + attribute(2, 0x0006800F, content)
            stream += attribute(2, 0x00069005, properties(text(0x3707, name)))
    return stream
