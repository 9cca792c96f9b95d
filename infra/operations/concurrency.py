"""Whether the concurrent executions of an AWS account suffice for the functions of a stack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from samtranslator.yaml_helper import yaml_parse

from infra.local.template import TEMPLATE, parameter_values, translate
from infra.operations.target import Target

# Parameters that limit the concurrent executions of a stack, and the minimum of each (MaximumConcurrency of Lambda).
STAGES = ("ParseConcurrency", "SummarizeConcurrency")
MINIMUM = 2


@dataclass(frozen=True, slots=True)
class Account:
    """Concurrent executions in an account and region: all, and those that no function has reserved."""

    limit: int
    unreserved: int


@dataclass(frozen=True, slots=True)
class Demand:
    """The most concurrent executions of a stack: of each stage, by its parameter, and of the other functions."""

    stages: Mapping[str, int]
    others: int

    @property
    def total(self) -> int:
        """The most concurrent executions of all functions."""
        return sum(self.stages.values()) + self.others


def account_of(client: Any) -> Account:
    """Return the concurrent executions of the account of a client of Lambda; raises what boto3 raises."""
    limits = client.get_account_settings()["AccountLimit"]
    return Account(limits["ConcurrentExecutions"], limits["UnreservedConcurrentExecutions"])


def deployed_parameters(target: Target) -> Mapping[str, str]:
    """Return the concurrency parameters of a stack, none if it is not deployed; raises what boto3 raises."""
    try:
        parameters = target.describe().parameters
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":  # that of a stack that does not exist
            raise
        return {}
    return {name: parameters[name] for name in STAGES if name in parameters}


def demand_of(parameters: Mapping[str, str]) -> Demand:
    """Return the demand of the template with these parameters, or their defaults.

    Raises TemplateError for an unknown parameter.
    """
    values = parameter_values(yaml_parse(TEMPLATE.read_text(encoding="utf-8")), parameters)
    resources = translate(parameters)["Resources"].values()
    most = [
        resource["Properties"]["ScalingConfig"]["MaximumConcurrency"]
        for resource in resources
        if resource["Type"] == "AWS::Lambda::EventSourceMapping"
    ]
    schedules = sum(resource["Type"] == "AWS::Scheduler::Schedule" for resource in resources)
    return Demand(
        {name: int(values[name]) for name in STAGES},
        sum(number for number in most if not _is_reference(number)) + schedules,
    )


def fitting(demand: Demand, account: Account) -> Mapping[str, int] | None:
    """Return the largest parameters that fit into the account, in the ratio of the demand; None if none do.

    SummarizeFunction gets what division leaves: it must not be slower than ParseFunction.
    """
    left = account.unreserved - demand.others
    if left < len(STAGES) * MINIMUM:
        return None
    parse, summarize = (demand.stages[name] for name in STAGES)
    chosen = min(max(MINIMUM, left * parse // (parse + summarize)), left - MINIMUM)
    return dict(zip(STAGES, (chosen, left - chosen), strict=True))


def _is_reference(value: Any) -> bool:
    """Whether a value of the template is a parameter. Those of the mappings are STAGES."""
    return isinstance(value, dict)
