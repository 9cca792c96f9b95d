"""Parts: the attachments and members within an upload, read one after another into the blocks of its one Document."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from functions.parse.formats.format import Extracted, Hints, Limits, Part
from functions.parse.text_decoding import normalize
from shared.document import BlockKind, BlockText, PipelineWarning
from shared.errors import Code, PermanentError

LISTED = 10
"""Names in a warning; all of them are in the Document's `parts`."""

MAX_NAME = 200
"""Code points of a part's own name. Longer ones keep their end, which tells the format."""

Read = Callable[[bytes, Hints, Limits], tuple[str, Extracted]]
"""Finds the format of bytes and reads them: the media type, and what was extracted, no block without text."""


@dataclass(slots=True)
class PartText:
    """A part that was met: which of the blocks are its own, or why there are none."""

    name: str
    media_type: str | None
    first: int
    """Position of its first block among all blocks."""
    after: int
    """Position of the first block behind it."""
    error: PermanentError | None = None


@dataclass(slots=True)
class PartsReader:
    """Reads the parts of one upload, all depths together, within its limits."""

    read: Read
    limits: Limits
    blocks: list[BlockText]
    """Those of the upload itself; the parts' are added."""
    texts: list[PartText] = field(default_factory=list)
    extracted: list[Extracted] = field(default_factory=list)
    """Of the parts that could be read, in their order."""
    warnings: list[PipelineWarning] = field(default_factory=list)
    _seen: int = 0
    _left: int = 0
    """Bytes that may still be unpacked."""
    _over: Counter[str] = field(default_factory=Counter)

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

    def _reason_to_stop(self, depth: int) -> str | None:
        """Which limit a further part is over."""
        if self._seen > self.limits.max_parts:
            return f"more than {self.limits.max_parts:,} parts"
        if depth > self.limits.max_depth:
            return f"more than {self.limits.max_depth:,} levels of parts within parts"
        if self.limits.seconds_left() <= 0:
            return "no time left"
        if self._left <= 0:
            return f"more than {self.limits.max_unpacked_bytes:,} bytes unpacked"
        return None

    def _parts(self, extracted: Extracted, path: str) -> Iterator[Part]:
        """The parts, until the container itself can't be read any further."""
        try:
            yield from extracted.parts
        except PermanentError as error:
            self._fail(path.rstrip("/") or "the rest", None, error)

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
            media_type, extracted = self.read(content, hints, limits)
        except PermanentError as error:
            self._fail(name, None, error)
            return
        text = PartText(name, media_type, first, first)
        self.texts.append(text)
        self.extracted.append(extracted)
        heading = BlockText(kind=BlockKind.HEADING, text=extracted.metadata.title or name, level=depth)
        self.blocks.append(heading)
        told = extracted.blocks[1:] if _says(extracted.blocks, heading.text) else extracted.blocks
        self.blocks.extend(_deeper(block, depth) for block in told)
        self.warnings.extend(
            PipelineWarning(code=warning.code, message=f"{name}: {warning.message}") for warning in extracted.warnings
        )
        seen = len(self.texts)
        self._read_parts(extracted, f"{name}/", depth + 1)
        text.after = len(self.blocks)
        if not extracted.blocks and not any(inner.error is None for inner in self.texts[seen:]):
            del self.blocks[first:]
            text.after = first
            text.error = PermanentError(Code.EMPTY, "The file holds no text.")

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
    pieces = normalize(name).replace("\\", "/").split("/")
    kept = [" ".join(piece.split()) for piece in pieces if piece.strip() not in ("", ".", "..")]
    return "/".join(kept)[-MAX_NAME:] or "unnamed"


def _deeper(block: BlockText, depth: int) -> BlockText:
    """Headings stand below the part's own."""
    return replace(block, level=block.level + depth) if block.level is not None else block


def _says(blocks: list[BlockText], title: str) -> bool:
    """Whether a document begins with its title as a heading and goes on."""
    return len(blocks) > 1 and blocks[0].kind is BlockKind.HEADING and blocks[0].text.split() == title.split()
