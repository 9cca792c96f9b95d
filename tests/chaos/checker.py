"""Check the guarantees against the rows over time: nothing lost, nothing stale, nothing left over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shared.revision import Status
from shared.table.keys import STATE, SUMMARY
from tests.chaos.rows import Change


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken guarantee. `promise` is one of lost, stale, orphan."""

    promise: str
    uri: str
    what: str


@dataclass(slots=True)
class _Seen:
    state: Change | None = None
    summary: Change | None = None
    shown: dict[str, list[str | None]] = field(default_factory=lambda: {STATE: [], SUMMARY: []})

    @property
    def valid(self) -> Change | None:
        """The Summary that counts for readers: that beside a state with an index id."""
        return self.summary if self.state and self.state.index_id else None

    def show(self, row: str, version: str | None) -> None:
        """Note the version that a reader finds in a row."""
        if not self.shown[row] or self.shown[row][-1] != version:
            self.shown[row].append(version)


class Reader:
    """Observes every row after every step and compares it with its previous content."""

    def __init__(self) -> None:
        self._objects: dict[str, _Seen] = {}
        self.violations: list[Violation] = []

    def observe(self, changes: Iterable[Change]) -> None:
        """Apply the changes of one step and check the result."""
        changed = {}
        for change in changes:
            seen = changed[change.uri] = self._objects.setdefault(change.uri, _Seen())
            before = seen.state if change.row == STATE else seen.summary
            if before and before.revision and change.revision and change.revision < before.revision:
                self._report("stale", change.uri, f"{change.row} went back from {before} to {change}")
            if change.row == STATE:
                self._check_step(seen.state, change)
                seen.state = change
                seen.show(STATE, change.version)
            else:
                seen.summary = change if change.revision else None
        for uri, seen in changed.items():
            seen.show(SUMMARY, seen.valid.version if seen.valid else None)
            self._compare(uri, seen)

    def shown(self, uri: str, row: str) -> Sequence[str | None]:
        """Return the versions that a row has contained in order, None where it contained none."""
        return self._objects[uri].shown[row] if uri in self._objects else []

    def _check_step(self, before: Change | None, after: Change) -> None:
        if before and before.revision == after.revision and before.status != after.status:
            step = (before.status, after.status)
            allowed = {("PROCESSING", "SUMMARIZED"), ("PROCESSING", "FAILED"), ("PROCESSING", "DELETED")}
            if step not in allowed | {("FAILED", "SUMMARIZED")}:
                self._report("stale", after.uri, f"at one revision the state went from {before} to {after}")

    def _compare(self, uri: str, seen: _Seen) -> None:
        state, summary = seen.state, seen.valid
        if state is None:
            return
        if summary is None:
            if state.status == Status.SUMMARIZED or state.index_id:
                self._report("lost", uri, f"{state} has no Summary")
        elif str(summary.revision) > str(state.revision):
            self._report("stale", uri, f"{summary} is newer than its state {state}")
        elif state.status == Status.DELETED:
            self._report("orphan", uri, f"{summary} exists beside {state}")
        elif state.index_id != summary.index_id:
            self._report("stale", uri, f"{summary} is not that of {state}")
        elif state.status == Status.SUMMARIZED and state.revision != summary.revision:
            self._report("stale", uri, f"{summary} is not of {state}")

    def _report(self, promise: str, uri: str, what: str) -> None:
        self.violations.append(Violation(promise, uri, what))


def follows(shown: Sequence[str | None], currents: Sequence[str | None]) -> bool:
    """Whether the versions in a row are a subsequence of the versions that were current in the bucket.

    A version may follow a newer one only if it became current again in between. At first, no version is current.
    """
    place = 0
    all_currents = [None, *currents]
    for version in shown:
        try:
            place = all_currents.index(version, place)
        except ValueError:
            return False
    return True
