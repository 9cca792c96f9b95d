"""Teardown: delete an installation with its data, so that nothing of it remains and costs money.

CloudFormation retains the buckets and the table of a deleted stack, and lists the resources of the stack for 90 days.
So an interrupted teardown needs no file: it continues from what CloudFormation lists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, WaiterError

from infra.operations.buckets import STACK_TAG, BucketContents, contents, delete_bucket, stack_of
from infra.operations.installation import BUCKET, LOG_GROUP, TABLE, Installation, Stack, described, resources
from infra.operations.target import ClientOf, OperationError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Days in which the deletion of a key can be cancelled: the longest time that KMS allows. The key costs nothing then.
KEY_DAYS = 30

# Seconds between two looks at a stack or a table that is being deleted, and the longest wait (3 hours).
_WAITING: Any = {"Delay": 5, "MaxAttempts": 2160}

# What a teardown does not delete.
REMAINS = (
    "DynamoDB keeps the backup of point-in-time recovery for 35 days, free of charge.",
    "Backups that you made of the table, copies of exports and metrics in CloudWatch stay; metrics expire.",
    "The network of infra/network.yaml stays, as does a key of infra/key.yaml that the stack does not use.",
    "The packages stay in the bucket of the stack aws-sam-cli-managed-default, which all programs of sam share.",
)

OnStep = Callable[[str], None]
OnCount = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and how many items DynamoDB counted in the last six hours."""

    name: str
    items: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a teardown deletes, in this order: `stacks`, then what they retain.

    `key_stack` is the stack of the key `key_arn`; it is None if there is none or if the key stays. `kept` has a
    sentence for each thing that stays.
    """

    core: Stack
    stacks: tuple[Stack, ...]
    buckets: dict[str, BucketContents]
    tables: tuple[Table, ...]
    log_groups: tuple[str, ...]
    key_stack: Stack | None
    key_arn: str
    kept: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to delete."""
        return not (self.stacks or self.buckets or self.tables or self.log_groups or self.key_stack)


def plan_of(client: ClientOf, found: Installation, on_count: OnCount, *, keep_key: bool = False) -> Plan:
    """Return what a teardown of an installation would delete; raise OperationError if a stack must not be deleted.

    `on_count` takes a bucket and the number of its versions that were counted so far.
    """
    stacks = tuple(
        stack for stack in (*found.operations, *found.read, *found.search, found.core) if not stack.is_deleted
    )
    if protected := [stack.name for stack in stacks if stack.is_protected]:
        raise OperationError(
            f"Termination protection is on for {', '.join(protected)}. Switch it off: aws cloudformation "
            f"update-termination-protection --no-enable-termination-protection --stack-name {protected[0]}"
        )
    of_core = resources(client("cloudformation"), found.core)
    kept: list[str] = []
    buckets = {}
    for bucket in (resource.name for resource in of_core if resource.type == BUCKET):
        if _is_to_be_deleted(client, found, bucket, kept):
            buckets[bucket] = contents(client("s3"), bucket, partial(on_count, bucket))
    if existing := found.core.parameters.get("ExistingUploadsBucket"):
        kept.append(
            f"The bucket {existing} is not a part of the stack. It keeps its objects and its notifications; remove "
            "those to the parse queue (docs/existing-bucket.md)."
        )
    tables = _tables(client("dynamodb"), found, of_core, kept)
    log_groups = tuple(_log_groups(client("logs"), [r.name for r in of_core if r.type == LOG_GROUP]))
    key_stack = _key_stack(found, kept, keep_key=keep_key)
    arn = found.core.parameters.get("KmsKeyArn", "")
    return Plan(found.core, stacks, buckets, tables, log_groups, key_stack, arn, tuple(kept))


def tear_down(client: ClientOf, plan: Plan, on_step: OnStep, on_count: OnCount) -> None:
    """Delete what the plan contains. Can be repeated with a new plan after an interruption.

    The functions are deleted before the buckets are emptied, so that they write nothing any more. Raises OperationError
    if something cannot be deleted.
    """
    dynamodb, cloudformation = client("dynamodb"), client("cloudformation")
    for table in plan.tables:
        _unprotect(dynamodb, table.name)
    for stack in plan.stacks:
        on_step(f"stack {stack.name}")
        _delete_stack(cloudformation, stack)
    for bucket in plan.buckets:
        on_step(f"bucket {bucket}")
        delete_bucket(client("s3"), bucket, partial(on_count, bucket))
    for table in plan.tables:
        on_step(f"table {table.name}")
        _unless_absent(dynamodb.delete_table, TableName=table.name)
        dynamodb.get_waiter("table_not_exists").wait(TableName=table.name, WaiterConfig=_WAITING)
    for group in plan.log_groups:
        on_step(f"log group {group}")
        _unless_absent(client("logs").delete_log_group, logGroupName=group)
    if plan.key_stack is not None:
        on_step(f"key {plan.key_arn}, in {KEY_DAYS} days")
        _delete_key(client("kms"), plan.key_arn)
        on_step(f"stack {plan.key_stack.name}")
        _delete_stack(cloudformation, plan.key_stack)


def _is_to_be_deleted(client: ClientOf, found: Installation, bucket: str, kept: list[str]) -> bool:
    """Return whether a bucket exists, and only this installation uses it; append the reason to `kept` if it is kept."""
    creator = stack_of(client("s3"), bucket)
    if creator is None:
        return False
    users = [
        stack.name
        for stack in found.others
        if bucket
        in (*stack.parameters.values(), stack.outputs.get("UploadsBucket"), stack.outputs.get("DocumentsBucket"))
    ]
    if creator != found.core.stack_id:
        kept.append(
            f"The bucket {bucket} stays: its tag {STACK_TAG} is {creator or 'missing'}; this stack did not create it."
        )
    elif users:
        kept.append(f"The bucket {bucket} stays: the stack {', '.join(users)} uses it.")
    else:
        return True
    return False


def _tables(
    dynamodb: "DynamoDBClient", found: Installation, of_core: Iterable[Any], kept: list[str]
) -> tuple[Table, ...]:
    tables = []
    for name in (resource.name for resource in of_core if resource.type == TABLE):
        try:
            description = dynamodb.describe_table(TableName=name)["Table"]
        except dynamodb.exceptions.ResourceNotFoundException:
            continue
        tags = dynamodb.list_tags_of_resource(ResourceArn=description["TableArn"]).get("Tags", [])
        creator = next((tag["Value"] for tag in tags if tag["Key"] == STACK_TAG), "")
        if creator == found.core.stack_id:
            tables.append(Table(name, description.get("ItemCount", 0)))
        else:
            kept.append(f"The table {name} stays: its tag {STACK_TAG} is {creator or 'missing'}.")
    return tuple(tables)


def _log_groups(logs: Any, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
        if any(group["logGroupName"] == name for page in pages for group in page["logGroups"]):
            yield name


def _key_stack(found: Installation, kept: list[str], *, keep_key: bool) -> Stack | None:
    arn = found.core.parameters.get("KmsKeyArn", "")
    if not arn:
        return None
    users = [stack.name for stack in found.others if arn in stack.parameters.values()]
    if found.key is None:
        kept.append(f"The key {arn} stays: no stack of infra/key.yaml has it as its output KeyArn.")
    elif users:
        kept.append(f"The key {arn} stays: the stack {', '.join(users)} uses it.")
    elif keep_key:
        kept.append(f"The key {arn} stays because of --keep-key. It costs $1 a month.")
    else:
        return found.key
    return None


def _unprotect(dynamodb: "DynamoDBClient", table: str) -> None:
    if dynamodb.describe_table(TableName=table)["Table"].get("DeletionProtectionEnabled"):
        dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=table, WaiterConfig=_WAITING)


def _delete_stack(cloudformation: Any, stack: Stack) -> None:
    cloudformation.delete_stack(StackName=stack.stack_id)
    try:
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack.stack_id, WaiterConfig=_WAITING)
    except WaiterError as error:
        status = described(cloudformation, stack.stack_id).status
        reason = cloudformation.describe_stacks(StackName=stack.stack_id)["Stacks"][0].get("StackStatusReason", error)
        raise OperationError(
            f"CloudFormation did not delete the stack {stack.name} ({status}): {reason} Remove the cause, then run the "
            "same command again: it continues."
        ) from error


def _delete_key(kms: Any, arn: str) -> None:
    """Schedule the deletion of a key, unless it is already scheduled."""
    key = kms.describe_key(KeyId=arn)["KeyMetadata"]
    if key["KeyState"] != "PendingDeletion":
        kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=KEY_DAYS)


def _unless_absent(call: Callable[..., Any], **parameters: str) -> None:
    """Make a call to AWS that deletes something, which may be deleted already."""
    try:
        call(**parameters)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
