"""Left-overs: Summaries and index rows that belong to no present or future Summary of their object.

A function that was stopped or overtaken leaves them; readers skip them. Every Summary and its index rows have a
manifest, so it is enough to look at the manifests of an object and at its state. What is left over stays left over,
because states only move forward.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from shared.revision import Revision, Status, may_write
from shared.table.batches import delete_rows
from shared.table.index_plan import Row
from shared.table.items import from_item, to_item, to_value
from shared.table.keys import STATE, SUMMARY
from shared.table.manifests import Manifest, Manifests
from shared.table.retries import retried

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class LeftOvers:
    """Finds and removes the left-overs of one object. It is safe to repeat every method."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient", manifests: Manifests) -> None:
        self._table = table
        self._dynamodb = dynamodb
        self._manifests = manifests

    def remove(self, uri: str) -> None:
        """Remove what is left over of an object."""
        self._remove(uri, self._manifests.of_object(uri))

    def remove_beside(self, document_key: str) -> None:
        """Remove what is left over of the object whose Document has this key, and which may no longer exist."""
        for uri, manifests in groupby(self._manifests.of_document(document_key), lambda manifest: manifest.uri):
            self._remove(uri, list(manifests))

    def unmarked(self, uri: str) -> bool:
        """Whether something is left over that no mark leads SweepFunction to."""
        manifests = [manifest for manifest in self._manifests.of_object(uri) if not manifest.is_marked]
        return bool(manifests) and any(_left_over(manifests, self._state_of(uri)))

    def _remove(self, uri: str, manifests: Sequence[Manifest]) -> None:
        if not manifests:
            return
        state = self._state_of(uri)
        for manifest in _left_over(manifests, state):
            if "index_id" not in state:
                self._delete_summary(manifest)
            self._remove_rows(manifest)

    def _delete_summary(self, manifest: Manifest) -> None:
        """Delete the Summary of a manifest, which was put, but never became that of the state."""
        delete = partial(
            self._dynamodb.delete_item,
            TableName=self._table,
            Key=to_item({"pk": manifest.uri, "sk": SUMMARY}),
            ConditionExpression="index_id = :index_id",
            ExpressionAttributeValues={":index_id": to_value(manifest.index_id)},
        )
        try:
            retried(delete)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return

    def _remove_rows(self, manifest: Manifest) -> None:
        """Remove index rows; then remove their manifest, or mark it before them if rows may still be put."""
        is_settled = manifest.is_settled
        if not is_settled and not manifest.is_marked:
            self._manifests.mark(manifest)
        delete_rows(self._dynamodb, self._table, manifest.keys)
        if is_settled:
            self._manifests.remove(manifest)

    def _state_of(self, uri: str) -> Row:
        key = to_item({"pk": uri, "sk": STATE})
        return from_item(self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {}))


def _left_over(manifests: Sequence[Manifest], state: Row) -> Iterator[Manifest]:
    """Yield the manifests that are not that of the state, and whose Summary can no longer become that of the state."""
    return (each for each in manifests if each.index_id != state.get("index_id") and not _can_win(each, state))


def _can_win(manifest: Manifest, state: Row) -> bool:
    """Whether the Summary of a manifest may still become that of the state. False never becomes True.

    If the object has no state, it ended and its tombstone expired, because a version is claimed before it is parsed.
    """
    if not state:
        return False
    return may_write((Revision.parse(state["revision"]), Status(state["status"])), manifest.revision, Status.SUMMARIZED)
