"""The handler of ReadFunction. It answers the requests of an HTTP API."""

import time
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from functions.read.api import create_api
from functions.read.encoder import Encoder, Meaning
from functions.read.sources import Sources
from shared.clients import CONFIG, client
from shared.observability import logger, observed_handler
from shared.settings import ReadSettings
from shared.table.reader import TableReader
from shared.vector_index import VectorIndex

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

settings = ReadSettings.from_environment()


def _s3() -> "S3Client":
    """Return a client that signs links and forms with version 4, which all regions and buckets accept."""
    return boto3.client("s3", config=CONFIG.merge(Config(signature_version="s3v4")))


def _meaning() -> Meaning:
    index = VectorIndex(settings.vector_bucket, client("s3vectors"))
    return Meaning(index, Encoder(settings.search_function, client("lambda")))


api = create_api(
    Sources(
        settings,
        TableReader(settings.summaries_table, client("dynamodb"), shards=settings.index_shards),
        create_s3=_s3,
        create_meaning=_meaning if settings.vector_bucket else None,
    )
)


@observed_handler
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request, and log its route, not its parameters: these contain names."""
    begun = time.perf_counter()
    answer = api.resolve(event, context)
    method = event["requestContext"]["http"]["method"]
    routes = [route.path for route in api.routes_of(event["rawPath"]) if route.method == method]
    line = {"route": f"{method} {routes[0]}" if routes else "none", "http_status": int(answer["statusCode"])}
    logger.info("answered", extra=line | {"milliseconds": round((time.perf_counter() - begun) * 1000, 1)})
    return answer
