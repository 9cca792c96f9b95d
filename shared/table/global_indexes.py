"""Query the global secondary indexes of the summaries table. Their hot partitions are divided into shards."""

import heapq
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shared.table.items import from_item, to_value

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The first and the last value of a sort key, both inclusive; None for no limit.
KeyRange = tuple[str | None, str | None]

# They sort before and after every value of a sort key.
_FIRST, _LAST = "0", "~"


class GlobalIndexes:
    """Queries return iterators, which read one page at a time."""

    def __init__(self, name: str, dynamodb: "DynamoDBClient", *, shards: int) -> None:
        self._name = name
        self._dynamodb = dynamodb
        self._shards = shards

    def shard_of(self, key: str, uri: str) -> str:
        """Return the value of a sharded index's partition key for the row of an object."""
        return f"{key}#{self.shard_number(uri)}"

    def shard_number(self, uri: str) -> int:
        """Return the number of the shard of an object, from 0."""
        return zlib.crc32(uri.encode()) % self._shards

    def of_shards(
        self,
        index: str,
        attribute: str,
        value: str,
        order: str,
        between: KeyRange = (None, None),
        newest_first: bool = True,
        page_size: int | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield the rows of all shards of a partition key's value, in the order of the sort key `order`."""
        shards = (
            self.query(index, attribute, f"{value}#{n}", order, between, newest_first, page_size)
            for n in range(self._shards)
        )
        return heapq.merge(*shards, key=lambda row: row[order], reverse=newest_first)

    def query(
        self,
        index: str,
        attribute: str,
        value: str,
        order: str | None = None,
        between: KeyRange = (None, None),
        newest_first: bool = True,
        page_size: int | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield the rows of one value of a partition key, optionally limited to a range of the sort key `order`.

        `page_size` is the number of rows that are read at once; None: as many as 1 MB holds.
        """
        if (between[0] or _FIRST) > (between[1] or _LAST):
            return iter(())  # DynamoDB refuses a range that ends before it begins
        pages = self._dynamodb.get_paginator("query").paginate(
            **self._request(index, attribute, value, order, between),
            ScanIndexForward=not newest_first,
            PaginationConfig={"PageSize": page_size} if page_size else {},
        )
        return (from_item(item) for page in pages for item in page["Items"])

    def count(self, index: str, attribute: str, value: str, most: int) -> tuple[int, bool]:
        """Count the rows of all shards. Returns the number, and False if it stopped at `most` or more."""
        counted = 0
        for shard in range(self._shards):
            request = self._request(index, attribute, f"{value}#{shard}")
            for page in self._dynamodb.get_paginator("query").paginate(**request, Select="COUNT"):
                counted += page["Count"]
                if counted >= most and page.get("LastEvaluatedKey"):
                    return counted, False
        return counted, True

    def _request(
        self, index: str, attribute: str, value: str, order: str | None = None, between: KeyRange = (None, None)
    ) -> Any:
        names, values = {"#key": attribute}, {":key": to_value(value)}
        condition = "#key = :key"
        if order and any(between):
            first, last = between
            names["#order"] = order
            values |= {":first": to_value(first or _FIRST), ":last": to_value(last or _LAST)}
            condition += " AND #order BETWEEN :first AND :last"
        return {
            "TableName": self._name,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
