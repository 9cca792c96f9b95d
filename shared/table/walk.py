"""The whole summaries table, page by page: what operators' commands read that no index answers."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.errors import TransientError
from shared.revision import Revision, Status
from shared.table.index_rows import STATE, pauses
from shared.table.items import from_item, to_item, to_value
from shared.table.table import SUMMARY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Rows that BatchGetItem takes.
MOST_IN_BATCH = 100

# Attributes of a StatePlace.
_PLACE = "uri, #status, revision, version_id"

# Where a page ended: the next one begins after it. Plain JSON.
Place = dict[str, Any]


class StatePlace(NamedTuple):
    """What a walk tells of a state: which version it is of, and where that is in the pipeline."""

    uri: str
    status: Status
    revision: Revision
    version_id: str | None

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> "StatePlace":
        """From the attributes of a state's row."""
        return cls(item["uri"], Status(item["status"]), Revision.parse(item["revision"]), item.get("version_id"))


class SummaryVersion(NamedTuple):
    """What a walk tells of a Summary: which version of the pipeline has made it."""

    uri: str
    pipeline_version: str


class TableWalk:
    """Reads every row of one kind. A scan reads, and AWS bills, the whole table."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient") -> None:
        self._table = table
        self._dynamodb = dynamodb

    def states(self, after: Place | None = None) -> Iterator[tuple[list[StatePlace], Place | None]]:
        """Pages of all states, each with its place, None for the last."""
        for items, place in self._pages(STATE, _PLACE, {"#status": "status"}, after):
            yield list(map(StatePlace.of, items)), place

    def summary_versions(self, after: Place | None = None) -> Iterator[tuple[list[SummaryVersion], Place | None]]:
        """Pages of all Summaries, each with its place, None for the last."""
        for items, place in self._pages(SUMMARY, "uri, provenance.pipeline_version", {}, after):
            yield [SummaryVersion(item["uri"], item["provenance"]["pipeline_version"]) for item in items], place

    def states_of(self, uris: Sequence[str]) -> dict[str, StatePlace]:
        """The states of these objects, as they are now; those that have none are left out."""
        found: dict[str, StatePlace] = {}
        for start in range(0, len(uris), MOST_IN_BATCH):
            for item in self._batch(uris[start : start + MOST_IN_BATCH]):
                found[item["uri"]] = StatePlace.of(item)
        return found

    def _pages(
        self, row: str, attributes: str, names: dict[str, str], after: Place | None
    ) -> Iterator[tuple[list[dict[str, Any]], Place | None]]:
        request: dict[str, Any] = {
            "TableName": self._table,
            "FilterExpression": "sk = :row",
            "ProjectionExpression": attributes,
            "ExpressionAttributeValues": {":row": to_value(row)},
            **({"ExpressionAttributeNames": names} if names else {}),
        }
        place = after
        while True:
            begin: dict[str, Any] = {"ExclusiveStartKey": to_item(place)} if place else {}
            page = self._dynamodb.scan(**request, **begin)
            place = from_item(page["LastEvaluatedKey"]) if page.get("LastEvaluatedKey") else None
            yield [from_item(item) for item in page["Items"]], place
            if place is None:
                return

    def _batch(self, uris: Sequence[str]) -> Iterator[dict[str, Any]]:
        left: Any = {
            self._table: {
                "Keys": [to_item({"pk": uri, "sk": STATE}) for uri in dict.fromkeys(uris)],
                "ConsistentRead": True,
                "ProjectionExpression": _PLACE,
                "ExpressionAttributeNames": {"#status": "status"},
            }
        }
        for pause in pauses():
            time.sleep(pause)
            response = self._dynamodb.batch_get_item(RequestItems=left)
            yield from map(from_item, response["Responses"].get(self._table, []))
            left = response.get("UnprocessedKeys")
            if not left:
                return
        raise TransientError(f"DynamoDB did not read {len(left[self._table]['Keys'])} of {len(uris)} states")
