"""What a format module is: bytes in, blocks and metadata out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from shared.document import BlockKind, BlockText, Metadata, PipelineWarning


@dataclass(frozen=True, slots=True)
class Hints:
    """What others say about the bytes. It is never trusted, and only decides where the bytes leave a choice open."""

    name: str = ""
    declared_type: str | None = None
    """The Content-Type that the object was stored with, parameters and all."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a format found in the bytes: blocks in reading order, and what the format itself says about the document."""

    blocks: list[BlockText]
    parser: str
    metadata: Metadata = field(default_factory=Metadata)
    warnings: list[PipelineWarning] = field(default_factory=list)


Format = Callable[[bytes, Hints], Extracted]
"""Reads the bytes of one format; raises PermanentError (encrypted, corrupt, empty) when they can't be read."""


def table(rows: list[list[str]], page: int | None = None) -> BlockText:
    """A table as a block: a line per row, its cells parted by tabs, so that every cell has a place in the text."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    text = "\n".join("\t".join(row).strip() for row in cells if any(row))
    return BlockText(kind=BlockKind.TABLE, text=text, page=page, rows=cells)
