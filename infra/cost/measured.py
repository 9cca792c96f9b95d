"""The resources that one document needs, measured with `python -m tests.benchmarks.cost_inputs`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

MEASURED = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Stage:
    """The work of a function for a document; for the sweep, the work of a run that finds nothing.

    `milliseconds`: time on one processor, without the calls to AWS. `log_bytes`: the log lines of the function.
    `metric_bytes`: the log lines with the metrics of the names in `metrics`.
    """

    milliseconds: float
    calls: Mapping[str, float]
    messages: float
    message_bytes: int
    log_bytes: int
    metric_bytes: int
    metrics: tuple[str, ...]

    def called(self, service: str, *operations: str) -> float:
        """Return the number of calls to a service, with these operations or with any."""
        return sum(
            count
            for name, count in self.calls.items()
            if name.partition(".")[0] == service and (not operations or name.partition(".")[2] in operations)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of row of the table: rows per document, mean bytes of a row, and of each attribute with its name."""

    count: float
    bytes: int
    attributes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Writes:
    """Writes of one kind. `units` are those outside a transaction; a transaction needs twice as many.

    `before` and `after`: the index keys of the row before and after the write.
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
    """Read a measurement. Raises pydantic's ValidationError for a file with another format."""
    return TypeAdapter(Measured).validate_python(json.loads(path.read_text(encoding="utf-8")))
