"""Scan the whole summaries table page by page, for operators' commands that no index can serve."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.revision import Revision, Status
from shared.table.batches import get_rows
from shared.table.items import from_item, to_item, to_value
from shared.table.keys import STATE, SUMMARY
from shared.table.reader import BY_DAY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Attributes of a ScannedState, as a projection expression.
_STATE_ATTRIBUTES = "uri, #status, revision, version_id"
_NAMES = {"#status": "status"}

# The last key of a page, as plain JSON. The next page starts after it.
LastKey = dict[str, Any]


class ScannedState(NamedTuple):
    """The part of a state that a scan returns: the version, and its stage in the pipeline."""

    uri: str
    status: Status
    revision: Revision
    version_id: str | None

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> "ScannedState":
        """Create it from the attributes of a state row."""
        return cls(item["uri"], Status(item["status"]), Revision.parse(item["revision"]), item.get("version_id"))


class SummaryVersion(NamedTuple):
    """The part of a Summary that a scan returns: the version of the pipeline that created it."""

    uri: str
    pipeline_version: str


class TableScan:
    """Reads all rows of one kind. A scan reads the whole table, and AWS charges for all of it."""

    def __init__(self, table: str, dynamodb: "DynamoDBClient") -> None:
        self._table = table
        self._dynamodb = dynamodb

    def states(self, after: LastKey | None = None) -> Iterator[tuple[list[ScannedState], LastKey | None]]:
        """Yield pages of all states, each with its last key, None for the last page."""
        for items, last_key in self._pages(STATE, _STATE_ATTRIBUTES, _NAMES, after):
            yield list(map(ScannedState.of, items)), last_key

    def summary_versions(self, after: LastKey | None = None) -> Iterator[tuple[list[SummaryVersion], LastKey | None]]:
        """Yield pages of all Summaries, each with its last key, None for the last page."""
        for items, last_key in self._pages(SUMMARY, "uri, provenance.pipeline_version", {}, after):
            yield [SummaryVersion(item["uri"], item["provenance"]["pipeline_version"]) for item in items], last_key

    def days(self) -> set[str]:
        """Return the days (YYYY-MM-DD, UTC) of uploads that have a Summary. Scans the index by day, not the table."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table, IndexName=BY_DAY, ProjectionExpression="day_key"
        )
        return {str(from_item(item)["day_key"]).split("#")[1] for page in pages for item in page["Items"]}

    def states_of(self, uris: Sequence[str]) -> dict[str, ScannedState]:
        """Return the present states of objects; objects without a state are missing."""
        rows = get_rows(self._dynamodb, self._table, [(uri, STATE) for uri in uris], _STATE_ATTRIBUTES, _NAMES)
        return {row["uri"]: ScannedState.of(row) for row in rows}

    def _pages(
        self, row: str, attributes: str, names: dict[str, str], after: LastKey | None
    ) -> Iterator[tuple[list[dict[str, Any]], LastKey | None]]:
        request: dict[str, Any] = {
            "TableName": self._table,
            "FilterExpression": "sk = :row",
            "ProjectionExpression": attributes,
            "ExpressionAttributeValues": {":row": to_value(row)},
            **({"ExpressionAttributeNames": names} if names else {}),
        }
        last_key = after
        while True:
            start: dict[str, Any] = {"ExclusiveStartKey": to_item(last_key)} if last_key else {}
            page = self._dynamodb.scan(**request, **start)
            last_key = from_item(page["LastEvaluatedKey"]) if page.get("LastEvaluatedKey") else None
            yield [from_item(item) for item in page["Items"]], last_key
            if last_key is None:
                return
