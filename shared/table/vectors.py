"""The vectors of documents in the state rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from shared.revision import Status
from shared.search.vectors import DocumentVector
from shared.table.batches import get_rows
from shared.table.keys import STATE, SUMMARY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class CurrentVector(NamedTuple):
    """The vector of the last good Summary of an object, and the time at which its version was uploaded."""

    vector: DocumentVector
    uploaded_at: str


def current_vectors(dynamodb: "DynamoDBClient", table: str, uris: Sequence[str]) -> dict[str, CurrentVector | None]:
    """Return the vectors of objects by URI, read consistently; None for objects without one."""
    found: dict[str, CurrentVector | None] = dict.fromkeys(uris)
    paths = "pk, index_id, vector, vector_graph, #status, uploaded_at"
    states = get_rows(dynamodb, table, [(uri, STATE) for uri in uris], paths, {"#status": "status"})
    kept = [state for state in states if "index_id" in state and "vector" in state]
    # The state of a newer version that is not summarized has the time of that version.
    newer = [(state["pk"], SUMMARY) for state in kept if state["status"] != Status.SUMMARIZED]
    times = {row["pk"]: row["uploaded_at"] for row in get_rows(dynamodb, table, newer, "pk, uploaded_at")}
    for state in kept:
        vector = DocumentVector(state["vector_graph"], bytes(state["vector"]))
        found[state["pk"]] = CurrentVector(vector, times.get(state["pk"], state["uploaded_at"]))
    return found
