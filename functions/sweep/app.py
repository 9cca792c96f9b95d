"""The handler of SweepFunction: run on a schedule, it sends stalled objects again or fails them."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.sweep.service import SweepService
from shared.clients import client
from shared.messages.parse_queue import ParseQueue
from shared.observability import observed_handler
from shared.settings import SweepSettings
from shared.table.table import SummaryTable

# What a few calls to DynamoDB and SQS take at most in ordinary times.
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
    """Lambda's entry point: an event of EventBridge Scheduler, of which nothing is needed. Returns what was done."""
    return service.run(lambda: context.get_remaining_time_in_millis() > SECONDS_PER_OBJECT * 1000)
