"""DynamoDB transactions with conditions."""

from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.table.retries import retried

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def transact(dynamodb: "DynamoDBClient", *writes: dict[str, Any]) -> bool:
    """Execute writes, all or none; return False if a condition was not met. Conflicts and throttling are retried."""
    # The callers build the items of the request.
    request = partial(dynamodb.transact_write_items, TransactItems=list(writes))  # type: ignore[arg-type]
    try:
        retried(request)
    except ClientError as error:
        reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
        if "ConditionalCheckFailed" in reasons:
            return False
        raise
    return True
