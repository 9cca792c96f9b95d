"""Bugs that can be planted: the harness is worth what it finds. Each is a patch of our own code, as a slip would be."""

import contextlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools.utilities.batch import process_partial_response

from shared.documents.document_store import DocumentStore
from shared.table.index_rows import IndexRows
from shared.table.transitions import Condition, allows


@dataclass(frozen=True, slots=True)
class Plant:
    """A bug, and the promise that it breaks."""

    what: str
    promise: str
    plant: Callable[[], AbstractContextManager[object]]


def _in_place_of_the_rule(rule: Callable[..., Condition]) -> AbstractContextManager[object]:
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
    return _in_place_of_the_rule(lambda *_: anything)


def _documents_left() -> AbstractContextManager[object]:
    return patch.object(DocumentStore, "remove", lambda *_: None)


def _failure_acknowledged() -> AbstractContextManager[object]:
    def all_is_well(*arguments: Any) -> dict[str, Any]:
        process_partial_response(*arguments)
        return {"batchItemFailures": []}

    return patch("shared.messages.batch.process_partial_response", all_is_well)


def _error_swallowed() -> AbstractContextManager[object]:
    def drop_errors(events: Iterable[Any], handle: Callable[[Any], None]) -> None:
        for event in events:
            with contextlib.suppress(Exception):
                handle(event)

    planted = ExitStack()
    for service in ("parse", "summarize"):
        planted.enter_context(patch(f"functions.{service}.service.for_each", drop_errors))
    return planted


def _look_taken_for_an_event() -> AbstractContextManager[object]:
    """What is found by looking is written as if it had come with its own event."""

    def order_alone(revision: Any, status: Any, fields: dict[str, Any]) -> Condition:
        return allows(revision, status, {name: value for name, value in fields.items() if name != "version_id"})

    return _in_place_of_the_rule(order_alone)


def _index_rows_left() -> AbstractContextManager[object]:
    return patch.object(IndexRows, "sweep", lambda *_: None)


def _sweep_idle() -> AbstractContextManager[object]:
    return patch("functions.sweep.service.SweepService._sweep", lambda *_: "went_on")


# By the names under which `python -m tests.chaos --plant NAME` takes them.
PLANTS = {
    "condition-left-out": Plant("states are written whatever stands there", "stale", _without_condition),
    "error-swallowed": Plant("what the events of a message raise is dropped", "lost", _error_swallowed),
    "failure-acknowledged": Plant("failed messages are not sent back", "lost", _failure_acknowledged),
    "documents-left": Plant("Documents that nobody needs are not removed", "orphan", _documents_left),
    "look-taken-for-event": Plant(
        "a late look is ordered by the event that led to it", "stale", _look_taken_for_an_event
    ),
    "index-rows-left": Plant("index rows of older Summaries are not removed", "orphan", _index_rows_left),
    "sweep-idle": Plant("the sweep leaves what has stalled as it is", "lost", _sweep_idle),
}
