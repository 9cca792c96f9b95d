"""What one document takes, as `python -m tests.benchmarks.cost_inputs` has measured it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

MEASURED = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a function does for a document; the sweep, for a run that finds nothing.

    `milliseconds` are those of one processor, without the calls to AWS. `log_bytes` are the function's own lines,
    `metric_bytes` those that carry `metrics`, by name.
    """

    milliseconds: float
    calls: Mapping[str, float]
    messages: float
    message_bytes: int
    log_bytes: int
    metric_bytes: int
    metrics: tuple[str, ...]

    def called(self, service: str, *operations: str) -> float:
        """How often a service is called, by these operations or by any."""
        return sum(
            count
            for name, count in self.calls.items()
            if name.partition(".")[0] == service and (not operations or name.partition(".")[2] in operations)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of row of the table: how many a document has, the mean bytes of one, and of its attributes with names."""

    count: float
    bytes: int
    attributes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Writes:
    """Writes of one kind, a transaction's as if they were written alone: it takes twice their units.

    `before` and `after`: the keys of indexes that the row had and has.
    """

    stage: str
    operation: str
    row: str
    transactional: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    count: float
    units: float


@dataclass(frozen=True, slots=True)
class Reads:
    """Reads of one kind, and their units."""

    stage: str
    operation: str
    count: float
    units: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the documents of a workload. Counts, bytes and units are for one document."""

    command: str
    date: str
    processor: str
    documents: int
    upload_bytes: int
    document_bytes: int
    words: int
    characters: int
    events: float
    event_bytes: int
    stages: Mapping[str, Stage]
    rows: Mapping[str, Row]
    writes: tuple[Writes, ...]
    reads: tuple[Reads, ...]


def read_measured(path: Path = MEASURED) -> Measured:
    """What was measured. Raises pydantic's ValidationError for a file that is not of this form."""
    return TypeAdapter(Measured).validate_python(json.loads(path.read_text(encoding="utf-8")))
