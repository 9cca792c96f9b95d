"""template.yaml as the tests of its parts read it: unresolved, and deployed with parameters."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from infra.local.clients import ACCOUNT, REGION
from infra.local.deployment import Deployment
from infra.local.deployment import deployed as local_deployed
from infra.local.template import TEMPLATE

SOURCE = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
FUNCTION, MAPPING, ROLE = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping", "AWS::IAM::Role"

# Queues that no function reads.
FOR_PEOPLE = ("ParkingQueue", "StateChangesDeadLetterQueue")

# The parameters of the stack with each summarizer.
EXTRACTED: dict[str, str] = {}
WRITTEN = {"SummaryModel": "someone/some-model", "SummaryImageUri": "image"}
HOSTED = {"SummaryModel": "bedrock:amazon.nova-micro-v1:0"}

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


@cache
def deployed(**parameters: str) -> Deployment:
    """The stack with these parameters, with all references resolved."""
    with local_deployed(parameters) as deployment:
        return deployment


def arn_of(deployment: Deployment, queue: str) -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{deployment.name(queue).rpartition('/')[2]}"


def queues(deployment: Deployment) -> dict[str, Mapping[str, Any]]:
    """Return the queues by their ARN."""
    found = deployment.resources("AWS::SQS::Queue")
    return {arn_of(deployment, logical_id): properties for logical_id, properties in found.items()}


def statements(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the statements of a policy, with lists for Action and Resource."""
    listed: list[Mapping[str, Any]] = []
    for statement in policy["Statement"]:
        lists = {name: as_list(statement[name]) for name in ("Action", "Resource") if name in statement}
        listed.append({**statement, **lists})
    return listed


def as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value]


def is_true(value: Any) -> bool:
    return str(value).lower() == "true"


def roles_of_functions(deployment: Deployment) -> dict[str, Mapping[str, Any]]:
    """Return the roles of the functions, by their ARN."""
    used = {function["Role"] for function in deployment.resources(FUNCTION).values()}
    roles = deployment.resources(ROLE)
    by_arn = {f"arn:aws:iam::{ACCOUNT}:role/{deployment.name(logical_id)}": roles[logical_id] for logical_id in roles}
    return {arn: role for arn, role in by_arn.items() if arn in used}
