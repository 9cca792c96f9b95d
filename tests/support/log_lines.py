"""Log lines and metrics of functions that run in this process."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any
from unittest.mock import patch

from infra.local.in_process import InProcessStack
from shared.observability import logger
from tests.support.operations_stack import Metric


class LogLines:
    """The lines written so far."""

    def __init__(self, buffer: StringIO) -> None:
        self._buffer = buffer

    @property
    def text(self) -> str:
        """The whole output, as sent to CloudWatch."""
        return self._buffer.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """All lines, each of which must be one JSON object."""
        return [json.loads(line) for line in self.text.splitlines()]

    def documents(self, stage: str | None = None) -> list[dict[str, Any]]:
        """Return the lines about the outcome of a stage (None: any stage) for a document."""
        return [line for line in self.lines if "stage" in line and stage in (None, line["stage"])]

    def metrics(self) -> dict[Metric, list[float]]:
        """Return every value of every metric, according to CloudWatch's embedded metric format."""
        found: dict[Metric, list[float]] = defaultdict(list)
        for line in self.lines:
            for directive in line.get("_aws", {}).get("CloudWatchMetrics", []):
                for names in directive["Dimensions"]:
                    dimensions = frozenset((name, line[name]) for name in names)
                    for metric in directive["Metrics"]:
                        values = line[metric["Name"]]
                        found[Metric(directive["Namespace"], metric["Name"], dimensions)] += (
                            values if isinstance(values, list) else [values]
                        )
        return found


@contextmanager
def recorded() -> Iterator[LogLines]:
    """Record logs and metrics inside this context, at the default level of the template."""
    buffer = StringIO()
    handler, level = logger.handlers[0], logger.log_level
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(buffer)
    logger.setLevel("INFO")
    invoke = InProcessStack.invoke

    def invoke_and_record(stack: InProcessStack, function: str, event: Any) -> Any:
        with redirect_stdout(buffer):  # for each invocation, because pytest replaces stdout at each phase of a test
            return invoke(stack, function, event)

    try:
        with patch.object(InProcessStack, "invoke", invoke_and_record):
            yield LogLines(buffer)
    finally:
        logger.setLevel(level)
        handler.setStream(before)
