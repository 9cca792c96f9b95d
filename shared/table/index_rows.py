"""Index rows in DynamoDB. They are put before the Summary that they belong to, and removed after it is replaced.

Rows have an `index_id`. The transaction that puts the Summary copies this id to the state row. From then on, readers
return the rows with this id and skip all others. A manifest lists the rows of an id. It is put only while the state
still permits its Summary. The rows are put in the same transaction, or, if they are too many for one, only while the
manifest exists and is open. Therefore rows never exist without their manifest, and no manifest is put after the object
ended, wherever a process crashes. To remove what is left over, it is enough to remove what the manifests list.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from shared.revision import Revision, Status, may_write
from shared.table.batches import MOST_IN_BATCH_GET, batches, delete_rows, get_rows
from shared.table.index_plan import IndexPlan, Row
from shared.table.items import from_item, to_item, to_value
from shared.table.transactions import MOST_IN_TRANSACTION, transact

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The sort key of state rows.
STATE = "state"

# Number of index rows read at once. One BatchGetItem call then reads their states.
PAGE = MOST_IN_BATCH_GET
_OPEN = "attribute_exists(pk) AND attribute_not_exists(closed)"


class IndexRows:
    """Puts, removes and reads the index rows of one table. It is safe to repeat every method."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient") -> None:
        self._table = table
        self._dynamodb = dynamodb

    def put(self, plan: IndexPlan, check: dict[str, Any]) -> bool:
        """Put the rows of a Summary before the Summary itself, if `check`, a condition on the state, permits it.

        Returns False if it does not, or if a newer state is written meanwhile. Some rows may then exist for `sweep`.
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
        is_open = {"ConditionCheck": self._manifest(plan.uri, plan.index_id) | {"ConditionExpression": _OPEN}}
        return all(transact(self._dynamodb, is_open, *batch) for batch in batches(puts, MOST_IN_TRANSACTION - 1))

    def sweep(self, uri: str) -> None:
        """Remove the rows of an object that belong to no present or future Summary of it."""
        for manifest in self.left_over(uri):
            self._remove(uri, manifest)

    def left_over(self, uri: str) -> list[Row]:
        """Return the manifests of the rows that `sweep` removes."""
        manifests = list(self._query(_manifests_of(uri)))
        if not manifests:
            return []
        state = self._state_of(uri)
        return [each for each in manifests if each["sk"] != state.get("index_id") and not _can_win(each, state)]

    def read(self, partition: str, before: str | None = None) -> Iterator[Row]:
        """Yield the rows of a partition that belong to the present Summary of their object, newest first, by page.

        With `before`, only rows whose sort key is smaller.
        """
        pages = self._pages(partition, before, PageSize=PAGE)
        current: dict[str, str | None] = {}
        for page in pages:
            uris = {row["uri"] for row in page}
            current = {uri: current[uri] for uri in uris & current.keys()}
            current |= self._current_ids(sorted(uris - current.keys()))
            yield from (row for row in page if row["index_id"] == current[row["uri"]])

    def _remove(self, uri: str, manifest: Row) -> None:
        closing = self._manifest(uri, manifest["sk"]) | {
            "UpdateExpression": "SET closed = :true",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": {":true": to_value(True)},
        }
        if not transact(self._dynamodb, {"Update": closing}):
            return
        delete_rows(self._dynamodb, self._table, [(pk, sk) for pk, sk in manifest["rows"]])
        self._dynamodb.delete_item(**self._manifest(uri, manifest["sk"]))

    def _current_ids(self, uris: Sequence[str]) -> dict[str, str | None]:
        """Return the index ids of the present Summaries of objects, None for an object without a Summary."""
        rows = get_rows(self._dynamodb, self._table, [(uri, STATE) for uri in uris], "pk, index_id")
        return dict.fromkeys(uris) | {row["pk"]: row.get("index_id") for row in rows}

    def _state_of(self, uri: str) -> Row:
        key = to_item({"pk": uri, "sk": STATE})
        return from_item(self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {}))

    def _query(self, partition: str) -> Iterator[Row]:
        return (row for page in self._pages(partition) for row in page)

    def _pages(self, partition: str, before: str | None = None, **pagination: int) -> Iterator[list[Row]]:
        values = {":pk": to_value(partition)} | ({":before": to_value(before)} if before else {})
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk" + (" AND sk < :before" if before else ""),
            ExpressionAttributeValues=values,
            ConsistentRead=True,
            ScanIndexForward=False,
            PaginationConfig=pagination,  # type: ignore[arg-type]  # a TypedDict; the callers pass its keys
        )
        return ([from_item(item) for item in page["Items"]] for page in pages)

    def _manifest(self, uri: str, index_id: str) -> dict[str, Any]:
        return {"TableName": self._table, "Key": to_item({"pk": _manifests_of(uri), "sk": index_id})}


def _manifests_of(uri: str) -> str:
    return f"index#{uri}"


def _can_win(manifest: Row, state: Row) -> bool:
    """Whether a Summary with these rows may still be put. States only move forward, so False never becomes True.

    If the object has no state, it ended and its tombstone expired, because a version is claimed before it is parsed.
    """
    if not state:
        return False
    current = Revision.parse(state["revision"]), Status(state["status"])
    return may_write(current, Revision.parse(manifest["revision"]), Status.SUMMARIZED)
