"""boto3 clients with retries and time-outs for functions with a deadline."""

from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


class S3VectorsClient(Protocol):
    """The operations of a boto3 client of `s3vectors` that are used."""

    def put_vectors(self, **parameters: Any) -> Any: ...
    def delete_vectors(self, **parameters: Any) -> Any: ...
    def query_vectors(self, **parameters: Any) -> Any: ...


class LambdaClient(Protocol):
    """The operation of a boto3 client of `lambda` that is used."""

    def invoke(self, **parameters: Any) -> Any: ...


class BedrockClient(Protocol):
    """The operation of a boto3 client of `bedrock-runtime` that is used."""

    def converse(self, **parameters: Any) -> Any: ...


# The standard mode retries after throttling, 5xx and lost connections, with exponential backoff and jitter.
# The parameters of calls are not validated, because typed code builds them and AWS validates them: for the row of a
# Summary, the validation would take longer than everything else that botocore does before the request.
CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 5},
    connect_timeout=5,
    read_timeout=20,
    tcp_keepalive=True,
    parameter_validation=False,
)

# A call to SQS is short, and what it does is repeated later: at most three attempts, 24 s in total. The calls at the
# end of a batch must not exceed the deadline of the function.
_SQS_CONFIG = CONFIG.merge(
    Config(retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=2, read_timeout=5)
)

# A model answers when it has written the whole summary, which can take most of a minute. Two attempts take at most
# SECONDS_PER_ANSWER; the queue repeats the others later.
_BEDROCK_CONFIG = CONFIG.merge(
    Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=3, read_timeout=50)
)

# Maximum time of a call to Amazon Bedrock in seconds, with its second attempt.
SECONDS_PER_ANSWER = 110

_CONFIGS = {"sqs": _SQS_CONFIG, "bedrock-runtime": _BEDROCK_CONFIG}


@overload
def client(service: Literal["s3"]) -> "S3Client": ...
@overload
def client(service: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(service: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(service: Literal["s3vectors"]) -> "S3VectorsClient": ...
@overload
def client(service: Literal["lambda"]) -> "LambdaClient": ...
@overload
def client(service: Literal["bedrock-runtime"]) -> "BedrockClient": ...
def client(service: Literal["s3", "dynamodb", "sqs", "s3vectors", "lambda", "bedrock-runtime"]) -> Any:
    """Return a client of `service` in the function's region, at AWS_ENDPOINT_URL if it is set."""
    return boto3.client(service, config=_CONFIGS.get(service, CONFIG))
