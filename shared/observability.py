"""One logger and one set of metrics: a JSON line and a count for each document and stage, never its text."""

import json
import logging
import os
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
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

# Of one group that are described in a line.
MOST_ERRORS = 10

# Statuses whose lines are also there where LogLevel is WARNING.
TROUBLE = frozenset({"parked", "error"})

# ASCII alone: no key of an object can end a line, or steer the terminal of whoever reads the log.
_as_line = partial(json.dumps, default=str, separators=(",", ":"))
logger = Logger(json_serializer=_as_line)
metrics = Metrics(namespace=NAMESPACE)

T = TypeVar("T")
Handler = Callable[[dict[str, Any], LambdaContext], T]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a stage ended for one document.

    `status` is one word, `code` why it failed; `details` (counts and kinds, never text) go into the line beside them.
    """

    status: str
    revision: Revision | None
    code: Code | None = None
    details: dict[str, object] = field(default_factory=dict)


def observed_handler(handler: Handler[T]) -> Handler[T]:
    """A Lambda handler whose lines name the request, and whose metrics carry the service and the table.

    A table is one deployment of Nutgraf: two in one account are told apart by it. Where nothing was counted, nothing is
    written: a metric is paid for in each hour in which it has a value.
    """

    service, table = os.environ["POWERTOOLS_SERVICE_NAME"], os.environ["SUMMARIES_TABLE"]

    def with_dimensions(event: dict[str, Any], context: LambdaContext) -> T:
        metrics.service = service
        metrics.set_default_dimensions(table=table)
        try:
            return handler(event, context)
        finally:
            if metrics.metric_set:
                metrics.flush_metrics()

    observed: Handler[T] = logger.inject_lambda_context(with_dimensions)
    return observed


def observed(
    stage: str,
    uri: str,
    work: Callable[[], Outcome],
    revision: Revision | None = None,
    *,
    begun: float | None = None,
) -> Outcome:
    """Do a stage's work on one document, log how it ended in one line and count it.

    What `work` raises passes through. The line then has the `revision` that is given here, and the status `parked` for
    what no retry can mend, `error` for what will be tried again. `begun`, on `time.perf_counter()`, is given where
    some of the work came before this.
    """
    begun = time.perf_counter() if begun is None else begun
    outcome = told_if_it_fails(stage, uri, work, revision, begun=begun)
    _record(stage, uri, outcome, begun)
    return outcome


def told_if_it_fails(
    stage: str, uri: str, work: Callable[[], T], revision: Revision | None = None, *, begun: float | None = None
) -> T:
    """Do `work` and give what it gives; a line is written only where it raises, as `observed` says.

    For what comes before a stage knows its document: then `uri` is that of what it was to be read from.
    """
    begun = time.perf_counter() if begun is None else begun
    try:
        return work()
    except PermanentError as error:
        _record(stage, uri, Outcome("parked", revision, details={"reason": error.code}), begun)
        raise
    except Exception as error:
        _record(stage, uri, Outcome("error", revision, details=described(error)), begun)
        raise


def record_upload(size: int) -> None:
    """Count the bytes of an upload that was read."""
    metrics.add_metric(name="upload.bytes", unit=MetricUnit.Bytes, value=size)


def record_summary_of_upload(uploaded_at: str) -> None:
    """Count the time from an upload to its Summary. The clocks of S3 and Lambda may differ: it is never negative."""
    milliseconds = max(0.0, seconds_since(uploaded_at) * 1000)
    metrics.add_metric(name="upload_to_summary.milliseconds", unit=MetricUnit.Milliseconds, value=milliseconds)


def described(error: BaseException) -> dict[str, object]:
    """What may be logged of an error: its kind and place, never its words, which may quote the document.

    Nutgraf's own errors are written so that they don't, AWS's are known by their codes. A row's `last_error` has the
    words of all.
    """
    if isinstance(error, BaseExceptionGroup):
        return {"error": type(error).__name__, "errors": [described(each) for each in error.exceptions[:MOST_ERRORS]]}
    found: dict[str, object] = {"error": type(error).__name__}
    if frames := traceback.extract_tb(error.__traceback__):
        found["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-MOST_ERRORS:]]
    if isinstance(error, PermanentError):
        found["reason"] = error.code
    elif isinstance(error, NutgrafError):
        found["reason"] = str(error)
    elif isinstance(error, ClientError):
        metadata = error.response.get("ResponseMetadata", {})
        found |= {
            "reason": error.response.get("Error", {}).get("Code"),
            "operation": error.operation_name,
            "aws_request_id": metadata.get("RequestId"),
        }
    return found


def _record(stage: str, uri: str, outcome: Outcome, begun: float) -> None:
    milliseconds = (time.perf_counter() - begun) * 1000
    line: dict[str, object] = {"stage": stage, "status": outcome.status, "uri": uri}
    if outcome.revision is not None:
        line |= {"sequencer": outcome.revision.sequencer, "generation": outcome.revision.generation}
    if outcome.code is not None:
        line["code"] = outcome.code
        _count_failure(outcome.code)
    line |= {"milliseconds": round(milliseconds, 1), **outcome.details}
    log = logger.warning if outcome.status in TROUBLE else logger.info
    log("%s %s", stage, outcome.status, extra=line)
    metrics.add_metric(name=f"{stage}.{outcome.status}", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name=f"{stage}.milliseconds", unit=MetricUnit.Milliseconds, value=milliseconds)


def _count_failure(code: Code) -> None:
    dimensions = {**metrics.default_dimensions, "code": code.value}
    with single_metric("failures", MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=dimensions):
        pass  # it has all that it needs, and is written at the end


class _LibraryLine(logging.Formatter):
    """What others log through Python's own logging: one JSON line, their words left out, for they may quote a text."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in ("functions", "shared")
        words = record.getMessage() if ours else "a library logs; its words are left out"
        place = f"{record.name} {record.module}:{record.lineno}"
        return _as_line({"level": record.levelname, "location": place, "message": words}) + "\n"


def have_libraries_log_in_lines() -> None:
    """Give the handler that Lambda's runtime has put on the root logger our format; warnings take that way too."""
    for handler in logging.getLogger().handlers:
        if type(handler).__module__.startswith("awslambdaric"):
            handler.setFormatter(_LibraryLine())
            logging.captureWarnings(True)


have_libraries_log_in_lines()
