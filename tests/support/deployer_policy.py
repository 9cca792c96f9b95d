"""The policy of a deployer, and the permissions that the calls of operators' commands need."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import boto3

from infra.local.clients import ACCOUNT
from infra.local.iam_roles import Permission
from infra.local.template import ROOT

_PATH = ROOT / "examples" / "deploy" / "deployer-policy.json"

# Calls whose permission has another name. Source: AWS Service Authorization Reference.
_ACTIONS = {
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:DeleteObjects": "s3:DeleteObjectVersion",
}


def policy() -> dict[str, Any]:
    """Return the policy of examples/deploy/."""
    found: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
    return found


def granted() -> list[Permission]:
    """Return what the policy allows, with ACCOUNT in place of the account; conditions are left out."""
    return [
        Permission(action, resource)
        for statement in policy()["Statement"]
        for action in _as_list(statement["Action"])
        for resource in _as_list(statement["Resource"])
    ]


def record_calls(session: boto3.Session, calls: list[tuple[str, str, Mapping[str, Any]]]) -> None:
    """Append service, operation and parameters of each call of the session's clients to `calls`."""

    def record(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        calls.append((model.service_model.service_name, model.name, dict(params)))

    session.events.register_first("provide-client-params", record)


def denied(calls: Iterator[tuple[str, str, Mapping[str, Any]]]) -> set[str]:
    """Return the permissions of these calls that the policy lacks: service, operation and parameters of each."""
    allowed = granted()
    needed = {_needed(*call) for call in calls}
    return {str(each) for each in needed if not any(permission.covers(each) for permission in allowed)}


def _needed(service: str, operation: str, parameters: Mapping[str, Any]) -> Permission:
    action = f"{service}:{operation}"
    return Permission(_ACTIONS.get(action, action), _resource(service, parameters).replace(ACCOUNT, "ACCOUNT"))


def _resource(service: str, parameters: Mapping[str, Any]) -> str:
    """Return the ARN of the resource of a call; * for a call that names none."""
    match service, parameters:
        case "s3", {"Bucket": bucket}:
            return f"arn:aws:s3:::{bucket}"
        case "dynamodb", {"TableName": table}:
            return f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{table}"
        case "dynamodb", {"RequestItems": tables}:
            return _resource(service, {"TableName": next(iter(tables))})
        case "dynamodb", {"TransactItems": [entry, *_]}:
            return _resource(service, next(iter(entry.values())))
        case "dynamodb", {"ResourceArn": arn}:
            return str(arn)
        case "sqs", {"QueueUrl": name} | {"QueueName": name}:
            return f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name.rpartition('/')[2]}"
        case "lambda", {"FunctionName": name}:
            return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"
        case "logs", {"logGroupName": name}:
            return f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:{name}"
        case "events", {"Rule": name} | {"Name": name}:
            return f"arn:aws:events:us-east-1:{ACCOUNT}:rule/{name}"
        case "cloudformation", {"StackName": name}:
            return (
                str(name) if name.startswith("arn:") else f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{name}/1"
            )
        case _:
            return "*"


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
