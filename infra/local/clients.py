"""boto3 clients of the local stack. Their credentials are invalid on AWS, so no call can reach a real account."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.session import Session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

REGION = "us-east-1"
LOCAL_STACK = "nutgraf-local"

# moto's default account.
ACCOUNT = "123456789012"
PARTITION = "arn:aws"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}

_CONFIG = Config(  # type: ignore[call-arg]  # the stubs lack the last argument
    account_id_endpoint_mode="disabled",  # moto serves DynamoDB streams only at the endpoint without an account id
    retries={"mode": "standard", "total_max_attempts": 3},
    s3={"addressing_style": "path"},  # a bucket name is not a host name on this machine
    max_pool_connections=32,
    ignore_configured_endpoint_urls=True,  # the endpoint is always explicit
)


def session() -> boto3.Session:
    """Return a session that ignores the AWS profiles and configuration files of this machine."""
    none = (None, None, None, None)
    no_file = (None, None, os.devnull, None)
    variables = {"profile": none, "config_file": no_file, "credentials_file": no_file}
    return boto3.Session(botocore_session=Session(session_vars=variables), region_name=REGION)


# In us-east-1, botocore signs forms and URLs with signature version 2, which other regions and buckets with KMS keys
# reject.
BY_VERSION_4 = {"s3": Config(signature_version="s3v4")}


class Clients:
    """The clients of one endpoint, created on first use. `endpoint_url` is None inside moto's mock_aws."""

    def __init__(self, endpoint_url: str | None) -> None:
        self.endpoint_url = endpoint_url
        self.of = cache(self._of)

    def _of(self, service: str) -> Any:
        return session().client(
            service,  # type: ignore[call-overload]  # any service, by name
            endpoint_url=self.endpoint_url,
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            config=_CONFIG.merge(BY_VERSION_4.get(service, Config())),
        )

    @property
    def s3(self) -> "S3Client":
        """The client of S3."""
        client: S3Client = self.of("s3")
        return client

    @property
    def sqs(self) -> "SQSClient":
        """The client of SQS."""
        client: SQSClient = self.of("sqs")
        return client

    @property
    def dynamodb(self) -> "DynamoDBClient":
        """The client of DynamoDB."""
        client: DynamoDBClient = self.of("dynamodb")
        return client
