"""Logger and metrics of the functions: one JSON line and one count for each document and stage, without text."""

import json
import logging
import os
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import ClientError

from shared.errors import Code, NutgrafError, PermanentError
from shared.instants import seconds_since
from shared.revision import Revision

NAMESPACE = "Nutgraf"

# Maximum number of errors of a group, and of frames of a traceback, in one log line.
MOST_ERRORS = 10

# ASCII only: an object key can neither end a log line nor send control sequences to a terminal that displays the log.
_to_json_line = partial(json.dumps, default=str, separators=(",", ":"))
logger = Logger(json_serializer=_to_json_line)
metrics = Metrics(namespace=NAMESPACE)

# Powertools' metrics are not thread-safe, and messages of a batch are counted in several threads.
_counting = threading.Lock()

T = TypeVar("T")
Handler = Callable[[dict[str, Any], LambdaContext], T]


class OutcomeStatus(StrEnum):
    """How a stage ended for one document. Log lines contain the value; metrics are named `<stage>.<value>`."""

    PARSED = "parsed"
    SUMMARIZED = "summarized"
    DELETED = "deleted"
    # The stage stored a FAILED state.
    FAILED = "failed"
    # The stage had nothing to do, because this work or newer work is already done.
    SKIPPED = "skipped"
    # The sweep sent a stalled object again.
    SENT_AGAIN = "sent_again"
    # The sweep found that the object is no longer stalled.
    WENT_ON = "went_on"
    # The message is parked, because no retry can succeed.
    PARKED = "parked"
    # The message is retried.
    ERROR = "error"


# Log lines with these statuses have the level WARNING, all others INFO.
_WARNING_STATUSES = frozenset({OutcomeStatus.PARKED, OutcomeStatus.ERROR})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a stage ended for one document.

    `code` is the reason of a failure. The log line also contains `details`: counts and kinds, never text.
    """

    status: OutcomeStatus
    revision: Revision | None
    code: Code | None = None
    details: dict[str, object] = field(default_factory=dict)


def observed_handler(handler: Handler[T]) -> Handler[T]:
    """Wrap a Lambda handler: log lines contain the request id, and metrics have the dimensions service and table.

    The table identifies the deployment, because one account may have several. Metrics are emitted only if at least one
    was counted, because CloudWatch charges for each metric in each hour in which it has a value.
    """
    service, table = os.environ["POWERTOOLS_SERVICE_NAME"], os.environ["SUMMARIES_TABLE"]

    def with_dimensions(event: dict[str, Any], context: LambdaContext) -> T:
        metrics.service = service
        # Without this, Powertools warns if another deployment has run in the same process, as on the local stack.
        metrics.dimension_set.pop("table", None)
        metrics.set_default_dimensions(table=table)
        try:
            return handler(event, context)
        finally:
            if metrics.metric_set:
                metrics.flush_metrics()

    wrapped: Handler[T] = logger.inject_lambda_context(with_dimensions)
    return wrapped


def run_observed(
    stage: str,
    uri: str,
    work: Callable[[], Outcome],
    revision: Revision | None = None,
    *,
    begun: float | None = None,
) -> Outcome:
    """Run a stage on one document, log its outcome in one line, and count it.

    Exceptions of `work` pass through. In this case, the line contains the `revision` given here and the status `parked`
    for a PermanentError or `error` for any other exception. `begun` is the start time on `time.perf_counter()`, if part
    of the work preceded this call.
    """
    begun = time.perf_counter() if begun is None else begun
    outcome = run_logging_failures(stage, uri, work, revision, begun=begun)
    _record(stage, uri, outcome, begun)
    return outcome


def run_logging_failures(
    stage: str, uri: str, work: Callable[[], T], revision: Revision | None = None, *, begun: float | None = None
) -> T:
    """Run `work` and return its result; log and count it only if it raises, as `run_observed` does.

    Use it before a stage has loaded its document. `uri` is then the URI that the document is loaded from.
    """
    begun = time.perf_counter() if begun is None else begun
    try:
        return work()
    except PermanentError as error:
        _record(stage, uri, Outcome(OutcomeStatus.PARKED, revision, details={"reason": error.code}), begun)
        raise
    except Exception as error:
        _record(stage, uri, Outcome(OutcomeStatus.ERROR, revision, details=error_fields(error)), begun)
        raise


def add_metric(name: str, unit: MetricUnit, value: float) -> None:
    """Count a value of a metric. It is safe to call from any thread."""
    with _counting:
        metrics.add_metric(name=name, unit=unit, value=value)


def record_upload(size: int) -> None:
    """Count the bytes of an upload that was parsed."""
    add_metric("upload.bytes", MetricUnit.Bytes, size)


def record_sandbox_gaps(count: int) -> None:
    """Count the layers of the sandbox that were missing for a batch. Nothing is counted if none was."""
    if count:
        add_metric("sandbox.gaps", MetricUnit.Count, count)


def record_summary_of_upload(uploaded_at: str) -> None:
    """Count the time from an upload to its Summary. It is at least 0: the clocks of S3 and Lambda may differ."""
    milliseconds = max(0.0, seconds_since(uploaded_at) * 1000)
    add_metric("upload_to_summary.milliseconds", MetricUnit.Milliseconds, milliseconds)


def error_fields(error: BaseException) -> dict[str, object]:
    """Return the fields of a log line that describe an error: its type and place, not its message.

    A message may quote the document. Exceptions: messages of Nutgraf's own errors never quote it, and AWS errors have
    codes. The `last_error` of a state contains the message of any error.
    """
    if isinstance(error, BaseExceptionGroup):
        return {
            "error": type(error).__name__,
            "errors": [error_fields(each) for each in error.exceptions[:MOST_ERRORS]],
        }
    fields: dict[str, object] = {"error": type(error).__name__}
    if frames := traceback.extract_tb(error.__traceback__):
        fields["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-MOST_ERRORS:]]
    if isinstance(error, PermanentError):
        fields["reason"] = error.code
    elif isinstance(error, NutgrafError):
        fields["reason"] = str(error)
    elif isinstance(error, ClientError):
        metadata = error.response.get("ResponseMetadata", {})
        fields |= {
            "reason": error.response.get("Error", {}).get("Code"),
            "operation": error.operation_name,
            "aws_request_id": metadata.get("RequestId"),
        }
    return fields


def _record(stage: str, uri: str, outcome: Outcome, begun: float) -> None:
    milliseconds = (time.perf_counter() - begun) * 1000
    line: dict[str, object] = {"stage": stage, "status": outcome.status, "uri": uri}
    if outcome.revision is not None:
        line |= {"sequencer": outcome.revision.sequencer, "generation": outcome.revision.generation}
    if outcome.code is not None:
        line["code"] = outcome.code
        _count_failure(outcome.code)
    line |= {"milliseconds": round(milliseconds, 1), **outcome.details}
    log = logger.warning if outcome.status in _WARNING_STATUSES else logger.info
    log("%s %s", stage, outcome.status, extra=line)
    add_metric(f"{stage}.{outcome.status}", MetricUnit.Count, 1)
    add_metric(f"{stage}.milliseconds", MetricUnit.Milliseconds, milliseconds)


def _count_failure(code: Code) -> None:
    dimensions = {**metrics.default_dimensions, "code": code.value}
    output: logging.Handler = logger.registered_handler
    output.acquire()  # no log line of another thread may begin within the line of the metric
    try:
        with single_metric("failures", MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=dimensions):
            pass  # Powertools emits the metric at the end of the block
    finally:
        output.release()


class _JsonLineFormatter(logging.Formatter):
    """Format records of Python's logging as JSON lines. Omit messages of libraries, which may quote a document."""

    def format(self, record: logging.LogRecord) -> str:
        is_own = record.name.partition(".")[0] in ("functions", "shared")
        message = record.getMessage() if is_own else "library message omitted"
        location = f"{record.name} {record.module}:{record.lineno}"
        return _to_json_line({"level": record.levelname, "location": location, "message": message}) + "\n"


def format_library_logs() -> None:
    """Set Nutgraf's format on the root handler that Lambda's runtime installs, and log Python warnings through it."""
    for handler in logging.getLogger().handlers:
        if type(handler).__module__.startswith("awslambdaric"):
            handler.setFormatter(_JsonLineFormatter())
            logging.captureWarnings(True)


format_library_logs()
