"""The index rows in DynamoDB: put before the Summary that they belong to, passed over and removed after it.

Rows belong to an `index_id`, which the state row takes over in the transaction that puts the Summary: from then on
they are the ones that count. A manifest lists them. It is put only while the state lets its Summary come, and rows with
it or, where they are too many for one transaction, while it stands and is open. So no row can be without its manifest,
and no manifest comes after the end of its object, whatever stops where: what manifests list is all there is to remove.
"""

import random
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from shared.errors import TransientError
from shared.revision import Revision, Status, may_write
from shared.table.index_plan import IndexPlan, Row
from shared.table.items import from_item, to_item, to_value
from shared.table.transactions import transact

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

STATE = "state"

# Rows that are read at once; their states are one BatchGetItem, which takes as many.
PAGE = 100
MOST_IN_TRANSACTION = 100
MOST_IN_BATCH = 25

# For what DynamoDB leaves undone of a batch; the pauses between them double, to 6 s in all at most.
MOST_TRIES = 8
_FIRST_PAUSE_SECONDS = 0.05
_OPEN = "attribute_exists(pk) AND attribute_not_exists(closed)"

T = TypeVar("T")


class IndexRows:
    """Puts, sweeps and reads index rows of one table. Everything may be repeated without harm."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient") -> None:
        self._table = table
        self._dynamodb = dynamodb

    def put(self, plan: IndexPlan, check: dict[str, Any]) -> bool:
        """Put the rows of a Summary that is yet to come, if `check`, a condition on the state, lets it come.

        False when it does not, or when a newer state overtakes it meanwhile: some rows may be there, for `sweep`.
        """
        if not plan.rows:
            return True
        manifest = {
            "pk": _manifests_of(plan.uri),
            "sk": plan.index_id,
            "uri": plan.uri,
            "revision": str(plan.revision),
            "rows": [[row["pk"], row["sk"]] for row in plan.rows],
        }
        puts = [{"Put": {"TableName": self._table, "Item": to_item(row)}} for row in (manifest, *plan.rows)]
        if len(puts) < MOST_IN_TRANSACTION:
            return transact(self._dynamodb, check, *puts)
        if not transact(self._dynamodb, check, puts.pop(0)):
            return False
        still_open = {"ConditionCheck": self._manifest(plan.uri, plan.index_id) | {"ConditionExpression": _OPEN}}
        return all(transact(self._dynamodb, still_open, *batch) for batch in _batches(puts, MOST_IN_TRANSACTION - 1))

    def sweep(self, uri: str) -> None:
        """Remove the rows of an object that no Summary of it has or can come to have."""
        for manifest in self.left_over(uri):
            self._remove(uri, manifest)

    def left_over(self, uri: str) -> list[Row]:
        """The manifests of the rows that `sweep` removes."""
        manifests = list(self._query(_manifests_of(uri)))
        if not manifests:
            return []
        state = self._state_of(uri)
        return [each for each in manifests if each["sk"] != state.get("index_id") and not _can_win(each, state)]

    def read(self, partition: str) -> Iterator[Row]:
        """The rows of a partition that their object's present Summary has, newest first, a page at a time."""
        pages = self._pages(partition, PageSize=PAGE)
        current: dict[str, str | None] = {}
        for page in pages:
            uris = {row["uri"] for row in page}
            current = {uri: current[uri] for uri in uris & current.keys()}
            current |= self._current_of(sorted(uris - current.keys()))
            yield from (row for row in page if row["index_id"] == current[row["uri"]])

    def _remove(self, uri: str, manifest: Row) -> None:
        closing = self._manifest(uri, manifest["sk"]) | {
            "UpdateExpression": "SET closed = :true",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": {":true": to_value(True)},
        }
        if not transact(self._dynamodb, {"Update": closing}):
            return
        for keys in _batches(manifest["rows"], MOST_IN_BATCH):
            self._delete([to_item({"pk": pk, "sk": sk}) for pk, sk in keys])
        self._dynamodb.delete_item(**self._manifest(uri, manifest["sk"]))

    def _delete(self, keys: list[dict[str, Any]]) -> None:
        """Raises TransientError when DynamoDB leaves some undone again and again."""
        left: Any = {self._table: [{"DeleteRequest": {"Key": key}} for key in keys]}
        for pause in pauses():
            time.sleep(pause)
            left = self._dynamodb.batch_write_item(RequestItems=left).get("UnprocessedItems")
            if not left:
                return
        raise TransientError(f"DynamoDB did not delete {len(left[self._table])} index rows in {MOST_TRIES} tries")

    def _current_of(self, uris: Sequence[str]) -> dict[str, str | None]:
        """The index ids that the objects' present Summaries have; None where there is no Summary."""
        found: dict[str, str | None] = dict.fromkeys(uris)
        if not uris:
            return found
        left: Any = {
            self._table: {
                "Keys": [to_item({"pk": uri, "sk": STATE}) for uri in uris],
                "ConsistentRead": True,
                "ProjectionExpression": "pk, index_id",
            }
        }
        for pause in pauses():
            time.sleep(pause)
            response = self._dynamodb.batch_get_item(RequestItems=left)
            for item in map(from_item, response["Responses"].get(self._table, [])):
                found[item["pk"]] = item.get("index_id")
            left = response.get("UnprocessedKeys")
            if not left:
                return found
        raise TransientError(f"DynamoDB did not read {len(left[self._table]['Keys'])} states in {MOST_TRIES} tries")

    def _state_of(self, uri: str) -> Row:
        key = to_item({"pk": uri, "sk": STATE})
        return from_item(self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {}))

    def _query(self, partition: str) -> Iterator[Row]:
        return (row for page in self._pages(partition) for row in page)

    def _pages(self, partition: str, **pagination: int) -> Iterator[list[Row]]:
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": to_value(partition)},
            ConsistentRead=True,
            ScanIndexForward=False,
            PaginationConfig=pagination,  # type: ignore[arg-type]  # a TypedDict, which is spelled out by the caller
        )
        return ([from_item(item) for item in page["Items"]] for page in pages)

    def _manifest(self, uri: str, index_id: str) -> dict[str, Any]:
        return {"TableName": self._table, "Key": to_item({"pk": _manifests_of(uri), "sk": index_id})}


def _manifests_of(uri: str) -> str:
    return f"index#{uri}"


def _can_win(manifest: Row, state: Row) -> bool:
    """Whether a Summary with these rows may still be put. States only move forward, so a `no` holds for ever.

    No state at all means that the object has ended and its tombstone expired: a version is claimed before it is read.
    """
    if not state:
        return False
    current = Revision.parse(state["revision"]), Status(state["status"])
    return may_write(current, Revision.parse(manifest["revision"]), Status.SUMMARIZED)


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def pauses() -> Iterator[float]:
    """Seconds to wait before each try: none before the first, then doubled each time, with jitter."""
    yield 0.0
    for number in range(MOST_TRIES - 1):
        yield random.uniform(0.5, 1) * _FIRST_PAUSE_SECONDS * 2**number
