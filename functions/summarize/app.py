"""The handler of SummarizeFunction, which turns Documents into Summaries."""

from functions.summarize.early_annotator import loading_annotator  # first, because this starts a thread

# isort: split
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.summarize.service import SummarizeService, footprint_of
from functions.summarize.summarizer import Summarizer
from shared.clients import SECONDS_PER_ANSWER, client
from shared.documents.document_store import DocumentStore
from shared.memory import relieve_garbage_collector
from shared.messages.batch import Event, Response, handle_batch
from shared.messages.overlap import Overlap
from shared.messages.parking import ParkingQueue
from shared.messages.retry_delay import RetryDelay
from shared.observability import observed_handler
from shared.settings import SummarizeSettings
from shared.table.index_plan import Options
from shared.table.table import SummaryTable

# Maximum time to read, summarize and store one Document, in seconds. A written summary of a long text takes longest.
# Amazon Bedrock needs time of its own.
SECONDS_PER_MESSAGE = 60

# Maximum compressed bytes of all Documents that are in memory at a time, apart from one larger Document alone. A
# Document has about four times as many bytes uncompressed, and ten times as many again in memory.
OVERLAP_BYTES = 1_000_000

settings = SummarizeSettings.from_environment()
sqs = client("sqs")
parking = ParkingQueue(settings.parking_queue_url, sqs)
delay = RetryDelay(settings.queue_url, sqs)
service = SummarizeService(
    SummaryTable(
        settings.summaries_table,
        client("dynamodb"),
        shards=settings.index_shards,
        options=Options(settings.keyword_search, settings.events_name_entities, settings.semantic_search),
    ),
    DocumentStore(settings.documents_bucket, client("s3")),
    Summarizer.load(settings, loading_annotator.result()),
)
relieve_garbage_collector()


@observed_handler
def handler(event: Event, context: LambdaContext) -> Response:
    """Handle an SQS event of messages from S3. This is the entry point of the Lambda function."""
    overlap = Overlap(footprint_of, OVERLAP_BYTES)
    return handle_batch(
        event,
        context,
        service.handle_message,
        parking,
        seconds_needed=SECONDS_PER_MESSAGE + (SECONDS_PER_ANSWER if settings.is_hosted else 0),
        overlap=overlap,
        delay=delay,
    )
