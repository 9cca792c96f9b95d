"""Batch calls of DynamoDB, which may leave part of a batch unprocessed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from shared.errors import TransientError
from shared.table.items import from_item, to_item
from shared.table.retries import MOST_TRIES, pauses

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Maximum number of requests in one BatchWriteItem call, and of keys in one BatchGetItem call (DynamoDB quotas).
MOST_IN_BATCH_WRITE = 25
MOST_IN_BATCH_GET = 100

T = TypeVar("T")

# The primary key of a row: `pk` and `sk`.
Key = tuple[str, str]


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Divide items into batches of `size`; the last may be smaller."""
    return (items[start : start + size] for start in range(0, len(items), size))


def put_rows(dynamodb: "DynamoDBClient", table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows with different keys; raise TransientError if DynamoDB leaves some unprocessed in MOST_TRIES calls."""
    _write(dynamodb, table, [{"PutRequest": {"Item": to_item(row)}} for row in rows])


def delete_rows(dynamodb: "DynamoDBClient", table: str, keys: Sequence[Key]) -> None:
    """Delete rows; raise TransientError if DynamoDB leaves some unprocessed in each of MOST_TRIES calls."""
    _write(dynamodb, table, [{"DeleteRequest": {"Key": _item_key(key)}} for key in keys])


def _write(dynamodb: "DynamoDBClient", table: str, requests: Sequence[Any]) -> None:
    def write(requests: Any) -> Any:
        return dynamodb.batch_write_item(RequestItems={table: requests}).get("UnprocessedItems", {}).get(table)

    for batch in batches(requests, MOST_IN_BATCH_WRITE):
        _until_processed(write, list(batch))


def get_rows(
    dynamodb: "DynamoDBClient",
    table: str,
    keys: Sequence[Key],
    projection: str | None = None,
    names: dict[str, str] | None = None,
    *,
    consistent: bool = True,
) -> list[dict[str, Any]]:
    """Read rows, consistently by default. Return the attributes in `projection`, or all; absent rows are missing.

    Raises TransientError if DynamoDB leaves some keys unprocessed in each of MOST_TRIES calls.
    """
    options: dict[str, Any] = {"ConsistentRead": consistent}
    if projection:
        options["ProjectionExpression"] = projection
    if names:
        options["ExpressionAttributeNames"] = names
    rows: list[dict[str, Any]] = []

    def read(keys: Any) -> Any:
        request: Any = {table: {"Keys": keys, **options}}
        response: Any = dynamodb.batch_get_item(RequestItems=request)
        rows.extend(from_item(item) for item in response["Responses"].get(table, []))
        return response.get("UnprocessedKeys", {}).get(table, {}).get("Keys")

    for batch in batches(list(dict.fromkeys(keys)), MOST_IN_BATCH_GET):
        _until_processed(read, [_item_key(key) for key in batch])
    return rows


def _until_processed(call: Callable[[Any], Any], requests: Any) -> None:
    """Repeat `call`, which returns the unprocessed part of its requests, until it returns none."""
    for pause in pauses():
        time.sleep(pause)
        requests = call(requests)
        if not requests:
            return
    raise TransientError(f"DynamoDB left {len(requests)} requests of a batch unprocessed in {MOST_TRIES} tries.")


def _item_key(key: Key) -> dict[str, Any]:
    pk, sk = key
    return to_item({"pk": pk, "sk": sk})
