"""The end of a stack in moto: which resources remain, and the tags by which they can be recognized.

moto 5.2.5 supports the deletion policy Retain, but not RetainExceptOnCreate; it lists the resources of a deleted stack
by creating them again; and it does not add the tags that CloudFormation adds to every resource.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.backends import get_backend
from moto.cloudformation.parsing import ResourceMap

from infra.local.clients import ACCOUNT, LOCAL_STACK, REGION
from infra.local.moto.resources import StackResources

# Policies with which a resource remains when its stack is deleted.
_REMAINS = ("Retain", "RetainExceptOnCreate")


@contextmanager
def complete_deletions() -> Iterator[None]:
    """Delete stacks inside this context as CloudFormation does."""
    delete = ResourceMap.delete

    def delete_and_forget(self: Any) -> None:
        remaining = {
            name: resource | {"DeletionPolicy": "Retain"}
            for name, resource in self._resource_json_map.items()
            if resource.get("DeletionPolicy") in _REMAINS
        }
        self._resource_json_map.update(remaining)
        delete(self)
        self._resource_json_map = remaining

    with patch.object(ResourceMap, "delete", delete_and_forget):
        yield


def add_system_tags(stack: StackResources, stack_id: str) -> None:
    """Add CloudFormation's tag of the stack to the buckets and tables. S3's API accepts no tags that begin with aws:"""
    name = "aws:cloudformation:stack-id"
    for logical_id, properties in stack.resources("AWS::S3::Bucket").items():
        tags = {entry["Key"]: entry["Value"] for entry in properties.get("Tags", [])}
        get_backend("s3")[ACCOUNT]["aws"].put_bucket_tagging(stack.name(logical_id), tags | {name: stack_id})
    for logical_id in stack.resources("AWS::DynamoDB::Table"):
        tables = get_backend("dynamodb")[ACCOUNT][REGION]
        arn = tables.get_table(stack.name(logical_id)).table_arn
        tables.tag_resource(arn, {name: stack_id})


def is_deleted(stack_name: str = LOCAL_STACK) -> bool:
    """Return whether a stack existed and was deleted."""
    deleted = get_backend("cloudformation")[ACCOUNT][REGION].deleted_stacks.values()
    return any(stack.name == stack_name for stack in deleted)
