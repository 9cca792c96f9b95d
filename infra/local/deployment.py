"""The stack in moto: CloudFormation's resources under their physical names, functions and mappings as configured."""

import json
from collections.abc import Mapping
from typing import Any

from moto.backends import get_backend
from moto.cloudformation import parsing
from moto.moto_api._internal import mock_random

from infra.local.clients import ACCOUNT, LOCAL_STACK, REGION, Clients
from infra.local.eventbridge.pipes import PipeConfiguration
from infra.local.eventbridge.schedules import ScheduleConfiguration
from infra.local.lambda_service.event_source_mapping import MappingConfiguration
from infra.local.lambda_service.function_environment import FunctionConfiguration
from infra.local.moto import gaps as moto_gaps
from infra.local.template import Template, TemplateError

_FUNCTION, _MAPPING = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping"
_PIPE = "AWS::Pipes::Pipe"
_NO_CODE = {"ZipFile": "# Locally, handlers run where they are."}

# What CloudFormation takes for a function's Timeout (s) and MemorySize (MB).
_DEFAULT_TIMEOUT, _DEFAULT_MEMORY = 3, 128


class Deployment:
    """A translated template, created in moto with the given parameters and completed where moto falls short.

    Raises moto_gaps.UnknownResourceError for a resource or property that neither moto nor moto_gaps.py knows.
    """

    def __init__(self, template: Template, parameters: Mapping[str, str], clients: Clients) -> None:
        moto_gaps.check(template)
        self._template = template
        cloudformation = clients.of("cloudformation")
        mock_random.seed(0)  # for names that are the same at each start, and can be copied
        with moto_gaps.nothing_for_no_value():
            cloudformation.create_stack(
                StackName=LOCAL_STACK,
                TemplateBody=json.dumps(_for_moto(template)),
                Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
                Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
            )
        mock_random.seed()
        description = cloudformation.describe_stacks(StackName=LOCAL_STACK)["Stacks"][0]
        if description["StackStatus"] != "CREATE_COMPLETE":
            raise TemplateError(f"moto could not create the stack: {description['StackStatus']}")
        self.outputs = {entry["OutputKey"]: entry["OutputValue"] for entry in description.get("Outputs", [])}
        # moto's own map of resources resolves references, so that they need not be resolved a second way.
        self._resources = get_backend("cloudformation")[ACCOUNT][REGION].get_stack(LOCAL_STACK).resource_map
        moto_gaps.apply(self, clients)

    def resources(self, resource_type: str) -> dict[str, dict[str, Any]]:
        """The properties of the resources of a type that the parameters ask for, by logical id."""
        with moto_gaps.nothing_for_no_value():
            return {
                logical_id: parsing.clean_json(resource.get("Properties", {}), self._resources)
                for logical_id, resource in self._template["Resources"].items()
                if resource["Type"] == resource_type and self._is_created(resource)
            }

    def all_resources(self) -> dict[str, dict[str, Any]]:
        """Every resource that the parameters ask for, by logical id: its type, its properties, its metadata."""
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
        """The physical id of a resource: what Ref gives."""
        resource: Any = self._resources[logical_id]
        return str(resource.physical_resource_id)

    def functions(self) -> dict[str, FunctionConfiguration]:
        """Every function, by its physical name."""
        found = {}
        for logical_id, properties in self.resources(_FUNCTION).items():
            name = self.name(logical_id)
            variables = properties.get("Environment", {}).get("Variables", {})
            found[name] = FunctionConfiguration(
                logical_id,
                name,
                _handler(logical_id, properties),
                int(properties.get("Timeout", _DEFAULT_TIMEOUT)),
                int(properties.get("MemorySize", _DEFAULT_MEMORY)),
                {key: str(value) for key, value in variables.items()},
            )
        return found

    def mappings(self) -> list[MappingConfiguration]:
        """Every event source mapping that is enabled."""
        return [
            MappingConfiguration(
                logical_id,
                properties["EventSourceArn"],
                properties["FunctionName"],
                int(properties.get("BatchSize", 10)),
                float(properties.get("MaximumBatchingWindowInSeconds", 0)),
                "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
                _integer(properties.get("ScalingConfig", {}).get("MaximumConcurrency")),
            )
            for logical_id, properties in self.resources(_MAPPING).items()
            if properties.get("Enabled", True) not in (False, "false")
        ]

    def schedules(self) -> list[ScheduleConfiguration]:
        """Every schedule; raises UnknownScheduleError for one that is not run here."""
        found = self.resources("AWS::Scheduler::Schedule").items()
        return [ScheduleConfiguration.of(logical_id, properties) for logical_id, properties in found]

    def pipes(self) -> list[PipeConfiguration]:
        """Every pipe; raises UnknownResourceError for one that can't run here."""
        return [
            PipeConfiguration.of(logical_id, properties) for logical_id, properties in self.resources(_PIPE).items()
        ]

    def _is_created(self, resource: dict[str, Any]) -> bool:
        condition = resource.get("Condition")
        return condition is None or bool(self._resources.lazy_condition_map[condition])


def _for_moto(template: Template) -> Template:
    """What moto shall create: no types that it skips, no mappings, and functions without code."""
    resources = {}
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] in moto_gaps.NOT_CREATED:
            continue
        if resource["Type"] == _FUNCTION:
            properties = {name: value for name, value in resource["Properties"].items() if name != "PackageType"}
            resource = resource | {"Properties": properties | {"Code": _NO_CODE}}
        resources[logical_id] = resource
    return template | {"Resources": resources}


def _handler(logical_id: str, properties: dict[str, Any]) -> str:
    """The handler of a zip function, or the one that an image is started with."""
    command = properties.get("ImageConfig", {}).get("Command") or [properties.get("Handler")]
    if not command[0]:
        raise TemplateError(f"{logical_id} names no handler, neither as Handler nor as the Command of its image.")
    return str(command[0])


def _integer(value: Any) -> int | None:
    return None if value is None else int(value)
