"""The handler of VectorsFunction, which reads state changes from a queue in batches."""

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.vectors.service import VectorsService
from shared.clients import client
from shared.messages.batch import Event, Response, partial_response
from shared.observability import observed_handler
from shared.settings import VectorsSettings
from shared.table.reader import TableReader
from shared.vector_index import VectorIndex

settings = VectorsSettings.from_environment()
service = VectorsService(
    TableReader(settings.summaries_table, client("dynamodb"), shards=settings.index_shards),
    VectorIndex(settings.vector_bucket, client("s3vectors"), settings.graphs),
)


@observed_handler
def handler(event: Event, _: LambdaContext) -> Response:
    """Handle an SQS event of state changes. Messages without one, and of rejected vectors, return to the queue."""
    failed = service.handle_messages({record["messageId"]: record["body"] for record in event["Records"]})
    return partial_response(record for record in event["Records"] if record["messageId"] in failed)
