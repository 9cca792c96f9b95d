"""Read the parts of an upload (attachments and archive members) one by one into the blocks of its Document."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from functions.parse.contract import Extracted, Format, Hints, Limits, UnreadPart
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

MESSAGE_TYPES = frozenset({"message/rfc822", "application/vnd.ms-outlook"})

# Maximum number of part names in a warning. The Document's `parts` lists all of them.
MAX_LISTED = 10

# Maximum code points of a part's name. Longer names keep their end, because the suffix indicates the format.
MAX_NAME = 200

# Control characters, and characters that change the writing direction and so can disguise the suffix of a name.
HIDDEN_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

DRIVE = re.compile(r"\A[\s/]*[A-Za-z]:(?=/)")
NO_TIME = "no time was left, and later parts were not counted"

# Codes by priority, for parts that failed for several reasons. Errors that the sender can correct come first.
CODES_BY_PRIORITY = (
    Code.ENCRYPTED,
    Code.OCR_UNAVAILABLE,
    Code.TOO_LARGE,
    Code.TIMED_OUT,
    Code.CORRUPT,
    Code.UNSUPPORTED,
    Code.EMPTY,
)

# Reads bytes in the given format, or detects the format. Returns the media type and the content, in which no block is
# empty.
Read = Callable[[bytes, Hints, Limits, Format | None], tuple[str, Extracted]]


@dataclass(slots=True)
class PartText:
    """A part of the upload: the range of its blocks, or the error that left it without blocks."""

    name: str
    media_type: str | None
    # Index of its first block among all blocks.
    first: int
    # Index of the first block after it.
    after: int
    error: PermanentError | None = None


@dataclass(slots=True)
class PartsReader:
    """Reads the parts of one upload, at all depths, within its limits."""

    read: Read
    limits: Limits
    # Starts with the blocks of the upload itself. The blocks of its parts are appended.
    blocks: list[BlockText]
    texts: list[PartText] = field(default_factory=list)
    # Content of the parts that could be read, in order.
    extracted: list[Extracted] = field(default_factory=list)
    warnings: list[PipelineWarning] = field(default_factory=list)
    _seen: int = 0
    # Remaining bytes that may be unpacked.
    _left: int = 0
    _over: Counter[str] = field(default_factory=Counter)

    @property
    def left_out(self) -> int:
        """The number of parts that a limit left out."""
        return self._over.total()

    def read_all(self, extracted: Extracted) -> None:
        """Read the parts of the upload, and the parts within them."""
        self._left = self.limits.max_unpacked_bytes
        own = len(self.blocks)
        self._read_parts(extracted, path="", depth=1)
        if not own and self._is_wrapper():
            # A wrapper around one file, such as a compressed text, needs no heading with the name of the file.
            del self.blocks[0]
            for text in self.texts:
                text.first, text.after = max(0, text.first - 1), text.after - 1
        self._warn()

    def _is_wrapper(self) -> bool:
        """Whether the upload consists of one part that has blocks other than its heading."""
        first = self.texts[0] if self.texts else None
        return first is not None and not self._over and first.first == 0 and 1 < first.after == len(self.blocks)

    def _read_parts(self, extracted: Extracted, path: str, depth: int) -> None:
        for part in self._parts(extracted, path):
            self._seen += 1
            reason = self._reason_to_stop(depth)
            if reason is None:
                self._read_part(part, f"{path}{part_name(part.name)}", depth)
            else:
                self._over[reason] += 1
                if reason == NO_TIME:
                    return

    def _reason_to_stop(self, depth: int) -> str | None:
        """Return the limit that the next part exceeds, None if there is none."""
        if self._seen > self.limits.max_parts:
            return f"more than {self.limits.max_parts:,} parts"
        if depth > self.limits.max_depth:
            return f"more than {self.limits.max_depth:,} levels of parts within parts"
        if self.limits.seconds_left() <= 0:
            return NO_TIME
        if self._left <= 0:
            return f"more than {self.limits.max_unpacked_bytes:,} bytes unpacked"
        return None

    def _parts(self, extracted: Extracted, path: str) -> Iterator[UnreadPart]:
        """Yield the parts until the container can't be read any further, which is recorded as a failed part."""
        try:
            yield from extracted.parts
        except PermanentError as error:
            self._fail(f"{path}the rest", None, error)

    def _read_part(self, part: UnreadPart, name: str, depth: int) -> None:
        first = len(self.blocks)
        hints = Hints(PurePosixPath(part.name).name, part.declared_type)
        try:
            content = part.read()
            self._left -= len(content)
            if self._left < 0:
                raise PermanentError(
                    Code.TOO_LARGE, f"The parts unpack to more than {self.limits.max_unpacked_bytes:,} bytes in total."
                )
            limits = self.limits.model_copy(update={"max_unpacked_bytes": self._left})
            media_type, extracted = self.read(content, hints, limits, part.read_as)
        except PermanentError as error:
            self._fail(name, None, error)
            return
        text = PartText(name, media_type, first, first)
        self.texts.append(text)
        self.extracted.append(extracted)
        heading = BlockText(kind=BlockKind.HEADING, text=extracted.metadata.title or name, level=depth)
        self.blocks.append(heading)
        if extracted.blocks and media_type in MESSAGE_TYPES:
            self.blocks.extend(_message_fields(extracted.metadata))
        blocks = extracted.blocks[1:] if _starts_with_title(extracted.blocks, heading.text) else extracted.blocks
        self.blocks.extend(_lower(block, depth) for block in blocks)
        self.warnings.extend(
            PipelineWarning(code=warning.code, message=f"{name}: {warning.message}") for warning in extracted.warnings
        )
        seen, over = len(self.texts), self._over.total()
        self._read_parts(extracted, f"{name}/", depth + 1)
        text.after = len(self.blocks)
        within = self.texts[seen:]
        if not extracted.blocks and not any(inner.error is None for inner in within):
            self._end_without_text(text, extracted, within, self._over.total() - over)

    def _end_without_text(self, text: PartText, extracted: Extracted, within: list[PartText], left_out: int) -> None:
        """End a part in which only the heading was read: keep the fields of a message, or remove the heading."""
        if extracted.without_text is not None:
            self.blocks.extend(_message_fields(extracted.metadata))
            text.after = len(self.blocks)
            return
        # A part without text gets no heading. The parts within it get the same empty range.
        del self.blocks[text.first :]
        for unread in (text, *within):
            unread.first = unread.after = text.first
        text.error = nothing_read(within, left_out)

    def _fail(self, name: str, media_type: str | None, error: PermanentError) -> None:
        place = len(self.blocks)
        self.texts.append(PartText(name, media_type, place, place, error))

    def _warn(self) -> None:
        unread = [text for text in self.texts if text.error is not None]
        if unread:
            listed = "; ".join(f"{text.name} ({text.error.code.value})" for text in unread[:MAX_LISTED] if text.error)
            more = f"; and {len(unread) - MAX_LISTED} more" if len(unread) > MAX_LISTED else ""
            message = f"{len(unread)} of {len(self.texts)} parts could not be read: {listed}{more}."
            self.warnings.append(PipelineWarning(code="parts_unreadable", message=message))
        for reason, count in self._over.items():
            parts = "1 part" if count == 1 else f"{count:,} parts"
            self.warnings.append(PipelineWarning(code="parts_left_out", message=f"{parts} left out: {reason}."))


def part_name(name: str) -> str:
    """Return the name of a part for display: on one line, without `..`, a root, a drive or backslashes."""
    visible = normalize(HIDDEN_CHARACTERS.sub(" ", name.replace("\x00", "")))[-MAX_NAME:]
    pieces = DRIVE.sub("", visible.replace("\\", "/")).split("/")
    kept = [" ".join(piece.split()) for piece in pieces if piece.strip() not in ("", ".", "..")]
    return "/".join(kept) or "unnamed"


def nothing_read(parts: list[PartText], left_out: int = 0) -> PermanentError:
    """Return the error for a file without text. `left_out` is the number of parts that a limit left out."""
    errors = [part.error for part in parts if part.error is not None]
    if not errors:
        if left_out:
            return PermanentError(Code.TOO_LARGE, "All parts of the file are over a limit and were left out.")
        return PermanentError(Code.EMPTY, "The file contains no text.")
    if len(errors) == 1:
        return errors[0]
    codes = {error.code for error in errors}
    code = min(
        codes, key=lambda code: CODES_BY_PRIORITY.index(code) if code in CODES_BY_PRIORITY else len(CODES_BY_PRIORITY)
    )
    reason = next(error for error in errors if error.code is code)
    others = ", ".join(sorted(other.value for other in codes if other is not code))
    also = f" Other reasons: {others}." if others else ""
    return PermanentError(code, f"None of the {len(errors)} parts could be read. {reason}{also}")


def _message_fields(metadata: Metadata) -> list[BlockText]:
    """Return sender, recipients and date of a message as a block, because the metadata describe only the upload."""
    fields = (("From", metadata.byline), ("To", metadata.recipients), ("Date", metadata.published_at))
    lines = [f"{name}: {value}" for name, value in fields if value]
    return [BlockText(kind=BlockKind.PARAGRAPH, text="\n".join(lines))] if lines else []


def _lower(block: BlockText, depth: int) -> BlockText:
    """Lower a heading by `depth` levels, below the heading of its part."""
    return replace(block, level=block.level + depth) if block.level is not None else block


def _starts_with_title(blocks: list[BlockText], title: str) -> bool:
    """Whether the first of several blocks is the title as a heading."""
    return len(blocks) > 1 and blocks[0].kind is BlockKind.HEADING and blocks[0].text.split() == title.split()
