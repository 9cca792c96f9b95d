"""Applies the parts of the template that moto ignores, through boto3.

Every property of the template is in one of three lists: moto supports it (CREATED), this module applies it (APPLIED),
or it has no effect in the local stack and tests check it in the template (WITHOUT_EFFECT). Any other one is an error.
"""

import json
from collections.abc import Callable
from typing import Any

from infra.local.clients import Clients
from infra.local.moto.resources import Properties, StackResources
from infra.local.moto.vectors import create_vector_resources
from infra.local.template import Template, UnknownResourceError

# Properties that moto supports, by resource type. For functions and mappings, the local stack itself supports them.
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
    "AWS::Events::Rule": frozenset({"EventBusName", "EventPattern", "Targets", "Description"}),
    # vectors.py creates these
    "AWS::S3Vectors::VectorBucket": frozenset({"VectorBucketName", "EncryptionConfiguration"}),
    "AWS::S3Vectors::Index": frozenset(
        {"VectorBucketName", "IndexName", "DataType", "Dimension", "DistanceMetric", "MetadataConfiguration"}
    ),
}

# Properties that have no effect in the local stack. The tests of the template check them.
WITHOUT_EFFECT: dict[str, frozenset[str]] = {
    "AWS::S3::Bucket": frozenset({"OwnershipControls"}),
    "AWS::SQS::Queue": frozenset({"RedriveAllowPolicy"}),
    "AWS::Logs::LogGroup": frozenset({"KmsKeyId"}),
    "AWS::Lambda::Function": frozenset(
        {"Architectures", "LoggingConfig", "ReservedConcurrentExecutions", "SnapStart", "EphemeralStorage", "VpcConfig"}
    ),
}

# Types that are removed before moto creates the stack. QueuePolicy is applied below; the comments name the reason or
# the module that does the others' work.
NOT_CREATED: frozenset[str] = frozenset(
    {
        "AWS::S3::BucketPolicy",  # moto ignores conditions, so TlsOnly would deny every request
        "AWS::SQS::QueuePolicy",
        "AWS::Lambda::EventSourceMapping",  # event_source_mapping.py; moto's would start containers
        "AWS::Lambda::Version",  # only for SnapStart, which the local stack does not use
        "AWS::Lambda::EventInvokeConfig",  # no schedule of the local stack repeats a failed invocation
        "AWS::CloudWatch::Alarm",  # the tests of operations.yaml evaluate the alarms
        "AWS::Scheduler::Schedule",  # schedules.py
        "AWS::Pipes::Pipe",  # pipes.py
        "AWS::ApiGatewayV2::Api",  # http_api/; the tests of read.yaml check its routes
        "AWS::ApiGatewayV2::Authorizer",
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::Stage",
        "AWS::Lambda::Permission",
        "AWS::S3Vectors::VectorBucket",  # vectors.py; moto's CloudFormation has neither type
        "AWS::S3Vectors::Index",
    }
)


def check(template: Template) -> None:
    """Raise UnknownResourceError with every type and property of the template that is in none of the lists."""
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
            f"Neither moto nor infra/local/moto/gaps.py supports {', '.join(unknown)}. "
            "Find out whether moto supports it, and add it to one of the lists in infra/local/moto/gaps.py."
        )


def apply(stack: StackResources, clients: Clients) -> None:
    """Apply what moto ignored. Queue policies come first, because they permit S3 to notify the queue."""
    for properties in stack.resources("AWS::SQS::QueuePolicy").values():
        _set_queue_policy(clients, properties)
    create_vector_resources(stack, clients)
    for kind, appliers in APPLIED.items():
        for logical_id, properties in stack.resources(kind).items():
            for name, applier in appliers.items():
                if name in properties:
                    applier(clients, stack.name(logical_id), properties[name])


def _set_queue_policy(clients: Clients, properties: Properties) -> None:
    for url in properties["Queues"]:
        clients.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(properties["PolicyDocument"])})


def _set_versioning(clients: Clients, bucket: str, versioning: Properties) -> None:
    clients.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": versioning["Status"]})


def _set_public_access_block(clients: Clients, bucket: str, block: Properties) -> None:
    configuration: Any = block
    clients.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=configuration)


def _set_lifecycle(clients: Clients, bucket: str, lifecycle: Properties) -> None:
    rules: Any = [_lifecycle_rule(rule) for rule in lifecycle["Rules"]]
    clients.s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def _lifecycle_rule(rule: Properties) -> Properties:
    """Convert a lifecycle rule from CloudFormation's format to the format of the S3 API."""
    translated: Properties = {"Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "Id" in rule:
        translated["ID"] = rule["Id"]
    expiration = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = int(rule["ExpirationInDays"])
    if "ExpiredObjectDeleteMarker" in rule:
        expiration["ExpiredObjectDeleteMarker"] = _is_true(rule["ExpiredObjectDeleteMarker"])
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
        raise UnknownResourceError(
            f"A lifecycle rule has {sorted(unknown)}, which infra/local/moto/gaps.py does not convert."
        )
    return translated


def _set_notifications(clients: Clients, bucket: str, notifications: Properties) -> None:
    if unknown := notifications.keys() - {"QueueConfigurations"}:
        raise UnknownResourceError(f"The local stack delivers notifications only to queues, not to {sorted(unknown)}.")
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


# Properties that moto's CloudFormation ignores, each with the function that applies it.
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
