"""boto3 clients of the local stack, with credentials that are none, so that nothing can reach a real account."""

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

# The account that moto plays when none is given.
ACCOUNT = "123456789012"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}

_CONFIG = Config(  # type: ignore[call-arg]  # the stubs lack the last argument
    account_id_endpoint_mode="disabled",  # moto's streams are reached at the plain endpoint alone
    retries={"mode": "standard", "total_max_attempts": 3},
    s3={"addressing_style": "path"},  # a bucket's name is no host name on this machine
    max_pool_connections=32,
    ignore_configured_endpoint_urls=True,  # whoever asks says where, and nothing of the surroundings
)


def session() -> boto3.Session:
    """A session that knows neither profiles nor files of AWS configuration of this machine."""
    none = (None, None, None, None)
    no_file = (None, None, os.devnull, None)
    variables = {"profile": none, "config_file": no_file, "credentials_file": no_file}
    return boto3.Session(botocore_session=Session(session_vars=variables), region_name=REGION)


# botocore signs forms and URLs by version 2 in us-east-1, which other regions and buckets with KMS keys refuse.
BY_VERSION_4 = {"s3": Config(signature_version="s3v4")}


class Clients:
    """Clients of one endpoint, made when they are first asked for. `endpoint_url` None: inside of moto's mock_aws."""

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
