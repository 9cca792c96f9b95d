"""Measure how messages of a batch overlap: `python -m tests.benchmarks.overlap [--repeat N]`.

The functions run in this process against moto, and each call to AWS sleeps for the duration that the cost model
assumes. For batches of one message up to the batch size, prints the duration of an invocation with one message at a
time and with overlapping messages, and the duration that the model (`infra.cost.model.Phases`) computes from the
measured calls and from the time without sleeping. The time of moto counts as work.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import boto3

from infra.cost.assumptions import Assumptions
from infra.cost.model import STAGES, Model, Phases
from infra.cost.stack_properties import stack_of
from infra.local.in_process import InProcessStack
from shared.messages.overlap import MOST_MESSAGES
from tests.benchmarks.cost_inputs import STAGES as STAGE_OF
from tests.benchmarks.cost_inputs import measure
from tests.benchmarks.load import document

HEADING = """\
| function | messages | one at a time, ms | overlapping, ms | model, ms |
|---|---:|---:|---:|---:|"""


class SleepingStack(InProcessStack):
    """A stack in which the calls of the functions sleep while `sleeping` is true."""

    def __init__(self) -> None:
        super().__init__()
        self.sleeping = False
        self.seconds: list[float] = []

    def watch(self, events: Any) -> None:
        """Let the calls of the clients with these events sleep."""
        events.register_first("before-send", self._sleep)

    def invoke(self, function: str, event: Any) -> Any:
        self.handler(function)
        begun = time.perf_counter()
        try:
            return super().invoke(function, event)
        finally:
            self.seconds.append(time.perf_counter() - begun)

    def _sleep(self, event_name: str, **_: Any) -> None:
        service, operation = event_name.split(".")[1:]
        assumed = Assumptions()
        milliseconds = {"s3": assumed.s3_milliseconds, "dynamodb": assumed.dynamodb_milliseconds}.get(service, 0.0)
        if operation == "TransactWriteItems":
            milliseconds = assumed.transaction_milliseconds
        if self.sleeping:
            time.sleep(milliseconds / 1000)


class Bench:
    """Runs batches of a number of documents."""

    def __init__(self, stack: SleepingStack, repeat: int) -> None:
        self._stack = stack
        self._repeat = repeat
        self._documents = 0

    def seconds(self, function: str, messages: int, *, most: int, sleeping: bool) -> float:
        """Return the median seconds of an invocation with a number of messages, of which `most` may overlap."""
        with patch("shared.messages.overlap.MOST_MESSAGES", most):
            return statistics.median(self._invocation(function, messages, sleeping) for _ in range(self._repeat))

    def _invocation(self, function: str, messages: int, sleeping: bool) -> float:
        for _ in range(messages):
            self._documents += 1
            self._stack.clients.s3.put_object(
                Bucket=self._stack.name("UploadsBucket"),
                Key=f"{self._documents}.txt",
                Body=document(self._documents).encode(),
            )
        if function == "SummarizeFunction":
            self._stack.pump("ParseFunction")
        self._stack.seconds.clear()
        self._stack.sleeping = sleeping
        self._stack.pump(function)
        self._stack.sleeping = False
        (seconds,) = self._stack.seconds
        self._stack.pump()
        return seconds


def rows(repeat: int) -> Iterator[str]:
    """Yield the rows of the table."""
    measured, _ = measure([(f"{number}.txt", document(number).encode()) for number in range(2)], 1, "")
    model = Model(stack_of(), measured)
    with SleepingStack() as stack:
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        stack.watch(boto3.DEFAULT_SESSION.events)
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        bench = Bench(stack, repeat)
        bench.seconds("SummarizeFunction", 1, most=1, sleeping=False)
        for function, stage in ((f, s) for f, s in STAGE_OF.items() if s in STAGES):
            waits = model.phases(stage)
            for messages in range(1, model.function(stage).batch_size + 1):
                work = bench.seconds(function, messages, most=1, sleeping=False) / messages
                alone = bench.seconds(function, messages, most=1, sleeping=True)
                together = bench.seconds(function, messages, most=MOST_MESSAGES, sleeping=True)
                expected = Phases(waits.before, work, waits.after).seconds(messages)
                figures = " | ".join(f"{seconds * 1000:.0f}" for seconds in (alone, together, expected))
                yield f"| {function} | {messages} | {figures} |"
    boto3.DEFAULT_SESSION = None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5, help="number of invocations; the median counts")
    print(HEADING)
    for row in rows(parser.parse_args(arguments).repeat):
        print(row, flush=True)


if __name__ == "__main__":
    main()
