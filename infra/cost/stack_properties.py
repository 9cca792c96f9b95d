"""The properties of the stack that the model needs, from the template with its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.deployment import Deployment, deployed
from infra.local.template import TEMPLATE, TemplateError
from shared.settings import BEDROCK

# AWS calculates with months of 730 hours.
SECONDS_A_MONTH = 730 * 3600
DAYS_A_MONTH = SECONDS_A_MONTH / 86_400


@dataclass(frozen=True, slots=True)
class Function:
    """A function. `memory` is in MB.

    For a function that reads a queue: messages in a batch, concurrent batches, and the visibility timeout in seconds.
    """

    logical_id: str
    memory: int
    architecture: str
    batch_size: int = 0
    concurrency: int = 0
    visibility: int = 0


@dataclass(frozen=True, slots=True)
class Index:
    """A global index of the table: its keys, and the other attributes that it contains besides the table's keys."""

    name: str
    keys: tuple[str, ...]
    projected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """The deployed stack. `mappings`: the number of polled queues; `sweeps`: runs of the sweep in a month.

    `hosted_model`: the id of the model of Amazon Bedrock that writes the summaries; empty without one.
    """

    parse: Function
    summarize: Function
    sweep: Function
    mappings: int
    sweeps: float
    indexes: tuple[Index, ...]
    index_shards: int
    pipe_batch: int
    backed_up: bool
    log_days: int
    keyword_search: bool = True
    hosted_model: str = ""


def stack_of(parameters: Mapping[str, str] | None = None, template: Path = TEMPLATE) -> Stack:
    """Return the stack of a template with parameters.

    Raises TemplateError for an invalid template or parameter, and for a SummaryModel in an image.
    """
    model = (parameters or {}).get("SummaryModel", "")
    if model and not model.startswith(BEDROCK):
        raise TemplateError("There is no measurement of summaries that an image writes: leave SummaryModel out.")
    with deployed(parameters, template) as deployment:
        return _described(deployment)


def _described(deployment: Deployment) -> Stack:
    (table,) = deployment.resources("AWS::DynamoDB::Table").values()
    (pipe,) = deployment.resources("AWS::Pipes::Pipe").values()
    functions = {function.handler.split(".")[1]: function for function in deployment.functions().values()}
    groups = deployment.resources("AWS::Logs::LogGroup").values()
    return Stack(
        parse=_function(deployment, "parse"),
        summarize=_function(deployment, "summarize"),
        sweep=_function(deployment, "sweep"),
        mappings=len(deployment.mappings()),
        sweeps=sum(SECONDS_A_MONTH / schedule.every.total_seconds() for schedule in deployment.schedules()),
        indexes=tuple(
            Index(
                index["IndexName"],
                tuple(key["AttributeName"] for key in index["KeySchema"]),
                tuple(index["Projection"].get("NonKeyAttributes", ())),
            )
            for index in table["GlobalSecondaryIndexes"]
        ),
        index_shards=int(functions["parse"].environment["INDEX_SHARDS"]),
        pipe_batch=int(pipe["SourceParameters"]["DynamoDBStreamParameters"]["BatchSize"]),
        backed_up=str(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]).lower() == "true",
        log_days=max(int(group["RetentionInDays"]) for group in groups),
        keyword_search=functions["summarize"].environment["KEYWORD_SEARCH"] == "true",
        hosted_model=functions["summarize"].environment["SUMMARY_MODEL"].removeprefix(BEDROCK),
    )


def _function(deployment: Deployment, stage: str) -> Function:
    (found,) = (function for function in deployment.functions().values() if function.handler.split(".")[1] == stage)
    properties = deployment.resources("AWS::Lambda::Function")[found.logical_id]
    architecture = properties["Architectures"][0]
    mappings = [mapping for mapping in deployment.mappings() if mapping.function_name == found.name]
    if not mappings:
        return Function(found.logical_id, found.memory, architecture)
    (mapping,) = mappings
    queues = deployment.resources("AWS::SQS::Queue")
    (visibility,) = (
        int(queue["VisibilityTimeout"])
        for logical_id, queue in queues.items()
        if deployment.name(logical_id).rpartition("/")[2] == mapping.queue_arn.rpartition(":")[2]
    )
    return Function(
        found.logical_id,
        found.memory,
        architecture,
        mapping.batch_size,
        mapping.maximum_concurrency or 1000,
        visibility,
    )
