"""The handler of ParseFunction. It turns uploads into Documents and removals into tombstones."""

from functions.parse.early_worker import settings, worker  # first, because this starts a process

# isort: split
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.parse.service import ParseService, footprint_of
from functions.parse.uploads import Uploads
from functions.parse.version_reader import VersionReader
from shared.clients import client
from shared.documents.document_store import DocumentStore
from shared.messages.batch import Event, Response, handle_batch
from shared.messages.overlap import Overlap
from shared.messages.parking import ParkingQueue
from shared.messages.retry_delay import RetryDelay
from shared.observability import observed_handler, record_sandbox_gaps
from shared.table.table import SummaryTable

# Maximum seconds to fetch and store one file under normal conditions, in addition to parsing it.
SECONDS_AROUND_PARSING = 20

# Maximum bytes of all files that are in memory at a time, apart from one larger file alone. It is small beside the
# memory of the function that ParseMemoryMb and two copies of the largest file leave.
OVERLAP_BYTES = 16_000_000

s3 = client("s3")
sqs = client("sqs")
parking = ParkingQueue(settings.parking_queue_url, sqs)
delay = RetryDelay(settings.queue_url, sqs)
uploads = Uploads(s3, max_bytes=settings.max_bytes)
service = ParseService(
    settings.uploads_bucket,
    uploads,
    VersionReader(uploads, worker),
    SummaryTable(
        settings.summaries_table,
        client("dynamodb"),
        shards=settings.index_shards,
        tombstone_days=settings.tombstone_days,
    ),
    DocumentStore(settings.documents_bucket, s3),
)


@observed_handler
def handler(event: Event, context: LambdaContext) -> Response:
    """Handle an SQS event with messages from S3 and Nutgraf's internal messages."""
    service.check_sandbox()
    needed = settings.parse_seconds + SECONDS_AROUND_PARSING
    overlap = Overlap(footprint_of, OVERLAP_BYTES)
    response = handle_batch(
        event, context, service.handle_message, parking, seconds_needed=needed, overlap=overlap, delay=delay
    )
    record_sandbox_gaps(len(worker.gaps))
    return response
