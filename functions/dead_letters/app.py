"""The handler of DeadLettersFunction. It turns messages that failed too often into FAILED rows."""

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.dead_letters.service import DeadLettersService
from shared.clients import client
from shared.documents.document_store import DocumentStore
from shared.messages.batch import Event, Response, handle_batch
from shared.messages.parking import ParkingQueue
from shared.observability import observed_handler
from shared.settings import Settings
from shared.table.table import SummaryTable

# Maximum seconds for a few calls to DynamoDB and S3 under normal conditions.
SECONDS_PER_MESSAGE = 20

settings = Settings.from_environment()
parking = ParkingQueue(settings.parking_queue_url, client("sqs"))
service = DeadLettersService(
    SummaryTable(settings.summaries_table, client("dynamodb"), shards=settings.index_shards),
    DocumentStore(settings.documents_bucket, client("s3")),
)


@observed_handler
def handler(event: Event, context: LambdaContext) -> Response:
    """Handle an SQS event with dead letters."""
    return handle_batch(event, context, service.handle_message, parking, seconds_needed=SECONDS_PER_MESSAGE)
