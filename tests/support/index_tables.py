"""A summaries table whose client can be stopped or interrupted before any call, with Summaries to write to it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import boto3

from infra.local.in_process import InProcessStack
from shared.revision import Revision
from shared.summary import Summary
from shared.table.index_plan import MOST_ATTRIBUTIONS, plan_of
from shared.table.items import from_item, to_item
from shared.table.keys import manifests_of
from shared.table.manifests import SETTLED
from shared.table.table import SummaryTable
from tests.chaos.clock import Clock
from tests.support.summaries import URI, WHEN, a_summary, an_entity, said

OLD, NEW, REPROCESSED = Revision("0A"), Revision("0B"), Revision("0A", 1)
LATER = "2026-11-22T10:00:00.000Z"


class Killed(Exception):
    """Simulates a crash of the process."""


class Tables:
    """The table of a stack, with a client that can be stopped or interrupted before any call."""

    def __init__(self, stack: InProcessStack, clock: Clock) -> None:
        self._stack = stack
        self._clock = clock
        self.name = stack.name("SummariesTable")
        self.table = SummaryTable(self.name, stack.clients.dynamodb)
        self._acts: dict[int, Callable[[], None]] = {}
        self._numbers = count()
        self._disturbed = self.client()
        self._disturbed.meta.events.register("before-call.dynamodb", self._before)

    def before_call(self, number: int | None, act: Callable[[], None]) -> SummaryTable:
        """Return a table whose client runs `act` before the call with this number, counted from 0."""
        return self.before_calls({} if number is None else {number: act})

    def before_calls(self, acts: dict[int, Callable[[], None]]) -> SummaryTable:
        """Return a table whose client runs several acts, by the numbers of the calls."""
        self._acts, self._numbers = acts, count()
        return SummaryTable(self.name, self._disturbed)  # it remembers no names, so that calls have the same numbers

    def _before(self, **_: Any) -> None:
        self._acts.get(next(self._numbers), lambda: None)()

    def client(self) -> Any:
        """Create another client."""
        return boto3.client("dynamodb", self._stack.clients.dynamodb.meta.region_name)

    def rows(self) -> list[dict[str, Any]]:
        """Return every row of the table, except for those of names, which are never removed."""
        pages = self._stack.clients.dynamodb.get_paginator("scan").paginate(TableName=self.name)
        rows = [from_item(item) for page in pages for item in page["Items"]]
        return [row for row in rows if not row["pk"].startswith("names#")]

    def index_rows(self) -> list[dict[str, Any]]:
        """Return every index row and manifest."""
        return [row for row in self.rows() if row["pk"].startswith(("entity#", "speaker#", "index#"))]

    def put(self, row: dict[str, Any]) -> None:
        """Put a row as it is."""
        self._stack.clients.dynamodb.put_item(TableName=self.name, Item=to_item(row))

    def forward(self, seconds: float) -> None:
        """Move the clock of Nutgraf's code."""
        self._clock.forward(timedelta(seconds=seconds))

    def remove_left_overs(self) -> None:
        """Let an hour pass, so that nothing that was put is still in progress, and remove left-overs."""
        self._clock.forward(2 * SETTLED)
        self.table.remove_left_overs(URI)

    def clear(self) -> None:
        """Empty the table."""
        for row in self.rows():
            key = {"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}
            self._stack.clients.dynamodb.delete_item(TableName=self.name, Key=key)


def killed() -> None:
    raise Killed


def about(*people: str, revision: Revision = OLD, uploaded_at: str = WHEN, quotes: int = 1, uri: str = URI) -> Summary:
    """Return the Summary of a document with statements of people."""
    attributions = [said(person, f"{person}, {n}", start=n) for person in people for n in range(quotes)]
    return a_summary(
        uri, revision, uploaded_at=uploaded_at, entities=[an_entity(p) for p in people], attributions=attributions
    )


def answers(table: SummaryTable, *names: str) -> dict[str, tuple[list[str], list[str]]]:
    """Return the documents and upload times of mentions, and the quotes, by name."""
    return {
        name: (
            [f"{entry.uri} {entry.uploaded_at}" for entry in table.by_entity(name, "PERSON")],
            [f"{entry.quote} {entry.uploaded_at}" for entry in table.by_speaker(name, "PERSON")],
        )
        for name in names
    }


def expected(summary: Summary | None, *names: str) -> dict[str, tuple[list[str], list[str]]]:
    """Return the expected answers for full names if this is the only Summary in the table."""
    found: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in names}
    if summary is not None:
        for entity in summary.entities:
            found[entity.name][0].append(f"{summary.source.uri} {summary.source.uploaded_at}")
        for a in summary.attributions[:MOST_ATTRIBUTIONS]:
            found[a.entity or ""][1].append(f"{a.content[0].text} {summary.source.uploaded_at}")
    return found


NAMES = ("Ada Holt", "Ben Crane", "Cleo Marsh")
BEFORE = about("Ada Holt", "Ben Crane")
AFTER = about("Ada Holt", "Cleo Marsh", revision=NEW, uploaded_at=LATER)
AGAIN = about("Ada Holt", "Cleo Marsh", revision=REPROCESSED)
WRITES: dict[str, tuple[Callable[[SummaryTable], bool], Summary | None]] = {
    "a new version": (lambda table: table.put_summary(AFTER), AFTER),
    "the same version again": (lambda table: table.put_summary(AGAIN), AGAIN),
    "a deletion": (lambda table: table.delete(URI, NEW), None),
}


def assert_true(value: bool) -> None:
    assert value


def assert_nothing_is_left_over(tables: Tables) -> None:
    """Remove left-overs, then check that the rows are the state, the valid Summary, its index rows and its manifest."""
    tables.remove_left_overs()
    standing = tables.table.get(URI)
    plan = plan_of(standing) if standing else None
    wanted = {(row["pk"], row["sk"]) for row in plan.rows} if plan else set()
    if plan:
        wanted |= {(manifests_of(URI), plan.index_id), (URI, "summary")}
    assert {(row["pk"], row["sk"]) for row in tables.rows()} - {(URI, "state")} == wanted
