"""What a format module is: bytes in, blocks and metadata out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from shared.documents.document import BlockText, Metadata, PipelineWarning
from shared.settings import ReadingLimits


@dataclass(frozen=True, slots=True)
class Hints:
    """What others say about the bytes. It is never trusted, and only decides where the bytes leave a choice open."""

    name: str = ""
    # The Content-Type that the object was stored with, parameters and all.
    declared_type: str | None = None


class Limits(ReadingLimits):
    """How much of one upload is read, and until when. What is over is left out with a warning, or fails the file."""

    # On `time.monotonic()`. Work that can stop in the middle stops by then, and says so in a warning: a little later
    # the process is killed, and nothing is left of the file but the code `timed_out`.
    deadline: float = inf

    def seconds_left(self) -> float:
        """Seconds until the deadline, negative after it."""
        return self.deadline - monotonic()


@dataclass(frozen=True, slots=True)
class Part:
    """A file within a file: an attachment of a message, a member of an archive. It is read like an upload."""

    name: str
    # Or what gives the bytes, so that nothing is unpacked in vain. It may raise PermanentError.
    content: bytes | Callable[[], bytes]
    declared_type: str | None = None
    # Reads a part that is no file of its own, such as a message within Outlook's file. Else its bytes tell the format.
    read_as: "Format | None" = None

    def read(self) -> bytes:
        """Its bytes. Raises PermanentError: they can't be had."""
        return self.content if isinstance(self.content, bytes) else self.content()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a format found in the bytes: blocks in reading order, and what the format itself says about the document."""

    blocks: list[BlockText]
    parser: str
    metadata: Metadata = field(default_factory=Metadata)
    warnings: list[PipelineWarning] = field(default_factory=list)
    # Read after the blocks, one at a time: a generator need not hold them all. It may raise PermanentError.
    parts: Iterable[Part] = ()


# Reads the bytes of one format; raises PermanentError (encrypted, corrupt, empty) when they can't be read.
Format = Callable[[bytes, Hints, Limits], Extracted]
