"""The handler of SweepFunction. It runs on a schedule, and sends stalled objects again or sets them to FAILED."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.sweep.service import SweepService
from shared.clients import client
from shared.messages.parse_queue import ParseQueue
from shared.observability import observed_handler
from shared.settings import SweepSettings
from shared.table.table import SummaryTable

# Maximum seconds for a few calls to DynamoDB and SQS under normal conditions.
SECONDS_PER_OBJECT = 20

settings = SweepSettings.from_environment()
service = SweepService(
    SummaryTable(settings.summaries_table, client("dynamodb"), shards=settings.index_shards),
    ParseQueue(settings.parse_queue_url, client("sqs")),
    stalled_after=timedelta(minutes=settings.stalled_minutes),
    most_resends=settings.most_resends,
    most_objects=settings.sweep_objects,
)


@observed_handler
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Handle an event of EventBridge Scheduler, whose content is not used. Return the number of objects by outcome."""
    return service.run(lambda: context.get_remaining_time_in_millis() > SECONDS_PER_OBJECT * 1000)
