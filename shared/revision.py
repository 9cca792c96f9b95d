"""The ordering rule: which write to an object's state takes effect, regardless of the order in which events arrive."""

from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

# Digits to which a sequencer is padded. S3 sends 16 to 18 hexadecimal digits and documents no maximum.
SEQUENCER_WIDTH = 32
GENERATION_WIDTH = 6


class Status(StrEnum):
    """The status of an object in the pipeline. All except PROCESSING are terminal."""

    PROCESSING = "PROCESSING"
    SUMMARIZED = "SUMMARIZED"
    FAILED = "FAILED"
    DELETED = "DELETED"


@total_ordering
@dataclass(frozen=True, slots=True)
class Revision:
    """The place of an event among all events of one object: S3's sequencer, then Nutgraf's generation.

    S3 documents that sequencers are hexadecimal strings of different lengths, to be padded with zeros on the right and
    compared as strings. An empty sequencer sorts before every sequencer of S3.
    """

    sequencer: str
    generation: int = 0

    def __post_init__(self) -> None:
        if len(self.sequencer) > SEQUENCER_WIDTH or not all(c in "0123456789ABCDEFabcdef" for c in self.sequencer):
            raise ValueError(f"a sequencer is up to {SEQUENCER_WIDTH} hexadecimal digits, not {self.sequencer!r}")
        if not 0 <= self.generation < 10**GENERATION_WIDTH:
            raise ValueError(f"a generation is between 0 and {10**GENERATION_WIDTH - 1}, not {self.generation}")

    def __str__(self) -> str:
        """Return a string of fixed length, which sorts like the revision, in DynamoDB and in S3 keys."""
        return f"{self.sequencer.upper():0<{SEQUENCER_WIDTH}}-{self.generation:0{GENERATION_WIDTH}d}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Revision) and str(self) == str(other)

    def __lt__(self, other: "Revision") -> bool:
        return str(self) < str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    @classmethod
    def parse(cls, text: str) -> "Revision":
        """Return the revision whose string is `text`; raise ValueError if it is not a revision."""
        sequencer, separator, generation = text.partition("-")
        if not separator or not generation.isdecimal():
            raise ValueError(f"{text!r} is not a revision")
        return cls(sequencer, int(generation))

    @property
    def next_generation(self) -> "Revision":
        """The revision for processing the same object version again."""
        return Revision(self.sequencer, self.generation + 1)


# The statuses that each status may follow at the same revision.
PREDECESSORS: dict[Status, frozenset[Status]] = {
    Status.PROCESSING: frozenset(),
    Status.FAILED: frozenset({Status.PROCESSING}),
    Status.DELETED: frozenset({Status.PROCESSING}),
    Status.SUMMARIZED: frozenset({Status.PROCESSING, Status.FAILED}),
}


def may_write(current: tuple[Revision, Status] | None, revision: Revision, status: Status) -> bool:
    """Whether `status` at `revision` may replace the `current` state of an object (None: no state).

    A write needs a greater revision, or the same revision and a permitted transition in PREDECESSORS.
    """
    if current is None or revision > current[0]:
        return True
    return revision == current[0] and current[1] in PREDECESSORS[status]


def revision_of_check(state: tuple[Revision, Status] | None, *, same_version: bool | None) -> Revision | None:
    """Return the revision at which a check without an event processes or ends an object; None: nothing to do.

    `same_version` is whether the current version is that of the `state`, or None if the object has ended. Processing
    that may have been lost is repeated at the same revision; the result is correct whichever of the two finishes first.
    If the state is outdated, the next generation corrects it, and any later event of S3 takes precedence.
    """
    if state is None:
        return None if same_version is None else Revision("")
    revision, status = state
    if same_version is None:
        return revision if status is Status.DELETED else revision.next_generation
    if not same_version or status is Status.DELETED:
        return revision.next_generation
    return revision if status is Status.PROCESSING else None
