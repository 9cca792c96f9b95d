"""The resources of a stack that moto's CloudFormation has created, with their references resolved by moto."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.cloudformation import parsing

from infra.local.template import Template

Properties = dict[str, Any]


@contextmanager
def nothing_for_no_value() -> Iterator[None]:
    """Remove AWS::NoValue from lists inside this context, as CloudFormation does. moto puts None in its place."""
    by_moto = parsing.clean_json

    def cleaned(value: Any, resources: Any) -> Any:
        found = by_moto(value, resources)
        return [each for each in found if each is not None] if isinstance(value, list) else found

    with patch.object(parsing, "clean_json", cleaned):
        yield


def with_names(value: Any, logical_ids: Collection[str]) -> Any:
    """Replace references to resources that moto lacks by their logical ids, so that moto resolves the others."""
    if isinstance(value, list):
        return [with_names(each, logical_ids) for each in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"Ref": str(name)} if name in logical_ids:
            return name
        case {"Fn::GetAtt": [str(name), str(attribute)]} if name in logical_ids:
            return f"{name}.{attribute}"
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": re.sub(r"\$\{(\w+)\}", lambda m: m[1] if m[1] in logical_ids else m[0], text)}
    return {name: with_names(each, logical_ids) for name, each in value.items()}


class StackResources:
    """The resources of a translated template, as moto's `resource_map` of the stack resolves them."""

    def __init__(self, template: Template, resource_map: Any) -> None:
        self._template = template
        self._resource_map = resource_map

    def resources(self, resource_type: str) -> dict[str, Properties]:
        """Return the properties of the resources of a type that the stack has under its conditions, by logical id."""
        with nothing_for_no_value():
            return {
                logical_id: parsing.clean_json(resource.get("Properties", {}), self._resource_map)
                for logical_id, resource in self._template["Resources"].items()
                if resource["Type"] == resource_type and self._is_created(resource)
            }

    def all_resources(self) -> dict[str, dict[str, Any]]:
        """Return the type, properties, metadata and policies of every resource of the stack, by logical id."""
        kept = ("Type", "Metadata", "DeletionPolicy", "UpdateReplacePolicy")
        properties = {
            kind: self.resources(kind) for kind in {entry["Type"] for entry in self._template["Resources"].values()}
        }
        return {
            logical_id: {key: resource[key] for key in kept if key in resource}
            | {"Properties": properties[resource["Type"]][logical_id]}
            for logical_id, resource in self._template["Resources"].items()
            if logical_id in properties[resource["Type"]]
        }

    def name(self, logical_id: str) -> str:
        """Return the physical id of a resource, as Ref does: the name of a bucket or table, the URL of a queue."""
        resource: Any = self._resource_map[logical_id]
        return str(resource.physical_resource_id)

    def _is_created(self, resource: dict[str, Any]) -> bool:
        condition = resource.get("Condition")
        return condition is None or bool(self._resource_map.lazy_condition_map[condition])
