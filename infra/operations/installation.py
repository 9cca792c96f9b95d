"""The stacks that belong together: a core stack, its read API, its search, its operations, and its key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.operations.target import OperationError

# How the descriptions of the templates begin: template.yaml, operations.yaml, read.yaml, search.yaml and
# infra/key.yaml.
CORE = "Nutgraf writes a structured, grounded summary"
OPERATIONS = "A dashboard and alarms for a stack of Nutgraf."
READ = "The read API of a stack of Nutgraf."
SEARCH = "The search by meaning of a stack of Nutgraf"
KEY = "A KMS key for Nutgraf's parameter KmsKeyArn."

BUCKET, TABLE, LOG_GROUP = "AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup"
_DELETED = "DELETE_COMPLETE"


@dataclass(frozen=True, slots=True)
class Stack:
    """A CloudFormation stack as it is described."""

    name: str
    stack_id: str
    status: str
    description: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    is_protected: bool

    @property
    def is_deleted(self) -> bool:
        """Whether the stack no longer exists."""
        return self.status == _DELETED


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of a stack."""

    logical_id: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Installation:
    """A core stack, and the stacks that exist only for it. `others` are all other stacks of the account and region."""

    core: Stack
    operations: tuple[Stack, ...]
    read: tuple[Stack, ...]
    search: tuple[Stack, ...]
    key: Stack | None
    others: tuple[Stack, ...]


def installation(cloudformation: Any, name: str) -> Installation:
    """Return the installation with this core stack, which exists or was deleted within 90 days.

    Raises OperationError if there is no such stack, or if it is not a core stack of Nutgraf.
    """
    existing = _existing(cloudformation)
    core = next((stack for stack in existing if stack.name == name), None) or _last_deleted(cloudformation, name)
    if core is None:
        raise OperationError(f"There is no stack {name}, and none was deleted in 90 days. Name it with --stack-name.")
    if not core.description.startswith(CORE):
        raise OperationError(f"The stack {name} is not made from Nutgraf's template.yaml: {core.description!r}.")
    tables = {resource.name for resource in resources(cloudformation, core) if resource.type == TABLE}

    def of_core(description: str) -> tuple[Stack, ...]:
        return tuple(
            stack
            for stack in existing
            if stack.description.startswith(description) and stack.parameters.get("TableName") in tables
        )

    arn = core.parameters.get("KmsKeyArn", "")
    key = next((s for s in existing if arn and s.description.startswith(KEY) and s.outputs.get("KeyArn") == arn), None)
    operations, read, search = of_core(OPERATIONS), of_core(READ), of_core(SEARCH)
    mine = {stack.stack_id for stack in (core, *operations, *read, *search, *([key] if key else []))}
    others = tuple(stack for stack in existing if stack.stack_id not in mine)
    return Installation(core, operations, read, search, key, others)


def resources(cloudformation: Any, stack: Stack) -> list[Resource]:
    """Return the resources of a stack; those of a deleted stack are known for 90 days."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack.stack_id)
    return [
        Resource(entry["LogicalResourceId"], entry["ResourceType"], entry["PhysicalResourceId"])
        for page in pages
        for entry in page["StackResourceSummaries"]
        if entry.get("PhysicalResourceId")  # a resource whose creation failed has none
    ]


def described(cloudformation: Any, stack_id: str) -> Stack:
    """Return a stack by its id, which also finds a deleted stack, or by its name; raises what boto3 raises."""
    return _stack(cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0])


def _existing(cloudformation: Any) -> list[Stack]:
    pages = cloudformation.get_paginator("describe_stacks").paginate()
    return [_stack(found) for page in pages for found in page["Stacks"]]


def _last_deleted(cloudformation: Any, name: str) -> Stack | None:
    """Return the stack of this name that was deleted last."""
    ids = list(_deleted_ids(cloudformation, name))
    return described(cloudformation, ids[0]) if ids else None


def _deleted_ids(cloudformation: Any, name: str) -> Iterator[str]:
    # The newest deletion comes first, also where the time of the deletion is missing.
    pages = cloudformation.get_paginator("list_stacks").paginate(StackStatusFilter=[_DELETED])
    found = [entry for page in pages for entry in page["StackSummaries"] if entry["StackName"] == name]
    found.sort(key=lambda entry: entry.get("DeletionTime", entry["CreationTime"]), reverse=True)
    yield from (entry["StackId"] for entry in found)


def _stack(found: Any) -> Stack:
    return Stack(
        found["StackName"],
        found["StackId"],
        found["StackStatus"],
        found.get("Description", ""),
        {entry["OutputKey"]: entry["OutputValue"] for entry in found.get("Outputs", [])},
        {entry["ParameterKey"]: entry["ParameterValue"] for entry in found.get("Parameters", [])},
        bool(found.get("EnableTerminationProtection")),
    )
