"""DynamoDB transactions whose conditions may not hold."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def transact(dynamodb: "DynamoDBClient", *writes: dict[str, Any]) -> bool:
    """Whether the writes were done: all of them, or none because a condition did not hold. At most 100."""
    try:
        dynamodb.transact_write_items(TransactItems=list(writes))  # type: ignore[arg-type]  # built by the callers
    except ClientError as error:
        reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
        if "ConditionalCheckFailed" in reasons:
            return False
        raise
    return True
