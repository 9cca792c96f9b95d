"""The stack that an operator's command works on: its clients, its table, its queues, by the stack's own outputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from infra.cli.queries import AWS_STACK
from infra.local.clients import BY_VERSION_4, LOCAL_STACK, Clients
from shared.documents.document_store import DocumentStore
from shared.messages.parse_queue import ParseQueue
from shared.table.table import SummaryTable
from shared.table.walk import TableWalk

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

ClientOf = Callable[[str], Any]

# Nobody waits for a deadline here: a command that is throttled slows down.
_CONFIG = Config(retries={"mode": "adaptive", "total_max_attempts": 10})
_NEEDED = (
    *("UploadsBucket", "DocumentsBucket", "TableName", "ParseQueueUrl", "SummarizeQueueUrl", "ParkingQueueUrl"),
    *("ParseDeadLetterQueueUrl", "SummarizeDeadLetterQueueUrl"),
)


class OperationError(Exception):
    """A command can't go on. The message says what to do."""


@dataclass(frozen=True, slots=True)
class OperatedStack:
    """A stack, as its outputs and parameters describe it."""

    name: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    table: SummaryTable
    walk: TableWalk
    documents: DocumentStore
    parse_queue: ParseQueue
    s3: "S3Client"
    sqs: "SQSClient"

    @property
    def bucket(self) -> str:
        """The uploads bucket."""
        return self.outputs["UploadsBucket"]


def clients(endpoint_url: str | None) -> ClientOf:
    """Clients by the name of their service: of the local stack, or of AWS by boto3's usual environment when None."""
    if endpoint_url:
        return Clients(endpoint_url).of
    return lambda service: boto3.client(
        service,  # type: ignore[call-overload]  # any service, by name
        config=_CONFIG.merge(BY_VERSION_4.get(service, Config())),
    )


def open_stack(client: ClientOf, name: str | None, *, local: bool) -> OperatedStack:
    """The stack of that name; raises OperationError when it lacks an output, and what boto3 raises."""
    name = name or (LOCAL_STACK if local else AWS_STACK)
    description = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    outputs = {entry["OutputKey"]: entry["OutputValue"] for entry in description.get("Outputs", [])}
    parameters = {entry["ParameterKey"]: entry["ParameterValue"] for entry in description.get("Parameters", [])}
    if missing := [output for output in _NEEDED if output not in outputs]:
        raise OperationError(f"The stack {name} has no output {', '.join(missing)}. Is it a stack of Nutgraf?")
    dynamodb, s3, sqs = client("dynamodb"), client("s3"), client("sqs")
    table = SummaryTable(
        outputs["TableName"],
        dynamodb,
        shards=int(parameters.get("IndexShards", 1)),
        tombstone_days=int(parameters.get("TombstoneDays", 30)),
    )
    return OperatedStack(
        name,
        outputs,
        parameters,
        table,
        TableWalk(outputs["TableName"], dynamodb),
        DocumentStore(outputs["DocumentsBucket"], s3),
        ParseQueue(outputs["ParseQueueUrl"], sqs),
        s3,
        sqs,
    )


def explained(error: BotoCoreError | ClientError, endpoint_url: str | None) -> OperationError:
    """What an error of boto3 means for the operator."""
    where = f"at {endpoint_url}" if endpoint_url else "on AWS"
    if isinstance(error, EndpointConnectionError):
        return OperationError(
            f"Nothing answers {where}. Start the local stack with `make serve`, or mend --endpoint-url."
        )
    if isinstance(error, NoCredentialsError | NoRegionError):
        return OperationError(f"AWS can't be asked: {error}. Set AWS_PROFILE, or AWS_REGION and credentials.")
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
    if code == "ValidationError":
        return OperationError(f"There is no such stack {where}. Say which with --stack-name. ({error})")
    return OperationError(str(error))
