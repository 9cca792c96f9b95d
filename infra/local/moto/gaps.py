"""What moto ignores of the template, done through boto3 with what the template says.

Every property of the template is in one of three lists: moto honours it (CREATED), it is applied here (APPLIED), or
it has no effect on this machine and is asserted on the template (WITHOUT_EFFECT). Anything else is an error.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moto.cloudformation import parsing

from infra.local.clients import Clients
from infra.local.template import Template

if TYPE_CHECKING:
    from infra.local.deployment import Deployment

Properties = dict[str, Any]

# What moto, or for functions and mappings the local stack itself, does with a type.
CREATED: dict[str, frozenset[str]] = {
    "AWS::S3::Bucket": frozenset({"BucketName", "BucketEncryption", "Tags"}),
    "AWS::SQS::Queue": frozenset(
        {
            "QueueName",
            "VisibilityTimeout",
            "MessageRetentionPeriod",
            "RedrivePolicy",
            "DelaySeconds",
            "ReceiveMessageWaitTimeSeconds",
            "SqsManagedSseEnabled",
            "KmsMasterKeyId",
            "MaximumMessageSize",
            "Tags",
        }
    ),
    "AWS::DynamoDB::Table": frozenset(
        {
            "TableName",
            "AttributeDefinitions",
            "KeySchema",
            "GlobalSecondaryIndexes",
            "BillingMode",
            "StreamSpecification",
            "SSESpecification",
            "DeletionProtectionEnabled",
            "Tags",
        }
    ),
    "AWS::Lambda::Function": frozenset(
        {
            "FunctionName",
            "Code",
            "PackageType",
            "ImageConfig",
            "Handler",
            "Runtime",
            "Role",
            "Timeout",
            "MemorySize",
            "Environment",
            "Description",
            "Tags",
        }
    ),
    "AWS::Lambda::EventSourceMapping": frozenset(
        {
            "EventSourceArn",
            "FunctionName",
            "BatchSize",
            "MaximumBatchingWindowInSeconds",
            "FunctionResponseTypes",
            "ScalingConfig",
            "Enabled",
            "Tags",
        }
    ),
    "AWS::IAM::Role": frozenset(
        {"RoleName", "AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies", "Path", "Description", "Tags"}
    ),
    "AWS::IAM::ManagedPolicy": frozenset({"ManagedPolicyName", "PolicyDocument", "Description", "Path", "Roles"}),
    "AWS::Logs::LogGroup": frozenset({"LogGroupName", "RetentionInDays", "Tags"}),
}

# What can't have an effect here. The tests of the template assert it.
WITHOUT_EFFECT: dict[str, frozenset[str]] = {
    "AWS::S3::Bucket": frozenset({"OwnershipControls"}),
    "AWS::SQS::Queue": frozenset({"RedriveAllowPolicy"}),
    "AWS::Logs::LogGroup": frozenset({"KmsKeyId"}),
    "AWS::Lambda::Function": frozenset(
        {"Architectures", "LoggingConfig", "ReservedConcurrentExecutions", "SnapStart", "EphemeralStorage"}
    ),
}

# Types that moto is not given. QueuePolicy is applied; the others have no effect here or are done elsewhere.
NOT_CREATED: frozenset[str] = frozenset(
    {
        "AWS::S3::BucketPolicy",  # moto overlooks conditions and would deny all for `TLS only`
        "AWS::SQS::QueuePolicy",
        "AWS::Lambda::EventSourceMapping",  # event_source_mapping.py does it; moto's would start containers
        "AWS::Lambda::Version",  # for SnapStart, which is off here: a function is its code as it stands
        "AWS::CloudWatch::Alarm",
        "AWS::Scheduler::Schedule",  # schedules.py runs it
        "AWS::Pipes::Pipe",  # pipes.py does it
    }
)


class UnknownResourceError(Exception):
    """The template holds something of which nobody has decided what becomes of it locally."""


def check(template: Template) -> None:
    """Raise UnknownResourceError that names every type and property of the template that no list here knows."""
    unknown = []
    for logical_id, resource in template["Resources"].items():
        kind = resource["Type"]
        if kind not in CREATED and kind not in NOT_CREATED:
            unknown.append(f"{logical_id} ({kind})")
            continue
        if kind not in CREATED:
            continue
        known = CREATED[kind] | WITHOUT_EFFECT.get(kind, frozenset()) | APPLIED.get(kind, {}).keys()
        unknown += [f"{logical_id}.{name} ({kind})" for name in resource.get("Properties", {}) if name not in known]
    if unknown:
        raise UnknownResourceError(
            f"Neither moto nor infra/local/moto/gaps.py knows what to do with {', '.join(unknown)}. "
            "Find out what moto makes of it and put it on one of the lists in infra/local/moto/gaps.py."
        )


@contextmanager
def nothing_for_no_value() -> Iterator[None]:
    """While this lasts, AWS::NoValue in a list leaves nothing, as in CloudFormation. moto leaves a None there."""
    by_moto = parsing.clean_json

    def cleaned(value: Any, resources: Any) -> Any:
        found = by_moto(value, resources)
        return [each for each in found if each is not None] if isinstance(value, list) else found

    with patch.object(parsing, "clean_json", cleaned):
        yield


def apply(deployment: "Deployment", clients: Clients) -> None:
    """Do what moto has ignored. Queue policies come first, because a notification needs its queue's leave."""
    for properties in deployment.resources("AWS::SQS::QueuePolicy").values():
        _set_queue_policy(clients, properties)
    for kind, appliers in APPLIED.items():
        for logical_id, properties in deployment.resources(kind).items():
            for name, applier in appliers.items():
                if name in properties:
                    applier(clients, deployment.name(logical_id), properties[name])


def _set_queue_policy(clients: Clients, properties: Properties) -> None:
    for url in properties["Queues"]:
        clients.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(properties["PolicyDocument"])})


def _set_versioning(clients: Clients, bucket: str, versioning: Properties) -> None:
    clients.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": versioning["Status"]})


def _set_public_access_block(clients: Clients, bucket: str, block: Properties) -> None:
    clients.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=block)  # type: ignore[arg-type]  # the same names


def _set_lifecycle(clients: Clients, bucket: str, lifecycle: Properties) -> None:
    rules: Any = [_lifecycle_rule(rule) for rule in lifecycle["Rules"]]
    clients.s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def _lifecycle_rule(rule: Properties) -> Properties:
    """A rule of CloudFormation in the words of S3's API."""
    translated: Properties = {"Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "Id" in rule:
        translated["ID"] = rule["Id"]
    expiration = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = int(rule["ExpirationInDays"])
    if "ExpiredObjectDeleteMarker" in rule:
        expiration["ExpiredObjectDeleteMarker"] = str(rule["ExpiredObjectDeleteMarker"]).lower() == "true"
    if expiration:
        translated["Expiration"] = expiration
    if "NoncurrentVersionExpiration" in rule:
        translated["NoncurrentVersionExpiration"] = {
            name: int(value) for name, value in rule["NoncurrentVersionExpiration"].items()
        }
    if "AbortIncompleteMultipartUpload" in rule:
        days = int(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])
        translated["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": days}
    known = {
        "Id",
        "Status",
        "Prefix",
        "ExpirationInDays",
        "ExpiredObjectDeleteMarker",
        "NoncurrentVersionExpiration",
        "AbortIncompleteMultipartUpload",
    }
    if unknown := rule.keys() - known:
        raise UnknownResourceError(f"A lifecycle rule has {sorted(unknown)}, which moto_gaps.py does not translate.")
    return translated


def _set_notifications(clients: Clients, bucket: str, notifications: Properties) -> None:
    if unknown := notifications.keys() - {"QueueConfigurations"}:
        raise UnknownResourceError(f"Only notifications to queues are delivered locally, not {sorted(unknown)}.")
    queues: dict[str, Properties] = {}
    for entry in notifications["QueueConfigurations"]:
        rules = entry.get("Filter", {}).get("S3Key", {}).get("Rules", [])
        key = f"{entry['Queue']} {rules}"
        queues.setdefault(key, {"QueueArn": entry["Queue"], "Events": []})["Events"].append(entry["Event"])
        if rules:
            queues[key]["Filter"] = {"Key": {"FilterRules": [{"Name": r["Name"], "Value": r["Value"]} for r in rules]}}
    configurations: Any = list(queues.values())
    clients.s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": configurations}
    )


def _set_recovery(clients: Clients, table: str, recovery: Properties) -> None:
    clients.dynamodb.update_continuous_backups(
        TableName=table,
        PointInTimeRecoverySpecification={
            "PointInTimeRecoveryEnabled": _is_true(recovery["PointInTimeRecoveryEnabled"])
        },
    )


def _set_time_to_live(clients: Clients, table: str, ttl: Properties) -> None:
    clients.dynamodb.update_time_to_live(
        TableName=table,
        TimeToLiveSpecification={"Enabled": _is_true(ttl["Enabled"]), "AttributeName": ttl["AttributeName"]},
    )


def _is_true(value: Any) -> bool:
    return str(value).lower() == "true"


# Properties that moto's CloudFormation ignores, each with what does it.
APPLIED: dict[str, dict[str, Callable[[Clients, str, Any], None]]] = {
    "AWS::S3::Bucket": {
        "VersioningConfiguration": _set_versioning,
        "PublicAccessBlockConfiguration": _set_public_access_block,
        "LifecycleConfiguration": _set_lifecycle,
        "NotificationConfiguration": _set_notifications,
    },
    "AWS::DynamoDB::Table": {
        "PointInTimeRecoverySpecification": _set_recovery,
        "TimeToLiveSpecification": _set_time_to_live,
    },
}
