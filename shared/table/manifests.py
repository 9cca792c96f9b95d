"""Manifests: each lists the index rows of one Summary. It is put before them, and removed after them.

Rows exist only while a manifest lists them, wherever a function stops. A function that has put a manifest may still put
the rows after another function has removed them. Therefore a manifest is removed only when it is so old that no such
function is running. Until then it is marked, and the sweep returns to it.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.instants import ago, now
from shared.revision import Revision
from shared.table.batches import Key
from shared.table.global_indexes import GlobalIndexes
from shared.table.index_plan import IndexPlan, Row
from shared.table.items import to_item, to_value
from shared.table.keys import manifests_beside, manifests_of, old_manifests_of
from shared.table.partitions import pages_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Time after which no function that has put a manifest is running: four times the maximum timeout of Lambda (900 s).
SETTLED = timedelta(hours=1)

# Partition key of marked manifests in the index by status, without the shard.
LEFT_OVER = "status#LEFT_OVER"


class Manifest(NamedTuple):
    """The keys of the index rows of one Summary. Versions before 0.4 have put manifests without `put_at`."""

    partition: str
    index_id: str
    uri: str
    revision: Revision
    put_at: str | None
    is_marked: bool
    keys: list[Key]

    @property
    def is_settled(self) -> bool:
        """Whether no function that has put this manifest can still put rows."""
        return self.put_at is None or self.put_at < ago(SETTLED)


class Manifests:
    """Puts, finds, marks and removes manifests. It is safe to repeat every method."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient", indexes: GlobalIndexes) -> None:
        self._table = table
        self._dynamodb = dynamodb
        self._indexes = indexes

    def put(self, plan: IndexPlan) -> None:
        """Put the manifest of a plan. A mark on it ends: the function that puts the rows also cleans up after them."""
        others = [[row["pk"], row["sk"]] for row in plan.rows if row["sk"] != plan.row_key]
        manifest = {
            "pk": manifests_of(plan.uri),
            "sk": plan.index_id,
            "uri": plan.uri,
            "revision": str(plan.revision),
            "put_at": now(),
            "row_key": plan.row_key,
            "partitions": _grouped(row["pk"] for row in plan.rows if row["sk"] == plan.row_key),
            "rows": others or None,
        }
        self._dynamodb.put_item(TableName=self._table, Item=to_item(manifest))

    def of_object(self, uri: str) -> list[Manifest]:
        """Return all manifests of an object."""
        return [*self._read(manifests_of(uri)), *self._read(old_manifests_of(uri))]

    def of_document(self, document_key: str) -> list[Manifest]:
        """Return the manifests of the object whose Document has this key, except those of versions before 0.4."""
        return self._read(manifests_beside(document_key))

    def mark(self, manifest: Manifest) -> None:
        """Put a manifest into the index by status, where `due` finds it, if the manifest exists."""
        values = {"status_key": self._indexes.shard_of(LEFT_OVER, manifest.uri), "updated_at": now()}
        self._if(
            "attribute_exists(pk)",
            self._dynamodb.update_item,
            manifest,
            UpdateExpression="SET status_key = :status_key, updated_at = :updated_at",
            ExpressionAttributeValues={f":{name}": to_value(value) for name, value in values.items()},
        )

    def remove(self, manifest: Manifest) -> None:
        """Remove a manifest, unless it was put again since it was read."""
        if manifest.put_at is None:
            self._if("attribute_not_exists(put_at)", self._dynamodb.delete_item, manifest)
        else:
            values = {":put_at": to_value(manifest.put_at)}
            self._if("put_at = :put_at", self._dynamodb.delete_item, manifest, ExpressionAttributeValues=values)

    def due(self, index: str) -> Iterator[str]:
        """Yield the URIs of the objects with a manifest that was marked before SETTLED, in the order of the marks."""
        period = (None, ago(SETTLED))
        rows = self._indexes.of_shards(index, "status_key", LEFT_OVER, "updated_at", period, newest_first=False)
        return (row["uri"] for row in rows)

    def _read(self, partition: str) -> list[Manifest]:
        return [_manifest_from(row) for page in pages_of(self._dynamodb, self._table, partition) for row in page]

    def _if(self, condition: str, call: Any, manifest: Manifest, **parameters: Any) -> None:
        key = to_item({"pk": manifest.partition, "sk": manifest.index_id})
        try:
            call(TableName=self._table, Key=key, ConditionExpression=condition, **parameters)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return


def _grouped(partitions: Iterable[str]) -> dict[str, list[str]]:
    """Return partition keys by what precedes their last `#`, so that it is stored once."""
    grouped: dict[str, list[str]] = {}
    for partition in partitions:
        start, _, end = partition.rpartition("#")
        grouped.setdefault(start, []).append(end)
    return grouped


def _manifest_from(row: Row) -> Manifest:
    partitions = (f"{start}#{end}" for start, ends in row.get("partitions", {}).items() for end in ends)
    keys = [(partition, row["row_key"]) for partition in partitions]
    keys += [(pk, sk) for pk, sk in row.get("rows", [])]
    return Manifest(
        row["pk"],
        row["sk"],
        row["uri"],
        Revision.parse(row["revision"]),
        row.get("put_at"),
        "status_key" in row,
        keys,
    )
