"""Parts: the attachments and members within an upload, read one after another into the blocks of its one Document."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from functions.parse.contract import Extracted, Format, Hints, Limits, Part
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

MESSAGE_TYPES = frozenset({"message/rfc822", "application/vnd.ms-outlook"})

# Names in a warning; all of them are in the Document's `parts`.
LISTED = 10

# Code points of a part's own name. Longer ones keep their end, which tells the format.
MAX_NAME = 200

# Control characters, and those that turn the direction of writing, so that a name seems to end otherwise.
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

DRIVE = re.compile(r"\A[\s/]*[A-Za-z]:(?=/)")
NO_TIME = "no time left, and those behind it were not counted"

# Where parts failed for several reasons: what somebody can do something about comes first.
MOST_TELLING = (
    Code.ENCRYPTED,
    Code.OCR_UNAVAILABLE,
    Code.TOO_LARGE,
    Code.TIMED_OUT,
    Code.CORRUPT,
    Code.UNSUPPORTED,
    Code.EMPTY,
)

# Reads bytes, in the format given or in the one that they show: the media type, and what was extracted, no block
# without text.
Read = Callable[[bytes, Hints, Limits, Format | None], tuple[str, Extracted]]


@dataclass(slots=True)
class PartText:
    """A part that was met: which of the blocks are its own, or why there are none."""

    name: str
    media_type: str | None
    # Position of its first block among all blocks.
    first: int
    # Position of the first block behind it.
    after: int
    error: PermanentError | None = None


@dataclass(slots=True)
class PartsReader:
    """Reads the parts of one upload, all depths together, within its limits."""

    read: Read
    limits: Limits
    # Those of the upload itself; the parts' are added.
    blocks: list[BlockText]
    texts: list[PartText] = field(default_factory=list)
    # Of the parts that could be read, in their order.
    extracted: list[Extracted] = field(default_factory=list)
    warnings: list[PipelineWarning] = field(default_factory=list)
    _seen: int = 0
    # Bytes that may still be unpacked.
    _left: int = 0
    _over: Counter[str] = field(default_factory=Counter)

    @property
    def left_out(self) -> int:
        """How many parts were met and not read because of a limit."""
        return self._over.total()

    def read_all(self, extracted: Extracted) -> None:
        """Read the parts of the upload, and theirs."""
        self._left = self.limits.max_unpacked_bytes
        own = len(self.blocks)
        self._read_parts(extracted, path="", depth=1)
        if not own and self._is_wrapping():
            # What is no more than wrapped up, a compressed text, needs no heading that says its name.
            del self.blocks[0]
            for text in self.texts:
                text.first, text.after = max(0, text.first - 1), text.after - 1
        self._warn()

    def _is_wrapping(self) -> bool:
        """Whether there is nothing but one part, which holds more than its heading."""
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
        """Which limit a further part is over."""
        if self._seen > self.limits.max_parts:
            return f"more than {self.limits.max_parts:,} parts"
        if depth > self.limits.max_depth:
            return f"more than {self.limits.max_depth:,} levels of parts within parts"
        if self.limits.seconds_left() <= 0:
            return NO_TIME
        if self._left <= 0:
            return f"more than {self.limits.max_unpacked_bytes:,} bytes unpacked"
        return None

    def _parts(self, extracted: Extracted, path: str) -> Iterator[Part]:
        """The parts, until the container itself can't be read any further."""
        try:
            yield from extracted.parts
        except PermanentError as error:
            self._fail(f"{path}the rest", None, error)

    def _read_part(self, part: Part, name: str, depth: int) -> None:
        first = len(self.blocks)
        hints = Hints(PurePosixPath(part.name).name, part.declared_type)
        try:
            content = part.read()
            self._left -= len(content)
            if self._left < 0:
                raise PermanentError(
                    Code.TOO_LARGE, f"All parts unpack to over {self.limits.max_unpacked_bytes:,} bytes."
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
            self.blocks.extend(_correspondence(extracted.metadata))
        told = extracted.blocks[1:] if _says(extracted.blocks, heading.text) else extracted.blocks
        self.blocks.extend(_deeper(block, depth) for block in told)
        self.warnings.extend(
            PipelineWarning(code=warning.code, message=f"{name}: {warning.message}") for warning in extracted.warnings
        )
        seen, over = len(self.texts), self._over.total()
        self._read_parts(extracted, f"{name}/", depth + 1)
        text.after = len(self.blocks)
        within = self.texts[seen:]
        if not extracted.blocks and not any(inner.error is None for inner in within):
            # A part without text has no heading either, and those within it are where it is.
            del self.blocks[first:]
            for unread in (text, *within):
                unread.first = unread.after = first
            text.error = nothing_read(within, self._over.total() - over)

    def _fail(self, name: str, media_type: str | None, error: PermanentError) -> None:
        place = len(self.blocks)
        self.texts.append(PartText(name, media_type, place, place, error))

    def _warn(self) -> None:
        unread = [text for text in self.texts if text.error is not None]
        if unread:
            listed = "; ".join(f"{text.name} ({text.error.code.value})" for text in unread[:LISTED] if text.error)
            more = f"; and {len(unread) - LISTED} more" if len(unread) > LISTED else ""
            message = f"{len(unread)} of {len(self.texts)} parts could not be read: {listed}{more}."
            self.warnings.append(PipelineWarning(code="parts_unreadable", message=message))
        for reason, count in self._over.items():
            parts = "1 part" if count == 1 else f"{count:,} parts"
            self.warnings.append(PipelineWarning(code="parts_left_out", message=f"{parts} left out: {reason}."))


def part_name(name: str) -> str:
    """A part's name as it is shown: on one line, without the tricks of paths (`..`, a root, a drive, backslashes)."""
    pieces = DRIVE.sub("", UNSHOWN.sub(" ", normalize(name)[-MAX_NAME:]).replace("\\", "/")).split("/")
    kept = [" ".join(piece.split()) for piece in pieces if piece.strip() not in ("", ".", "..")]
    return "/".join(kept) or "unnamed"


def nothing_read(parts: list[PartText], left_out: int = 0) -> PermanentError:
    """Why a file whose parts are these has no text. `left_out`: how many more a limit has left out."""
    errors = [part.error for part in parts if part.error is not None]
    if not errors:
        if left_out:
            return PermanentError(Code.TOO_LARGE, "The file holds nothing but parts that a limit has left out.")
        return PermanentError(Code.EMPTY, "The file holds no text.")
    if len(errors) == 1:
        return errors[0]
    codes = {error.code for error in errors}
    code = min(codes, key=lambda code: MOST_TELLING.index(code) if code in MOST_TELLING else len(MOST_TELLING))
    reason = next(error for error in errors if error.code is code)
    others = ", ".join(sorted(other.value for other in codes if other is not code))
    also = f" Others: {others}." if others else ""
    return PermanentError(code, f"None of {len(errors)} parts was read: {reason}{also}")


def _correspondence(metadata: Metadata) -> list[BlockText]:
    """Who wrote a message to whom, and when: the Document's metadata are those of the upload, so its text says it."""
    told = (("From", metadata.byline), ("To", metadata.recipients), ("Date", metadata.published_at))
    lines = [f"{name}: {value}" for name, value in told if value]
    return [BlockText(kind=BlockKind.PARAGRAPH, text="\n".join(lines))] if lines else []


def _deeper(block: BlockText, depth: int) -> BlockText:
    """Headings stand below the part's own."""
    return replace(block, level=block.level + depth) if block.level is not None else block


def _says(blocks: list[BlockText], title: str) -> bool:
    """Whether a document begins with its title as a heading and goes on."""
    return len(blocks) > 1 and blocks[0].kind is BlockKind.HEADING and blocks[0].text.split() == title.split()
