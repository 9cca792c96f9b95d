"""The handler of VectorsFunction, which reads state changes from a queue in batches."""

import json
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.vectors.service import VectorsService
from shared.clients import client
from shared.messages.batch import Event, Response, partial_response
from shared.messages.state_change import StateChange
from shared.observability import add_metric, error_fields, logger, observed_handler
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
    uris: dict[str, str] = {}
    unreadable: list[dict[str, Any]] = []
    for record in event["Records"]:
        try:
            uris[record["messageId"]] = _uri_in(record["body"])
        except (KeyError, TypeError, ValueError) as error:
            logger.error("not a state change", extra={"message_id": record["messageId"], **error_fields(error)})
            unreadable.append(record)
    rejected = set(service.store(list(dict.fromkeys(uris.values()))))
    add_metric("vectors.changes", MetricUnit.Count, len(event["Records"]))
    failed = [record for record in event["Records"] if uris.get(record["messageId"]) in rejected]
    return partial_response([*unreadable, *failed])


def _uri_in(body: str) -> str:
    """Return the URI of the object in an event of EventBridge; raise ValueError, KeyError or TypeError without one."""
    return StateChange.model_validate(json.loads(body)["detail"]).uri.S
