"""Read the rows of a partition, newest first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shared.table.items import from_item, to_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def pages_of(
    dynamodb: "DynamoDBClient", table: str, partition: str, before: str | None = None, **pagination: int
) -> Iterator[list[dict[str, Any]]]:
    """Yield pages of a partition's rows, read consistently, with the greatest sort key first.

    With `before`, only rows whose sort key is smaller.
    """
    values = {":pk": to_value(partition)} | ({":before": to_value(before)} if before else {})
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :pk" + (" AND sk < :before" if before else ""),
        ExpressionAttributeValues=values,
        ConsistentRead=True,
        ScanIndexForward=False,
        PaginationConfig=pagination,  # type: ignore[arg-type]  # a TypedDict; the callers pass its keys
    )
    return ([from_item(item) for item in page["Items"]] for page in pages)
