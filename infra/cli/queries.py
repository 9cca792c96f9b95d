"""Where the command line reads summaries: a local stack that `make serve` keeps up, or one on AWS. Knows no moto."""

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from infra.local.clients import LOCAL_STACK, Clients
from shared.object_version import uri_of
from shared.table.table import SummaryTable

PORT = 5055
LOCAL_ENDPOINT = f"http://127.0.0.1:{PORT}"
AWS_STACK = "nutgraf"


class QueryError(Exception):
    """The table can't be read. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A stack's table, and the bucket that short names of objects are in; `bucket` None where it isn't known."""

    table: SummaryTable
    bucket: str | None

    def uri(self, name: str) -> str:
        """The URI of an object that is given by it, or by its key in the uploads bucket. Raises QueryError."""
        if name.startswith("s3://"):
            return name
        if self.bucket is None:
            raise QueryError(f"{name} is no URI. Without its stack, an object must be named as s3://bucket/key.")
        return uri_of(self.bucket, name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read: `endpoint_url` None means AWS. `table` None: that of the stack."""

    endpoint_url: str | None
    table: str | None = None
    stack: str | None = None

    def open(self) -> Readable:
        """The table; raises QueryError, or what boto3 raises, which `explain` explains."""
        dynamodb = self._client("dynamodb")
        if self.table is not None and self.stack is None:
            return Readable(SummaryTable(self.table, dynamodb), None)
        name = self.stack or (AWS_STACK if self.endpoint_url is None else LOCAL_STACK)
        description = self._client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
        outputs = {entry["OutputKey"]: entry["OutputValue"] for entry in description.get("Outputs", [])}
        parameters = {entry["ParameterKey"]: entry["ParameterValue"] for entry in description.get("Parameters", [])}
        table = self.table or outputs.get("TableName")
        if table is None:
            raise QueryError(f"The stack {name} has no output TableName. Name the table with --table.")
        shards = int(parameters.get("IndexShards", 1))
        return Readable(SummaryTable(table, dynamodb, shards=shards), outputs.get("UploadsBucket"))

    def explain(self, error: BotoCoreError | ClientError) -> QueryError:
        """What an error of boto3 means for the one who asked."""
        where = f"at {self.endpoint_url}" if self.endpoint_url else "on AWS"
        if isinstance(error, EndpointConnectionError):
            return QueryError(
                f"Nothing answers {where}. Start the local stack with `make serve`, or say where it is with "
                "--endpoint-url, or ask AWS with --aws."
            )
        if isinstance(error, NoCredentialsError | NoRegionError):
            return QueryError(f"AWS can't be asked: {error}. Set AWS_PROFILE, or AWS_REGION and credentials.")
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
        if code in ("ResourceNotFoundException", "ValidationError"):
            return QueryError(
                f"There is no such stack or table {where}. Say which with --stack-name or --table. ({error})"
            )
        return QueryError(str(error))

    def _client(self, service: str) -> Any:
        if self.endpoint_url is not None:
            return Clients(self.endpoint_url).of(service)
        return boto3.client(service)  # type: ignore[call-overload]  # any service, by name
