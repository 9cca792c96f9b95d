"""The main attributes of many objects at once: of their states and of their last good Summaries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.revision import Status
from shared.table.batches import get_rows
from shared.table.index_rows import STATE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The sort key of rows with a Summary.
SUMMARY = "summary"

# Attributes that are read, as paths of a projection expression.
_STATE_PATHS = "uri status updated_at version_id code message advice attempts last_error index_id".split()
_SUMMARY_PATHS = (
    "uploaded_at title short_summary published_at language statistics.words source.media_type source.size "
    "source.version_id".split()
)


class SummaryFacts(NamedTuple):
    """The part of a Summary that a list shows."""

    uploaded_at: str
    title: str | None
    short_summary: str
    published_at: str | None
    language: str | None
    words: int
    media_type: str
    # Bytes of the upload.
    size: int
    version_id: str | None


class ObjectFacts(NamedTuple):
    """The part of a state that a list shows, with the last good Summary, if there is one."""

    uri: str
    status: Status
    updated_at: str
    uploaded_at: str | None
    version_id: str | None
    code: str | None
    message: str | None
    advice: str | None
    attempts: int
    last_error: str | None
    summary: SummaryFacts | None


def objects(dynamodb: "DynamoDBClient", table: str, uris: Sequence[str]) -> dict[str, ObjectFacts]:
    """Read objects consistently, by URI; those without a state are missing. A Summary counts only if its state says so.

    DynamoDB reads the whole rows: about six read units for each object, one without a Summary.
    """
    keys = [(uri, row) for uri in uris for row in (STATE, SUMMARY)]
    paths = list(dict.fromkeys([*_STATE_PATHS, *_SUMMARY_PATHS, "pk", "sk"]))
    names = {f"#{part}": part for path in paths for part in path.split(".")}
    projection = ", ".join("#" + path.replace(".", ".#") for path in paths)
    rows = {(row["pk"], row["sk"]): row for row in get_rows(dynamodb, table, keys, projection, names)}
    found = {}
    for uri in uris:
        if state := rows.get((uri, STATE)):
            summary = rows.get((uri, SUMMARY)) if "index_id" in state else None
            found[uri] = _object(state, _summary(summary) if summary else None)
    return found


def _object(state: dict[str, Any], summary: SummaryFacts | None) -> ObjectFacts:
    return ObjectFacts(
        uri=state["uri"],
        status=Status(state["status"]),
        updated_at=state["updated_at"],
        uploaded_at=state.get("uploaded_at"),
        version_id=state.get("version_id"),
        code=state.get("code"),
        message=state.get("message"),
        advice=state.get("advice"),
        attempts=state.get("attempts", 0),
        last_error=state.get("last_error"),
        summary=summary,
    )


def _summary(row: dict[str, Any]) -> SummaryFacts:
    source = row["source"]
    return SummaryFacts(
        uploaded_at=row["uploaded_at"],
        title=row.get("title"),
        short_summary=row["short_summary"],
        published_at=row.get("published_at"),
        language=row.get("language"),
        words=row["statistics"]["words"],
        media_type=source["media_type"],
        size=source["size"],
        version_id=source.get("version_id"),
    )
