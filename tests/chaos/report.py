"""The report of a campaign, in one line of JSON."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field

from tests.chaos.checker import Violation


@dataclass(slots=True)
class Report:
    """The counts and violations of a campaign. `make chaos` prints it as its last line."""

    seed: int
    uploads: int = 0
    objects: int = 0
    calls: int = 0
    faulty_calls: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    retries: int = 0
    invocations: int = 0
    # Steps of an invocation while others were in progress.
    interleaved: int = 0
    # Messages with a thread of their own, because they shared a batch.
    overlapping: int = 0
    duplicated: int = 0
    reordered: int = 0
    held_back: int = 0
    # Lost notifications and messages of Documents.
    vanished: int = 0
    sweeps: int = 0
    # Objects that a sweep sent again.
    sent_again: int = 0
    parked: int = 0
    # Objects that FAILED (stalled, or after too many retries) and were redriven at the end.
    redriven: int = 0
    # Summarized objects that were reprocessed at the end.
    reprocessed: int = 0
    # Objects for which bucket and table disagreed at the end.
    reconciled: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    seconds: float = 0
    violations: list[Violation] = field(default_factory=list)

    def as_json(self) -> str:
        """Return one line of JSON with the number of violations by promise and the first ten violations."""
        broken = Counter(violation.promise for violation in self.violations)
        values = asdict(self) | {
            "faulty_share": round(self.faulty_calls / max(1, self.calls), 3),
            "lost": broken["lost"],
            "stale": broken["stale"],
            "orphans": broken["orphan"],
            "violations": [asdict(violation) for violation in self.violations[:10]],
        }
        return json.dumps(values, ensure_ascii=False)
