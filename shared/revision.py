"""The ordering rule: which write to an object's state goes ahead, whatever the order in which events arrive."""

from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

# Digits that a sequencer is padded to. S3 sends 16 to 18 hexadecimal digits and documents no maximum.
SEQUENCER_WIDTH = 32
GENERATION_WIDTH = 6


class Status(StrEnum):
    """Where an object is in the pipeline. All but PROCESSING are terminal."""

    PROCESSING = "PROCESSING"
    SUMMARIZED = "SUMMARIZED"
    FAILED = "FAILED"
    DELETED = "DELETED"


@total_ordering
@dataclass(frozen=True, slots=True)
class Revision:
    """The place of an event among all events of one object: S3's sequencer, then our generation.

    S3 documents sequencers as hexadecimal strings of differing length, to be padded with zeros on the right and
    compared as strings. An empty sequencer comes before every real one.
    """

    sequencer: str
    generation: int = 0

    def __post_init__(self) -> None:
        if len(self.sequencer) > SEQUENCER_WIDTH or not all(c in "0123456789ABCDEFabcdef" for c in self.sequencer):
            raise ValueError(f"a sequencer is up to {SEQUENCER_WIDTH} hexadecimal digits, not {self.sequencer!r}")
        if not 0 <= self.generation < 10**GENERATION_WIDTH:
            raise ValueError(f"a generation is between 0 and {10**GENERATION_WIDTH - 1}, not {self.generation}")

    def __str__(self) -> str:
        """Always of one length, so that revisions are ordered as their strings are, in DynamoDB and in S3 keys."""
        return f"{self.sequencer.upper():0<{SEQUENCER_WIDTH}}-{self.generation:0{GENERATION_WIDTH}d}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Revision) and str(self) == str(other)

    def __lt__(self, other: "Revision") -> bool:
        return str(self) < str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    @classmethod
    def parse(cls, text: str) -> "Revision":
        """The revision whose string is `text`; raises ValueError when it is none."""
        sequencer, separator, generation = text.partition("-")
        if not separator or not generation.isdecimal():
            raise ValueError(f"{text!r} is not a revision")
        return cls(sequencer, int(generation))

    @property
    def next_generation(self) -> "Revision":
        """The same object version, looked at once more."""
        return Revision(self.sequencer, self.generation + 1)


# At one and the same revision, the statuses that each status may follow.
PREDECESSORS: dict[Status, frozenset[Status]] = {
    Status.PROCESSING: frozenset(),
    Status.FAILED: frozenset({Status.PROCESSING}),
    Status.DELETED: frozenset({Status.PROCESSING}),
    Status.SUMMARIZED: frozenset({Status.PROCESSING, Status.FAILED}),
}


def may_write(current: tuple[Revision, Status] | None, revision: Revision, status: Status) -> bool:
    """Whether `status` at `revision` may replace the `current` state of an object (None: it has no state yet).

    A write needs a greater revision; at an equal one it must be a step forward in PREDECESSORS.
    """
    if current is None or revision > current[0]:
        return True
    return revision == current[0] and current[1] in PREDECESSORS[status]


def revision_of_check(state: tuple[Revision, Status] | None, *, same_version: bool | None) -> Revision | None:
    """The revision at which an object that was looked at, without any event, is read or ended; None: nothing to do.

    `same_version` says whether the version that is current now is that of the `state`; it is None when the object has
    ended. A reading that may have been lost is done again at its own revision: whichever of the two ends first is
    right. Where the table is behind, the next generation puts that right, and gives way to every real event.
    """
    if state is None:
        return None if same_version is None else Revision("")
    revision, status = state
    if same_version is None:
        return revision if status is Status.DELETED else revision.next_generation
    if not same_version or status is Status.DELETED:
        return revision.next_generation
    return revision if status is Status.PROCESSING else None
