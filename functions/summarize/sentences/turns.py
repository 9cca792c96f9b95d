"""The turns of a transcript: the name of who speaks, and the places of the words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.documents.document import Block, BlockKind

# [start, end) in code points of the text.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn. `speech` has a place for each of its blocks, in order; the label is in front of the first."""

    start: int
    # The name in the label, None if nobody is named there.
    name: Place | None
    speech: tuple[Place, ...]

    @property
    def end(self) -> int:
        """The end of its last block."""
        return self.speech[-1][1]

    @property
    def label(self) -> Place:
        """The label with time, role and colon; empty if there is none."""
        return self.start, self.speech[0][0]


def turns_of(text: str, blocks: Sequence[Block]) -> list[Turn]:
    """Return the turns of a text in order. A block without a label continues the turn of the same speaker before it."""
    turns: list[Turn] = []
    last: Block | None = None
    for block in blocks:
        if block.kind is not BlockKind.TURN:
            continue
        spoken = block.start if block.spoken_from is None else block.spoken_from
        if last and last.speaker and last.speaker == block.speaker and spoken == block.start:
            turns[-1] = replace(turns[-1], speech=(*turns[-1].speech, (block.start, block.end)))
            continue
        at = text.find(block.speaker, block.start, spoken) if block.speaker else -1
        name = (at, at + len(block.speaker)) if block.speaker and at >= 0 else None
        turns.append(Turn(block.start, name, ((spoken, block.end),)))
        last = block
    return turns
