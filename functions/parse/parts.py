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
    _over: Counter[str] = field(default_factory=Counter)

    def read_all(self, extracted: Extracted) -> None:
        """Read the parts of the upload, and theirs."""
        self._read_parts(extracted, path="", depth=1)
        self._warn()

    def _read_parts(self, extracted: Extracted, path: str, depth: int) -> None:
        for part in self._parts(extracted, path):
            name = f"{path}{part_name(part.name)}"
            if self._seen >= self.limits.max_parts:
                self._over[f"more than {self.limits.max_parts:,} parts"] += 1
            elif depth > self.limits.max_depth:
                self._over[f"more than {self.limits.max_depth:,} levels of parts within parts"] += 1
            elif self.limits.seconds_left() <= 0:
                self._over["no time left"] += 1
            else:
                self._read_part(part, name, depth)
            self._seen += 1

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
            media_type, extracted = self.read(part.content, hints, self.limits)
        except PermanentError as error:
            self._fail(name, None, error)
            return
        text = PartText(name, media_type, first, first)
        self.texts.append(text)
        self.extracted.append(extracted)
        heading = BlockText(kind=BlockKind.HEADING, text=extracted.metadata.title or name, level=depth)
        self.blocks.append(heading)
        self.blocks.extend(_deeper(block, depth) for block in extracted.blocks)
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
            self.warnings.append(PipelineWarning(code="parts_left_out", message=f"{count:,} parts left out: {reason}."))


def part_name(name: str) -> str:
    """A part's name as it is shown: on one line, without the tricks of paths (`..`, a root, a drive, backslashes)."""
    pieces = normalize(name).replace("\\", "/").split("/")
    kept = [" ".join(piece.split()) for piece in pieces if piece.strip() not in ("", ".", "..")]
    return "/".join(kept)[-MAX_NAME:] or "unnamed"


def _deeper(block: BlockText, depth: int) -> BlockText:
    """Headings stand below the part's own."""
    return replace(block, level=block.level + depth) if block.level is not None else block
