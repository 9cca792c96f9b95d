"""The check of key conditions that DynamoDB makes, and moto does not."""

import re
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BETWEEN = re.compile(r"BETWEEN (:\w+) AND (:\w+)")


def refuse_reversed_bounds(client: "DynamoDBClient") -> None:
    """Make a client refuse queries with BETWEEN whose lower bound is greater than the upper one, as DynamoDB does."""
    client.meta.events.register("provide-client-params.dynamodb.Query", _refuse)


def _refuse(params: dict[str, Any], **_: object) -> None:
    bounds = _BETWEEN.search(params["KeyConditionExpression"])
    if bounds is None:
        return
    lower, upper = (params["ExpressionAttributeValues"][name]["S"] for name in bounds.groups())
    if lower > upper:
        message = f"The BETWEEN operator requires an upper bound that is not less than the lower one: {lower, upper}"
        raise ClientError({"Error": {"Code": "ValidationException", "Message": message}}, "Query")
