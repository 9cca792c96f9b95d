"""The stack that a command addresses, on this machine or on AWS: its clients, its outputs and its error messages."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from infra.local.clients import BY_VERSION_4, LOCAL_STACK, Clients

ClientOf = Callable[[str], Any]

AWS_STACK = "nutgraf"

# Codes of CloudFormation and DynamoDB for a stack and a table that do not exist.
_ABSENT = frozenset({"ValidationError", "ResourceNotFoundException"})

# A command has no deadline: it slows down when AWS throttles it.
_CONFIG = Config(retries={"mode": "adaptive", "total_max_attempts": 10})


class OperationError(Exception):
    """A command cannot continue. The message states what to do."""


class Description(NamedTuple):
    """The name of a stack, and the outputs and parameters that CloudFormation reports for it."""

    name: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a stack is. `endpoint_url` None means AWS; `stack_name` None means the default name there."""

    endpoint_url: str | None
    stack_name: str | None = None

    def client(self, service: str) -> Any:
        """Return a client of the local stack, or of AWS with the credentials and the region of the environment."""
        if self.endpoint_url:
            return Clients(self.endpoint_url).of(service)
        return boto3.client(
            service,  # type: ignore[call-overload]  # any service, by name
            # The AWS CLI and other SDKs read this variable. boto3 reads only AWS_DEFAULT_REGION.
            region_name=os.environ.get("AWS_REGION") or None,
            config=_CONFIG.merge(BY_VERSION_4.get(service, Config())),
        )

    def describe(self) -> Description:
        """Return the description of the stack; raises what boto3 raises."""
        return describe(self.client, self.stack_name, local=self.endpoint_url is not None)

    def explain(self, error: BotoCoreError | ClientError) -> OperationError:
        """Return an error of boto3 as a message for the user of the command."""
        if isinstance(error, EndpointConnectionError):
            return OperationError(
                f"No response {self._where()}. Start the local stack with `nutgraf serve`, give its endpoint with "
                "--endpoint-url, or use --aws for a stack on AWS."
            )
        if isinstance(error, NoCredentialsError | NoRegionError):
            return OperationError(f"{str(error).rstrip('.')}. Set AWS_PROFILE, or AWS_REGION and credentials.")
        if isinstance(error, ClientError) and error.response["Error"]["Code"] in _ABSENT:
            return OperationError(
                f"No such stack or table {self._where()}. Name the stack with --stack-name. ({error})"
            )
        return OperationError(str(error))

    def _where(self) -> str:
        if self.endpoint_url:
            return f"at {self.endpoint_url}"
        # boto3 reads this variable, and the local stack's introduction recommends setting it.
        redirected = os.environ.get("AWS_ENDPOINT_URL")
        return f"on AWS (AWS_ENDPOINT_URL is set to {redirected})" if redirected else "on AWS"


def describe(client: ClientOf, name: str | None, *, local: bool) -> Description:
    """Return the description of a stack, of the default one if `name` is None; raises what boto3 raises."""
    name = name or (LOCAL_STACK if local else AWS_STACK)
    found = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    return Description(
        name,
        {entry["OutputKey"]: entry["OutputValue"] for entry in found.get("Outputs", [])},
        {entry["ParameterKey"]: entry["ParameterValue"] for entry in found.get("Parameters", [])},
    )
