"""The stack in moto: resources under their physical names, and the configuration of functions, mappings and pipes."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moto import mock_aws
from moto.backends import get_backend
from moto.moto_api._internal import mock_random

from infra.local.clients import ACCOUNT, LOCAL_STACK, REGION, Clients
from infra.local.eventbridge.pipes import PipeConfiguration
from infra.local.eventbridge.schedules import ScheduleConfiguration
from infra.local.lambda_service.event_source_mapping import MappingConfiguration
from infra.local.lambda_service.function_environment import FunctionConfiguration
from infra.local.moto import gaps as moto_gaps
from infra.local.moto.deleted_stacks import add_system_tags
from infra.local.moto.resources import StackResources, nothing_for_no_value, with_names
from infra.local.template import TEMPLATE, Template, TemplateError, translate

_FUNCTION, _MAPPING = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping"
_PIPE = "AWS::Pipes::Pipe"
_API = "AWS::ApiGatewayV2::"
_NO_CODE = {"ZipFile": "# The local stack runs handlers from the source tree."}

# CloudFormation's defaults for a function's Timeout (s) and MemorySize (MB).
_DEFAULT_TIMEOUT, _DEFAULT_MEMORY = 3, 128


class Deployment(StackResources):
    """A translated template, created in moto with the given parameters. infra/local/moto/gaps.py fills moto's gaps.

    Raises UnknownResourceError for a resource or property that neither moto nor infra/local/moto/gaps.py supports.
    """

    def __init__(
        self, template: Template, parameters: Mapping[str, str], clients: Clients, stack_name: str = LOCAL_STACK
    ) -> None:
        moto_gaps.check(template)
        self.parameters = dict(parameters)
        cloudformation = clients.of("cloudformation")
        mock_random.seed(0)  # generated names are the same at each start, so that users can copy them
        with nothing_for_no_value():
            cloudformation.create_stack(
                StackName=stack_name,
                TemplateBody=json.dumps(_for_moto(template)),
                Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
                Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
            )
        mock_random.seed()
        description = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
        if description["StackStatus"] != "CREATE_COMPLETE":
            raise TemplateError(f"moto could not create the stack: {description['StackStatus']}")
        self.outputs = {entry["OutputKey"]: entry["OutputValue"] for entry in description.get("Outputs", [])}
        apis = [name for name, each in template["Resources"].items() if each["Type"].startswith(_API)]
        resource_map = get_backend("cloudformation")[ACCOUNT][REGION].get_stack(stack_name).resource_map
        super().__init__(with_names(template, apis), resource_map)
        moto_gaps.apply(self, clients)
        add_system_tags(self, description["StackId"])

    def functions(self) -> dict[str, FunctionConfiguration]:
        """Return every function, by its physical name."""
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
        """Return every enabled event source mapping."""
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
        """Return every schedule. Raises UnknownScheduleError for one that the local stack does not support."""
        found = self.resources("AWS::Scheduler::Schedule").items()
        return [ScheduleConfiguration.of(logical_id, properties) for logical_id, properties in found]

    def pipes(self) -> list[PipeConfiguration]:
        """Return every pipe. Raises UnknownResourceError for one that the local stack does not support."""
        return [
            PipeConfiguration.of(logical_id, properties) for logical_id, properties in self.resources(_PIPE).items()
        ]


@contextmanager
def deployed(parameters: Mapping[str, str] | None = None, template: Path = TEMPLATE) -> Iterator[Deployment]:
    """Create a stack in mock_aws to inspect its resources. No messages flow in it."""
    with mock_aws():
        yield Deployment(translate(parameters, template), parameters or {}, Clients(None))


def _for_moto(template: Template) -> Template:
    """Return the template for moto: without the types that moto skips and their outputs, and functions without code.

    Outputs name a pipe by its logical id. moto does not support RetainExceptOnCreate, which has the effect of Retain
    when a stack is deleted.
    """
    resources: dict[str, Any] = {}
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] in moto_gaps.NOT_CREATED:
            continue
        if resource["Type"] == _FUNCTION:
            properties = {name: value for name, value in resource["Properties"].items() if name != "PackageType"}
            resource = resource | {"Properties": properties | {"Code": _NO_CODE}}
        if resource.get("DeletionPolicy") == "RetainExceptOnCreate":
            resource = resource | {"DeletionPolicy": "Retain"}
        resources[logical_id] = resource
    pipes = [name for name, each in template["Resources"].items() if each["Type"] == _PIPE]
    skipped = template["Resources"].keys() - resources.keys() - set(pipes)
    outputs = {
        name: output
        for name, output in with_names(template.get("Outputs", {}), pipes).items()
        if not any(re.search(rf"['{{]{logical_id}['}}]", repr(output["Value"])) for logical_id in skipped)
    }
    return template | {"Resources": resources, "Outputs": outputs}


def _handler(logical_id: str, properties: dict[str, Any]) -> str:
    """Return the handler of a zip function, or the command of an image function."""
    command = properties.get("ImageConfig", {}).get("Command") or [properties.get("Handler")]
    if not command[0]:
        raise TemplateError(f"{logical_id} has no handler: set Handler, or Command of ImageConfig.")
    return str(command[0])


def _integer(value: Any) -> int | None:
    return None if value is None else int(value)
