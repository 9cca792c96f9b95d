"""Bugs to plant, to verify that the chaos tests find them. Each one patches Nutgraf's own code."""

import contextlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from functions.sweep.service import SweepService
from shared.documents.document_store import DocumentStore
from shared.observability import Outcome, OutcomeStatus
from shared.table.batches import put_rows
from shared.table.index_plan import plan_of
from shared.table.left_overs import LeftOvers
from shared.table.manifests import Manifest, Manifests
from shared.table.table import SummaryTable
from shared.table.transitions import Condition, allows


@dataclass(frozen=True, slots=True)
class Plant:
    """A bug and the promise that it breaks."""

    what: str
    promise: str
    plant: Callable[[], AbstractContextManager[object]]


def _replacing_rule(rule: Callable[..., Condition]) -> AbstractContextManager[object]:
    return patch("shared.table.transitions.allows", rule)


def _without_condition() -> AbstractContextManager[object]:
    anything = Condition(
        "attribute_exists(#pk) OR attribute_not_exists(#pk) OR #pk = :nothing",
        {"#pk": "pk"},
        {":nothing": {"S": "-"}},
    )
    return _replacing_rule(lambda *_: anything)


def _documents_left() -> AbstractContextManager[object]:
    return patch.object(DocumentStore, "remove", lambda *_: None)


def _failure_acknowledged() -> AbstractContextManager[object]:
    return patch("shared.messages.batch.partial_response", lambda _: {"batchItemFailures": []})


def _error_swallowed() -> AbstractContextManager[object]:
    def drop_errors(events: Iterable[Any], handle: Callable[[Any], None]) -> None:
        for event in events:
            with contextlib.suppress(Exception):
                handle(event)

    planted = ExitStack()
    for service in ("parse", "summarize"):
        planted.enter_context(patch(f"functions.{service}.service.for_each", drop_errors))
    return planted


def _lookup_ordered_as_event() -> AbstractContextManager[object]:
    """Write the result of a lookup as if it were an event of its own."""

    def without_lookup_guard(revision: Any, status: Any, fields: dict[str, Any]) -> Condition:
        return allows(revision, status, {name: value for name, value in fields.items() if name != "version_id"})

    return _replacing_rule(without_lookup_guard)


def _index_rows_left() -> AbstractContextManager[object]:
    return patch.object(LeftOvers, "_remove", lambda *_: None)


def _manifest_after_rows() -> AbstractContextManager[object]:
    def put_all_but_the_manifest_first(*arguments: Any) -> bool:
        table, summary, *rest = arguments
        plan = plan_of(summary)
        put_rows(table._dynamodb, table.name, plan.rows)
        return bool(put_all(table, summary, *rest))

    put_all = SummaryTable._put_all
    return patch.object(SummaryTable, "_put_all", put_all_but_the_manifest_first)


def _summary_not_conditional() -> AbstractContextManager[object]:
    def put_always(table: Any, summary: Any, plan: Any) -> bool:
        table._dynamodb.put_item(TableName=table.name, Item=table._summary_item(summary, plan))
        return True

    return patch.object(SummaryTable, "_put_unless_newer", put_always)


def _summary_after_state() -> AbstractContextManager[object]:
    def put_late(table: Any, summary: Any, vector: Any, plan: Any) -> bool:
        if table._update(table._summarized(summary, vector, plan.index_id)) is None:
            return False
        return bool(table._put_unless_newer(summary, plan))

    return patch.object(SummaryTable, "_put_first", put_late)


def _summary_not_settled() -> AbstractContextManager[object]:
    return patch.object(LeftOvers, "_delete_summary", lambda *_: None)


def _young_manifest_removed() -> AbstractContextManager[object]:
    return patch.object(Manifest, "is_settled", property(lambda _: True))


def _young_manifest_forgotten() -> AbstractContextManager[object]:
    return patch.object(Manifests, "mark", lambda *_: None)


def _redriven_forgotten() -> AbstractContextManager[object]:
    def forget(service: Any, uri: str, stalled_since: str) -> Outcome:
        state = service._table.state(uri)
        if state and state.generation:
            return Outcome(OutcomeStatus.WENT_ON, state.revision)
        return resend_or_fail(service, uri, stalled_since)

    resend_or_fail = SweepService._resend_or_fail
    return patch.object(SweepService, "_resend_or_fail", forget)


def _sweep_idle() -> AbstractContextManager[object]:
    return patch("functions.sweep.service.SweepService._sweep", lambda *_: "went_on")


# By their names for `python -m tests.chaos --plant NAME`.
PLANTS = {
    "condition-left-out": Plant("states are written without a condition", "stale", _without_condition),
    "error-swallowed": Plant("errors of the events of a message are ignored", "lost", _error_swallowed),
    "failure-acknowledged": Plant("failed messages are not returned to the queue", "lost", _failure_acknowledged),
    "documents-left": Plant("Documents that are no longer needed are not removed", "orphan", _documents_left),
    "look-taken-for-event": Plant(
        "a lookup is ordered by the event that triggered it", "stale", _lookup_ordered_as_event
    ),
    "index-rows-left": Plant("index rows of older Summaries are not removed", "orphan", _index_rows_left),
    "manifest-after-rows": Plant("index rows are put before their manifest", "orphan", _manifest_after_rows),
    "summary-not-conditional": Plant("a Summary is put over any row", "stale", _summary_not_conditional),
    "summary-after-state": Plant("the state is SUMMARIZED before the Summary is put", "lost", _summary_after_state),
    "not-settled": Plant("a Summary that did not become valid is left", "orphan", _summary_not_settled),
    "young-manifest-removed": Plant(
        "a manifest is removed while index rows may still be put", "orphan", _young_manifest_removed
    ),
    "young-manifest-forgotten": Plant(
        "a manifest that must stay is not marked for the sweep", "orphan", _young_manifest_forgotten
    ),
    "redriven-forgotten": Plant("the sweep skips objects that were read again", "lost", _redriven_forgotten),
    "sweep-idle": Plant("the sweep does nothing about stalled objects", "lost", _sweep_idle),
}
