"""Reads the table of a stack, local or on AWS, for `query` and `why`. Knows nothing of moto."""

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from infra.local.clients import LOCAL_STACK, Clients
from shared.table import SummaryTable

PORT = 5055
LOCAL_ENDPOINT = f"http://127.0.0.1:{PORT}"
AWS_STACK = "nutgraf"


class QueryError(Exception):
    """The table can't be read. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read: `endpoint_url` None means AWS. `table` None: the one of the stack."""

    endpoint_url: str | None = LOCAL_ENDPOINT
    table: str | None = None
    stack: str | None = None

    def open(self) -> SummaryTable:
        """The table; raises QueryError when there is no such stack."""
        if self.table is not None and self.stack is None:
            return SummaryTable(self.table, self._client("dynamodb"))
        name = self.stack or (AWS_STACK if self.endpoint_url is None else LOCAL_STACK)
        description = self._client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
        outputs = {entry["OutputKey"]: entry["OutputValue"] for entry in description.get("Outputs", [])}
        parameters = {entry["ParameterKey"]: entry["ParameterValue"] for entry in description.get("Parameters", [])}
        if self.table is None and "TableName" not in outputs:
            raise QueryError(f"The stack {name} has no output TableName. Name the table with --table.")
        shards = int(parameters.get("IndexShards", 1))
        return SummaryTable(self.table or outputs["TableName"], self._client("dynamodb"), shards=shards)

    def explain(self, error: BotoCoreError | ClientError) -> QueryError:
        """What an error of boto3 means for who asked."""
        if isinstance(error, EndpointConnectionError):
            return QueryError(
                f"Nothing answers at {self.endpoint_url or 'AWS'}. Start the local stack with `make serve`, or name "
                "another endpoint with --endpoint-url, or AWS with --aws."
            )
        if isinstance(error, NoCredentialsError | NoRegionError):
            return QueryError(f"AWS can't be asked: {error}. Set AWS_PROFILE, or AWS_REGION and credentials.")
        if isinstance(error, ClientError) and error.response["Error"]["Code"] == "ResourceNotFoundException":
            return QueryError(f"There is no such table at {self.endpoint_url or 'AWS'}.")
        return QueryError(str(error))

    def _client(self, service: str) -> Any:
        if self.endpoint_url is not None:
            return Clients(self.endpoint_url).of(service)
        config = Config(retries={"mode": "standard"})
        return boto3.client(service, config=config)  # type: ignore[call-overload]  # any service, by name
