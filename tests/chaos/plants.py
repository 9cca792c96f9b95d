"""Bugs to plant, to verify that the chaos tests find them. Each one patches Nutgraf's own code."""

import contextlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from shared.documents.document_store import DocumentStore
from shared.messages.batch import partial_response
from shared.table.index_rows import IndexRows
from shared.table.transitions import Condition, allows


@dataclass(frozen=True, slots=True)
class Plant:
    """A bug and the promise that it breaks."""

    what: str
    promise: str
    plant: Callable[[], AbstractContextManager[object]]


def _replacing_rule(rule: Callable[..., Condition]) -> AbstractContextManager[object]:
    planted = ExitStack()
    for module in ("table", "transitions"):
        planted.enter_context(patch(f"shared.table.{module}.allows", rule))
    return planted


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
    def report_no_failure(*arguments: Any) -> dict[str, Any]:
        partial_response(*arguments)
        return {"batchItemFailures": []}

    return patch("shared.messages.batch.partial_response", report_no_failure)


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
    return patch.object(IndexRows, "sweep", lambda *_: None)


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
    "sweep-idle": Plant("the sweep does nothing about stalled objects", "lost", _sweep_idle),
}
