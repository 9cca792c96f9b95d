"""The stack that an operator's command works on: its buckets, its table and its queues, from the stack's outputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.operations.target import ClientOf, OperationError, describe
from shared.documents.document_store import DocumentStore
from shared.messages.parse_queue import ParseQueue
from shared.table.scan import TableScan
from shared.table.table import SummaryTable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

_REQUIRED_OUTPUTS = (
    *("UploadsBucket", "DocumentsBucket", "TableName", "ParseQueueUrl", "SummarizeQueueUrl", "ParkingQueueUrl"),
    *("ParseDeadLetterQueueUrl", "SummarizeDeadLetterQueueUrl"),
)


@dataclass(frozen=True, slots=True)
class OperatedStack:
    """A stack with the clients that its outputs and parameters configure."""

    name: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    table: SummaryTable
    scan: TableScan
    documents: DocumentStore
    parse_queue: ParseQueue
    s3: "S3Client"
    sqs: "SQSClient"

    @property
    def bucket(self) -> str:
        """The uploads bucket."""
        return self.outputs["UploadsBucket"]


def open_stack(client: ClientOf, name: str | None, *, local: bool) -> OperatedStack:
    """Return the stack of that name; raises OperationError when an output is missing, and what boto3 raises."""
    name, outputs, parameters = describe(client, name, local=local)
    if missing := [output for output in _REQUIRED_OUTPUTS if output not in outputs]:
        raise OperationError(f"The stack {name} has no output {', '.join(missing)}. It is not a stack of Nutgraf.")
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
        TableScan(outputs["TableName"], dynamodb),
        DocumentStore(outputs["DocumentsBucket"], s3),
        ParseQueue(outputs["ParseQueueUrl"], sqs),
        s3,
        sqs,
    )
