"""The contract of a format: the inputs, the output and the signature of every function that reads a file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from shared.documents.document import BlockText, Metadata, PipelineWarning
from shared.settings import ReadingLimits


@dataclass(frozen=True, slots=True)
class Hints:
    """The declared name and type of the bytes. They are not trusted, and only decide if the bytes are ambiguous."""

    name: str = ""
    # The Content-Type of the stored object, with its parameters.
    declared_type: str | None = None


class Limits(ReadingLimits):
    """Limits on the content of one upload. Content over a limit is left out with a warning, or the file fails."""

    # Time of `time.monotonic()`. Work that can stop early stops by then and adds a warning. Shortly afterwards the
    # process is killed, and the file fails with `timed_out`.
    deadline: float = inf

    def seconds_left(self) -> float:
        """Return the seconds until the deadline, negative after it."""
        return self.deadline - monotonic()


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A file within a file, such as an attachment of a message or a member of an archive, before it is read.

    It is read like an upload.
    """

    name: str
    # The bytes, or a function that unpacks them only when they are needed and may raise PermanentError.
    content: bytes | Callable[[], bytes]
    declared_type: str | None = None
    # Reads a part that is not a separate file, such as a message within an Outlook file. None: detect the format.
    read_as: "Format | None" = None

    def read(self) -> bytes:
        """Return the bytes. Raises PermanentError if they can't be unpacked."""
        return self.content if isinstance(self.content, bytes) else self.content()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The content of a file: blocks in reading order, metadata, warnings and parts."""

    blocks: list[BlockText]
    parser: str
    metadata: Metadata = field(default_factory=Metadata)
    warnings: list[PipelineWarning] = field(default_factory=list)
    # Read after the blocks, one at a time. A generator keeps only one in memory. Iteration may raise PermanentError.
    parts: Iterable[UnreadPart] = ()
    # The blocks if neither `blocks` nor the parts have text. None: the file has no content then, which is an error.
    without_text: BlockText | None = None


# Reads the bytes of one format. Raises PermanentError (encrypted, corrupt, empty) if they can't be read.
Format = Callable[[bytes, Hints, Limits], Extracted]


def content_left_out(count: int, noun: str, reason: str, total: int | None = None) -> PipelineWarning:
    """Return the warning that a viewer of the file shows content that the Document doesn't have.

    `noun` names what was counted, in the plural (`letters`, `form fields`); `total` is how many the file has, if known.
    The message is `12 of 40 form fields were left out: REASON.`, or the same without `of 40`.
    """
    counted = f"{count:,}" if total is None else f"{count:,} of {total:,}"
    were = "were" if count != 1 or total is not None else "was"
    name = noun if count != 1 or total is not None else noun.removesuffix("s")
    return PipelineWarning(code="content_left_out", message=f"{counted} {name} {were} left out: {reason}.")
