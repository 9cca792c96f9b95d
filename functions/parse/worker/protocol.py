"""Frames between the parse function and its worker process: a JSON header, followed by bytes.

The function validates every response as untrusted input, because a malicious file may control the parser. Lengths are
bounded and headers are validated. Every answer contains the ticket of its request, so that it can't be used as the
answer to another one.
"""

import json
import struct
from typing import Annotated, Any, BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from shared.errors import Code

# Lengths of the header and of the body in bytes, big-endian.
LENGTHS = struct.Struct(">II")

# Maximum bytes of the header of an answer.
MAX_HEADER = 65_536

# Maximum bytes of a document as JSON. Decoding it takes up to ten times as much memory in the parse function.
MAX_BODY = 64 * 1024 * 1024

# Maximum code points of an error message. Libraries may quote the whole file in it.
MAX_MESSAGE = 1000


class ConnectionClosed(EOFError):
    """The pipe of the other side ended before or within a frame."""


class InvalidFrame(ValueError):
    """The other side violated the protocol."""


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ready(_Header):
    """The process has started. `gaps` lists the parts of the sandbox that are not in effect."""

    kind: Literal["ready"] = "ready"
    gaps: list[Annotated[str, Field(max_length=MAX_MESSAGE)]] = Field(default_factory=list, max_length=8)


class Accepted(_Header):
    """The request was read. From here on, a crash of the process is attributed to the file."""

    kind: Literal["accepted"] = "accepted"
    ticket: str = Field(max_length=64)


class _Outcome(_Header):
    ticket: str = Field(max_length=64)
    peak_memory_mb: float = Field(ge=0, le=1e7, allow_inf_nan=False)
    # Whether the process can read another file.
    is_reusable: bool


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
    """Return a frame as bytes."""
    encoded = json.dumps(header).encode("ascii")
    return LENGTHS.pack(len(encoded), len(body)) + encoded + body


def unpack(received: bytearray) -> tuple[Answer, bytes] | None:
    """Remove the first answer from `received` and return its header and body, None while it is incomplete.

    Raises InvalidFrame, for lengths over the limits as soon as they have arrived.
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
        raise InvalidFrame(f"an invalid header: {error}") from error
    if body and not isinstance(answer, Read):
        raise InvalidFrame(f"{len(body):,} bytes after the header of `{answer.kind}`")
    return answer, body


def read_header(stream: BinaryIO) -> tuple[dict[str, Any], int]:
    """Read the next header of a blocking stream. Returns it and the length of the body. Raises ConnectionClosed."""
    header_length, body_length = LENGTHS.unpack(read_exactly(stream, LENGTHS.size))
    return json.loads(read_exactly(stream, header_length)), body_length


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """Read the next `count` bytes of a blocking stream. Raises ConnectionClosed."""
    content = stream.read(count)
    if len(content) < count:
        raise ConnectionClosed(f"{len(content)} of {count} bytes arrived")
    return content
