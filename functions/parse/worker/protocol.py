"""Frames between the parse function and its worker process: a JSON header, and bytes behind it.

The function trusts no answer: a parser that a file has taken over could send anything. Lengths are bounded, headers are
validated, and every answer carries the ticket of its request, so that none is taken for that of the next file.
"""

import json
import struct
from typing import Annotated, Any, BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from shared.errors import Code

# Bytes of the header and of the body, big-endian.
LENGTHS = struct.Struct(">II")

# Bytes of an answer's header.
MAX_HEADER = 65_536

# Bytes of a document as JSON. Read back it takes up to ten times as much memory, in the function itself.
MAX_BODY = 64 * 1024 * 1024

# Code points of a sentence about a failure. Libraries quote what they stumbled over, which may be the whole file.
MAX_MESSAGE = 1000


class ConnectionClosed(EOFError):
    """The other side is gone: its pipe ended inside or before a frame."""


class InvalidFrame(ValueError):
    """The other side sent what the protocol has no place for."""


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ready(_Header):
    """The process has started. `gaps` says in what it is not confined."""

    kind: Literal["ready"] = "ready"
    gaps: list[Annotated[str, Field(max_length=MAX_MESSAGE)]] = Field(default_factory=list, max_length=8)


class Accepted(_Header):
    """The request was read: whatever ends the process from here on is the doing of its file."""

    kind: Literal["accepted"] = "accepted"
    ticket: str = Field(max_length=64)


class _Outcome(_Header):
    ticket: str = Field(max_length=64)
    peak_memory_mb: float = Field(ge=0, le=1e7, allow_inf_nan=False)
    # Whether the process is fit to read another file.
    sound: bool


class Read(_Outcome):
    """The file was read. The body is a ParsedDocument as JSON."""

    kind: Literal["read"] = "read"


class Failed(_Outcome):
    """The file can't be read."""

    kind: Literal["failed"] = "failed"
    code: Code
    message: str = Field(max_length=MAX_MESSAGE)


Answer = Ready | Accepted | Read | Failed
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Annotated[Answer, Field(discriminator="kind")])


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame as bytes."""
    encoded = json.dumps(header).encode("ascii")
    return LENGTHS.pack(len(encoded), len(body)) + encoded + body


def unpack(received: bytearray) -> tuple[Answer, bytes] | None:
    """Take the first answer out of `received`: its header and body. None while it is not whole yet.

    Raises InvalidFrame, as soon as the lengths show it.
    """
    if len(received) < LENGTHS.size:
        return None
    header_length, body_length = LENGTHS.unpack_from(received)
    if header_length > MAX_HEADER or body_length > MAX_BODY:
        raise InvalidFrame(f"an answer of {header_length:,} and {body_length:,} bytes")
    body_start = LENGTHS.size + header_length
    end = body_start + body_length
    if len(received) < end:
        return None
    header = bytes(received[LENGTHS.size : body_start])
    with memoryview(received) as view:
        body = bytes(view[body_start:end])
    del received[:end]
    try:
        answer = _ANSWER.validate_json(header)
    except ValidationError as error:
        raise InvalidFrame(f"a header that can't be: {error}") from error
    if body and not isinstance(answer, Read):
        raise InvalidFrame(f"{len(body):,} bytes behind the header of `{answer.kind}`")
    return answer, body


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
