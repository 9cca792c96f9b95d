"""The output of `query` and `why`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.console import RenderableType
from rich.table import Table

from infra.cli.object_names import version_hint
from infra.cli.open_table import OpenTable
from infra.cli.render import (
    day_table,
    explanation,
    mention_list,
    quote_list,
    state_record,
    status_table,
    summary_record,
)
from infra.cli.terminal import console, json_line, plain, show
from infra.operations.target import OperationError
from shared.revision import Status
from shared.state import State, row_as_json
from shared.table.index_entries import MentionEntry, QuoteEntry, best_first


class AbsentError(OperationError):
    """The table has no such row."""


def answer_object(table: OpenTable, name: str, *, as_json: bool) -> None:
    """Print the summary of an object. If it has none, print its state and raise AbsentError."""
    uri = table.uri(name)
    state, summary = _state(table, uri), table.rows.get(uri)
    if as_json:
        _print_json(row_as_json(state, summary))
    else:
        show(console(), summary_record(uri, state, summary) if summary else state_record(uri, state))
    if summary is None:
        raise AbsentError(f"{plain(uri)} has no summary.")
    if state.status is not Status.SUMMARIZED:
        console(stderr=True).print(
            "This summary is of an earlier version. Run `nutgraf why` for the state of the newest one.", style="dim"
        )


def answer_day(table: OpenTable, day: str, *, as_json: bool) -> None:
    """Print the summaries of the objects that were uploaded on a day."""
    entries = list(table.rows.by_day(day))
    _print_entries(entries, day_table(entries), as_json=as_json)


def answer_status(table: OpenTable, status: Status, since: str | None, *, as_json: bool) -> None:
    """Print the objects with a status, changed at `since` or later."""
    entries = list(table.rows.by_status(status, since=since))
    _print_entries(entries, status_table(entries), as_json=as_json)


def answer_content(table: OpenTable, sha256: str, *, as_json: bool) -> None:
    """Print the URIs of the objects whose content has this SHA-256."""
    for uri in table.rows.by_sha256(sha256.lower()):
        if as_json:
            _print_json({"uri": uri})
        else:
            console().print(plain(uri), soft_wrap=True)


def answer_entity(table: OpenTable, name: str, *, as_json: bool) -> None:
    """Print the documents that mention an entity; raises AbsentError if there is none."""
    entries = best_first(table.rows.by_entity(name))
    _print_named(name, entries, mention_list(entries), "mentions", as_json=as_json)


def answer_speaker(table: OpenTable, name: str, *, as_json: bool) -> None:
    """Print the quotations of a speaker; raises AbsentError if there is none."""
    entries = best_first(table.rows.by_speaker(name))
    _print_named(name, entries, quote_list(entries), "quotes", as_json=as_json)


def answer_why(table: OpenTable, name: str, *, as_json: bool) -> None:
    """Print the state of an object in the pipeline."""
    state = _state(table, table.uri(name))
    if as_json:
        _print_json(state.model_dump(mode="json"))
    else:
        show(console(), explanation(state))


def _state(table: OpenTable, uri: str) -> State:
    state = table.rows.state(uri)
    if state is None:
        raise AbsentError(
            f"The table has no row for {plain(uri)}. Check the key, and that the object is in the bucket of this stack."
            f"{version_hint(uri)}"
        )
    return state


def _print_entries(entries: Sequence[NamedTuple], table: Table, *, as_json: bool) -> None:
    if as_json:
        for entry in entries:
            _print_json(entry._asdict())
    elif entries:
        show(console(), table)
    else:
        console(stderr=True).print("No objects found.", style="dim")


def _print_named(
    name: str,
    entries: Sequence[MentionEntry | QuoteEntry],
    shown: RenderableType,
    verb: str,
    *,
    as_json: bool,
) -> None:
    if as_json:
        for entry in entries:
            _print_json(entry._asdict() | {"agreement": entry.agreement.name})
    elif entries:
        show(console(), shown)
    if not entries:
        raise AbsentError(
            f"No document {verb} {plain(name) or 'a name without letters'}. Try the family name of a person alone, the "
            "full name of an organization or place, or another spelling. `nutgraf query --day` lists documents."
        )


def _print_json(row: dict[str, Any]) -> None:
    print(json_line(row))
