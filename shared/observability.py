"""One logger and one set of metrics: a JSON line and a count for each document and stage, never its text."""

import json
from functools import partial

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(json_serializer=partial(json.dumps, default=str, separators=(",", ":")))
"""Escapes all but ASCII: a key or a message of an error may hold line separators and what steers a terminal."""
metrics = Metrics(namespace="Nutgraf")


def record_stage(stage: str, outcome: str, *, uri: str, revision: str, milliseconds: float, **details: object) -> None:
    """Log how a stage ended for one document and count it under `stage` and `outcome`."""
    logger.info(
        "%s %s",
        stage,
        outcome,
        extra={"uri": uri, "revision": revision, "milliseconds": round(milliseconds, 1), **details},
    )
    metrics.add_metric(name=f"{stage}.{outcome}", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name=f"{stage}.milliseconds", unit=MetricUnit.Milliseconds, value=milliseconds)
