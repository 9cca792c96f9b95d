"""Frames between the parse function and its worker process: a JSON header, and bytes behind it."""

import json
import struct
from typing import Any, BinaryIO

LENGTHS = struct.Struct(">II")
"""Bytes of the header and of the body, big-endian."""


class ConnectionClosed(EOFError):
    """The other side is gone: its pipe ended inside or before a frame."""


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame as bytes."""
    encoded = json.dumps(header).encode("ascii")
    return LENGTHS.pack(len(encoded), len(body)) + encoded + body


def unpack(received: bytearray) -> tuple[dict[str, Any], bytes] | None:
    """Take the first frame out of `received`: its header and body. None while it is not whole yet."""
    if len(received) < LENGTHS.size:
        return None
    header_length, body_length = LENGTHS.unpack_from(received)
    body_start = LENGTHS.size + header_length
    end = body_start + body_length
    if len(received) < end:
        return None
    frame = bytes(received[:end])
    del received[:end]
    return json.loads(frame[LENGTHS.size : body_start]), frame[body_start:]


def read_header(stream: BinaryIO) -> tuple[dict[str, Any], int]:
    """The header of the next frame of a blocking stream, and how many bytes of body follow. Raises ConnectionClosed."""
    header_length, body_length = LENGTHS.unpack(read_exactly(stream, LENGTHS.size))
    return json.loads(read_exactly(stream, header_length)), body_length


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """The next `count` bytes of a blocking stream. Raises ConnectionClosed."""
    content = stream.read(count)
    if len(content) < count:
        raise ConnectionClosed(f"{len(content)} of {count} bytes came")
    return content
