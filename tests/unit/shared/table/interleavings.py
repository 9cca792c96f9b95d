"""Random interleavings of writers of one object, which may stop before or after any call, and their checks.

Every writer takes one call at a time. A writer that was stopped runs again later, as its message would be delivered
again. After each call and at the end, the rows are compared with the promises of shared/table.
"""

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID

from shared.documents.document_store import key_of
from shared.errors import TransientError
from shared.object_version import ObjectVersion
from shared.revision import Revision, Status, may_write
from shared.summary import Summary
from shared.table.index_plan import plan_of
from shared.table.items import from_item
from shared.table.manifests import SETTLED
from shared.table.name_rows import NAMES
from shared.table.table import SummaryTable
from shared.table.transitions import ExpectedState
from tests.chaos.clock import Clock
from tests.chaos.tasks import Task, pause
from tests.support.summaries import URI, WHEN, a_summary, an_entity, said

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Probability that a writer is stopped at a call.
STOPPED = 0.05

# Attempts of a writer after the faults are over.
ATTEMPTS = 3
PEOPLE = ("Ada Holt", "Ben Crane", "Cleo Marsh")


class Stopped(BaseException):
    """The process of a writer ended."""


@dataclass
class Writer:
    """Work on the object, which is repeated until it returns."""

    name: str
    work: Callable[[SummaryTable], None]
    done: bool = False


@dataclass
class Interleaving:
    """One run: `run` returns the violations."""

    client: "DynamoDBClient"
    clock: Clock
    rng: random.Random
    faults: bool = True
    violations: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    _newest: str = ""
    _changed: bool = False

    def run(self) -> list[str]:
        """Run random writers in a random order, then again until all are done, then the sweep."""
        events: Any = self.client.meta.events
        events.register_first("before-call", self._before)
        events.register_last("after-call", self._after)
        try:
            writers = self._writers()
            self._interleave(writers)
            self.faults = False
            for _ in range(ATTEMPTS):
                for writer in writers:
                    if not writer.done:
                        self._interleave([writer])
            self._sweep()
        finally:
            events.unregister("before-call", self._before)
            events.unregister("after-call", self._after)
        self._check_at_the_end()
        return self.violations

    def _writers(self) -> list[Writer]:
        """Return writers of two or three versions, of which each has one or two deliveries, and maybe a removal."""
        table = SummaryTable("summaries", self.client)
        writers: list[Writer] = []
        for number in range(1, self.rng.choice((1, 2, 2, 3)) + 1):
            revision = Revision(f"0{number}")
            claim = Writer(f"claim {number}", partial(claimed, revision=revision))
            if self.rng.random() < 0.5 and not writers:
                claim.work(table)
            else:
                writers.append(claim)
            for delivery in range(self.rng.choice((1, 1, 2))):
                about = self.rng.sample(PEOPLE, self.rng.choice((0, 1, 2)))
                summary = a_summary(
                    revision=revision,
                    title=f"Version {number}, code {delivery}",
                    entities=[an_entity(person) for person in about],
                    attributions=[said(person, f"Words {number}.") for person in about],
                )
                writers.append(Writer(f"summarize {number}", partial(summarized, summary=summary)))
        if self.rng.random() < 0.5:
            last = Revision(f"0{self.rng.choice((1, 2, 4))}", self.rng.choice((0, 1)))
            writers.append(Writer("delete", partial(deleted, revision=last)))
        return writers

    def _interleave(self, writers: list[Writer]) -> None:
        table = SummaryTable("summaries", self.client)
        tasks = [Task(writer.name, partial(self._attempt, writer, table)) for writer in writers]
        while tasks:
            if self.faults and self.rng.random() < 0.002:
                self.clock.forward(timedelta(minutes=5))
            task = self.rng.choice(tasks)
            self.history.append(task.name)
            for _ in range(self.rng.choice((1, 1, 2, 8))):
                if not task.finished:
                    task.resume()
            if task.finished:
                tasks.remove(task)
            self._check()

    def _attempt(self, writer: Writer, table: SummaryTable) -> None:
        try:
            writer.work(table)
        except (Stopped, TransientError):
            return
        writer.done = True

    def _before(self, **_: Any) -> None:
        pause()
        self._maybe_stop("before")

    def _after(self, model: Any, **_: Any) -> None:
        self._changed |= model.name not in ("GetItem", "BatchGetItem", "Query")
        self._maybe_stop("after")

    def _maybe_stop(self, when: str) -> None:
        is_writer = threading.current_thread() is not threading.main_thread()
        if is_writer and self.faults and self.rng.random() < STOPPED / 2:
            self.history.append(f"stopped {when} a call")
            raise Stopped

    def _sweep(self) -> None:
        """Let an hour pass and remove what is marked, as SweepFunction does."""
        self.clock.forward(2 * SETTLED)
        table = SummaryTable("summaries", self.client)
        for uri in list(table.left_over()):
            table.remove_left_overs(uri)

    def _rows(self) -> list[dict[str, Any]]:
        """Return all rows except those of the list of names, which belong to no object."""
        rows = (from_item(item.to_json()["Attributes"]) for item in self._items())
        return [row for row in rows if not row["pk"].startswith(f"{NAMES}#")]

    def _items(self) -> list[Any]:
        table = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID]["us-east-1"].get_table("summaries")
        return list(table.all_items())

    def _check(self) -> None:
        """Check that everything that the state refers to exists as a whole, and does not go back."""
        if not self._changed:
            return
        self._changed = False
        rows = self._rows()
        state, summary = of_object(rows, "state"), of_object(rows, "summary")
        if state is None or "index_id" not in state:
            return
        if summary is None or summary["index_id"] != state["index_id"]:
            self.violations.append(f"the summary is not that of the state {state}")
            return
        if summary["revision"] < self._newest:
            self.violations.append(f"the valid summary went back from {self._newest} to {summary['revision']}")
        self._newest = summary["revision"]
        found = {(row["pk"], row["sk"]) for row in rows}
        if missing := keys_of(summary) - found:
            self.violations.append(f"rows of the valid summary are missing: {missing}")

    def _check_at_the_end(self) -> None:
        """Check that nothing else exists than the state, and the Summary and the rows that it refers to."""
        rows = self._rows()
        state, summary = of_object(rows, "state"), of_object(rows, "summary")
        valid = bool(state and "index_id" in state)
        wanted = keys_of(summary) if valid and summary else set()
        found = {(row["pk"], row["sk"]) for row in rows if row["pk"] != URI and self._has_ended(row, state)}
        if found - wanted:
            self.violations.append(f"left over: {found - wanted}")
        if summary and not valid and self._has_ended(summary, state):
            self.violations.append(f"a summary without an index id of its state {state}")

    def _has_ended(self, row: dict[str, Any], state: dict[str, Any] | None) -> bool:
        """Whether the Summary that a row belongs to can no longer be finished by a late delivery."""
        if state is None:
            return True
        current = Revision.parse(state["revision"]), Status(state["status"])
        return not may_write(current, Revision.parse(row["revision"]), Status.SUMMARIZED)


def claimed(table: SummaryTable, revision: Revision) -> None:
    """Claim a version, as ParseFunction does."""
    table.claim(ObjectVersion.of_uri(URI, f"v{revision.sequencer}", WHEN), revision)


def summarized(table: SummaryTable, summary: Summary) -> None:
    """Put a Summary, as SummarizeFunction does; its Document may have been removed."""
    state = table.state(URI)
    revision = summary.source.revision
    if state is None:
        raise TransientError("A version is claimed before its Document exists.")
    if state.revision < revision:
        raise TransientError("The version is not claimed yet.")
    if may_write((state.revision, state.status), revision, Status.SUMMARIZED):
        table.put_summary(summary, expected=ExpectedState(state))
    elif state.status is Status.DELETED or state.revision > revision:
        table.remove_left_overs_beside(key_of(URI, revision))
    else:
        table.remove_left_overs(URI)


def deleted(table: SummaryTable, revision: Revision) -> None:
    """End the object, as ParseFunction does after a lookup that found nothing."""
    state = table.state(URI)
    if not table.delete(URI, revision, expected=ExpectedState(state)):
        state = table.state(URI)
        if state is None or may_write((state.revision, state.status), revision, Status.DELETED):
            raise TransientError("The state has changed.")


def of_object(rows: list[dict[str, Any]], sk: str) -> dict[str, Any] | None:
    """Return the state or the Summary of the object."""
    return next((row for row in rows if (row["pk"], row["sk"]) == (URI, sk)), None)


def keys_of(row: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the keys of the index rows and of the manifest that belong to a row of a Summary."""
    attributes = ("pk", "sk", "uri", "revision", "index_id", "day_key", "uploaded_at", "sha256", "short_summary")
    summary = Summary.model_validate({name: value for name, value in row.items() if name not in attributes})
    plan = plan_of(summary)
    manifest = f"index#{key_of(URI, plan.revision).partition('/')[0]}"
    return {(each["pk"], each["sk"]) for each in plan.rows} | {(manifest, plan.index_id)}


def violations_of(client: "DynamoDBClient", clock: Clock, seeds: Iterator[int]) -> Iterator[tuple[int, Interleaving]]:
    """Run an interleaving on the empty table for each seed; yield those with violations."""
    for seed in seeds:
        for item in client.scan(TableName="summaries")["Items"]:
            client.delete_item(TableName="summaries", Key={"pk": item["pk"], "sk": item["sk"]})
        interleaving = Interleaving(client, clock, random.Random(seed))
        if interleaving.run():
            yield seed, interleaving
