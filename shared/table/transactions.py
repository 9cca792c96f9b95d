"""DynamoDB transactions with conditions."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Maximum number of actions in one TransactWriteItems call (DynamoDB quota).
MOST_IN_TRANSACTION = 100


def transact(dynamodb: "DynamoDBClient", *writes: dict[str, Any]) -> bool:
    """Execute up to MOST_IN_TRANSACTION writes, all or none; return False if a condition was not met."""
    try:
        dynamodb.transact_write_items(TransactItems=list(writes))  # type: ignore[arg-type]  # built by the callers
    except ClientError as error:
        reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
        if "ConditionalCheckFailed" in reasons:
            return False
        raise
    return True
