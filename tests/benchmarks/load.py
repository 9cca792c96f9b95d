"""Process many small documents in the local stack: `python -m tests.benchmarks.load [--documents N] [--keep]`.

Everything except parsing runs in this process, one step after another, so that the seconds of the stages add up to the
total. Files are parsed in the worker process, as in production. After each wave, the data of the processed documents in
moto is deleted, unless --keep is given. Without --keep, a growth of memory is caused by the product. Prints throughput
and memory during the run, and the time of each stage. Exits with 1 if a document is not SUMMARIZED or not announced.
"""

import argparse
import contextlib
import gc
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

import boto3
from moto.backends import get_backend
from moto.core.common_models import BaseModel
from moto.s3.models import FakeKey

from infra.local.clients import ACCOUNT, REGION
from infra.local.in_process import InProcessStack
from shared.object_version import uri_of
from shared.revision import Status
from shared.table.table import SummaryTable

# Number of documents that are uploaded before messages are processed.
WAVE = 100

# Number of rows of the first table.
LINES = 10
FUNCTIONS = {"ParseFunction": "Parse", "SummarizeFunction": "Summarize"}
OWN = "its own work"

_TOWNS = "Ardale Sandholm Brackwater Ostmere Linfold Harrow-on-Tees Pellworth Caldreach".split()
_PEOPLE = "Ines Holt|Tomas Brandl|Amara Osei|Viktor Lund|Priya Raman|Joan Tierney|Luca Moretti|Hanna Keil".split("|")
_THINGS = "bridge|market hall|ferry|library|tram line|school|water tower|harbour wall".split("|")
_SENTENCES = (
    "The council of {town} decided on Tuesday to spend {number} million euros on the {thing}.",
    '"We have waited {number} years for this," said {person}, who lives beside the {thing}.',
    "Engineers had found {number} cracks in the {thing} when they looked at it in the spring.",
    "{person} told the council that the works in {town} would take {number} months.",
    "Traders in {town} fear that the {thing} will keep their customers away until the summer.",
    "The province pays half of it, according to {person}.",
    "A petition for the {thing} had gathered {number} hundred signatures by the end of the week.",
    "{person} denied that the {thing} of {town} had ever been closed for so long.",
)


class Stopwatch:
    """Measure the seconds of stages. While an inner stage runs, the outer stage does not count.

    `clock` returns seconds; the default is the elapsed time.
    """

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or (lambda: perf_counter())
        self.seconds: dict[str, float] = defaultdict(float)
        self.times: dict[str, int] = defaultdict(int)
        self._stages: list[str] = []
        self._since = self._clock()

    def begin(self, stage: str) -> None:
        """Enter a stage."""
        self._count()
        self._stages.append(stage)
        self.times[stage] += 1

    def end(self) -> None:
        """Leave the innermost stage."""
        self._count()
        self._stages.pop()

    @contextlib.contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        """Measure the body as a stage."""
        self.begin(stage)
        try:
            yield
        finally:
            self.end()

    def watch(self, events: Any) -> None:
        """Measure the calls of the clients with these `events`, each as a stage inside the stage that makes it."""

        def begin(model: Any, **_: Any) -> None:
            around = self._stages[-1].partition(": ")[0] if self._stages else "other"
            self.begin(f"{around}: {model.service_model.service_name}")

        def end(**_: Any) -> None:
            self.end()

        events.register_first("provide-client-params", begin)
        events.register_last("after-call", end)
        events.register_last("after-call-error", end)

    def _count(self) -> None:
        now = self._clock()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now


class TimedStack(InProcessStack):
    """The stack, with a stopwatch for its functions."""

    def __init__(self, stopwatch: Stopwatch) -> None:
        super().__init__({"LogLevel": "ERROR"})
        self._stopwatch = stopwatch

    def invoke(self, function: str, event: Any) -> Any:
        with self._stopwatch.stage(f"{FUNCTIONS.get(function, function)}: {OWN}"):
            return super().invoke(function, event)


def document(number: int) -> str:
    """Return a short generated report, a different one for each number."""
    chance = random.Random(number)

    def sentence() -> str:
        return chance.choice(_SENTENCES).format(
            town=chance.choice(_TOWNS),
            person=chance.choice(_PEOPLE),
            thing=chance.choice(_THINGS),
            number=chance.randint(2, 99),
        )

    title = f"{chance.choice(_TOWNS)} argues about its {chance.choice(_THINGS)}, report {number}"
    return "\n\n".join([title, *(" ".join(sentence() for _ in range(4)) for _ in range(3))])


def resident_mb() -> tuple[float, float]:
    """Return the current resident megabytes of this process, and the sum of those of its children."""
    children = Path("/proc/self/task").glob("*/children")
    pids = [pid for path in children for pid in path.read_text(encoding="ascii").split()]
    return _resident_mb("self"), sum(map(_resident_mb, pids))


def _resident_mb(pid: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:")), 0.0)


def clear(stack: InProcessStack) -> None:
    """Delete the data in moto: objects, rows, records of the stream (all are read) and deleted messages."""
    for bucket in ("UploadsBucket", "DocumentsBucket"):
        get_backend("s3")[ACCOUNT]["aws"].buckets[stack.name(bucket)].keys.clear()
    table = _table(stack)
    table.items.clear()
    records = table.stream_shard.items
    records[:] = [None] * len(records)  # their numbers must continue
    for queue in get_backend("sqs")[ACCOUNT][REGION].queues.values():
        queue.deleted_messages.clear()
    for kind in _kinds(BaseModel):  # moto keeps a list of all instances of its models
        for made in kind.instances_tracked:
            if isinstance(made, FakeKey):
                made.dispose(garbage=True)  # its content can be a temporary file
        kind.instances_tracked.clear()


def _kinds(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def _table(stack: InProcessStack) -> Any:
    return get_backend("dynamodb")[ACCOUNT][REGION].get_table(stack.name("SummariesTable"))


class Load:
    """One run. `announced` counts the events in a queue that is the target of a rule. Functions print to `log`."""

    def __init__(self, stack: TimedStack, stopwatch: Stopwatch, log: TextIO) -> None:
        self._stack = stack
        self._log = log
        self._stopwatch = stopwatch
        self._table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        self._bucket = stack.name("UploadsBucket")
        self._queue = self._listen()
        self.summarized = 0
        self.announced = 0

    def wave(self, numbers: Sequence[int]) -> None:
        """Upload some documents, process all messages, and count the results."""
        s3, sqs = self._stack.clients.s3, self._stack.clients.sqs
        with self._stopwatch.stage("Upload: " + OWN):
            for number in numbers:
                s3.put_object(Bucket=self._bucket, Key=f"{number}.txt", Body=document(number).encode())
        with self._stopwatch.stage("Queues and events: " + OWN), contextlib.redirect_stdout(self._log):
            self._stack.pump(limit=20 * len(numbers))
        with self._stopwatch.stage("Checks of this benchmark: " + OWN):
            states = [self._table.state(uri_of(self._bucket, f"{number}.txt")) for number in numbers]
            self.summarized += sum(state is not None and state.status is Status.SUMMARIZED for state in states)
            while messages := sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages"):
                for message in messages:
                    self.announced += json.loads(message["Body"])["detail"]["status"] == "SUMMARIZED"
                    sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])

    def _listen(self) -> str:
        sqs, events = self._stack.clients.sqs, self._stack.clients.of("events")
        url = sqs.create_queue(QueueName="announcements")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name="announcements", EventPattern=json.dumps({"source": ["nutgraf"]}))
        events.put_targets(Rule="announcements", Targets=[{"Id": "queue", "Arn": arn}])
        return url


def measure(documents: int, keep: bool, line: Callable[[str], None]) -> bool:
    """Run and print; return whether every document was summarized and announced."""
    stopwatch = Stopwatch()
    with TimedStack(stopwatch) as stack, open(os.devnull, "w", encoding="utf-8") as log:
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        stopwatch.watch(boto3.DEFAULT_SESSION.events)
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        load = Load(stack, stopwatch, log)
        load.wave(range(WAVE))  # loads libraries and models
        for service in ("s3", "sqs", "dynamodb", "events"):
            stopwatch.watch(stack.clients.of(service).meta.events)
        stopwatch.seconds.clear()
        stopwatch.times.clear()
        line("| documents | documents/s | memory, MB | worker memory, MB | objects, rows, records in moto |")
        line("|---:|---:|---:|---:|---|")
        memory = list(_waves(stack, load, documents, keep, line))
    if not keep:
        thousands = max(1, (documents - documents // LINES)) / 1000
        line(f"\nAfter the first tenth, memory has grown by {(memory[-1] - memory[0]) / thousands:.1f} MB per 1,000.")
    _stages(stopwatch, documents, line)
    complete = load.summarized == load.announced == documents + WAVE
    line(f"\n{load.summarized - WAVE:,} of {documents:,} are SUMMARIZED, {load.announced - WAVE:,} were announced.")
    return complete


def _waves(stack: TimedStack, load: Load, documents: int, keep: bool, line: Callable[[str], None]) -> Iterator[float]:
    """Process all waves; yield the megabytes after each row of the table."""
    step = max(WAVE, documents // LINES)
    begun, last = perf_counter(), 0
    for start in range(0, documents, WAVE):
        end = min(start + WAVE, documents)
        load.wave(range(WAVE + start, WAVE + end))
        holds = _holdings(stack)
        if not keep:
            clear(stack)
        if end - last >= step or end == documents:
            gc.collect()
            own, worker = resident_mb()
            line(f"| {end:,} | {(end - last) / (perf_counter() - begun):.1f} | {own:.0f} | {worker:.0f} | {holds} |")
            begun, last = perf_counter(), end
            yield own


def _holdings(stack: InProcessStack) -> str:
    buckets = get_backend("s3")[ACCOUNT]["aws"].buckets
    objects = sum(len(buckets[stack.name(bucket)].keys) for bucket in ("UploadsBucket", "DocumentsBucket"))
    table = _table(stack)
    rows = sum(map(len, table.items.values()))
    records = sum(record is not None for record in table.stream_shard.items)
    return f"{objects:,}, {rows:,}, {records:,}"


def _stages(stopwatch: Stopwatch, documents: int, line: Callable[[str], None]) -> None:
    """Print the time of each stage, and the stage with the most time."""
    total = sum(stopwatch.seconds.values())
    line("\n| stage | calls | seconds | ms a document | share |\n|---|---:|---:|---:|---:|")
    ranked = sorted(stopwatch.seconds.items(), key=lambda entry: -entry[1])
    for stage, seconds in ranked:
        share, each = f"{seconds / total:.0%}", f"{seconds * 1000 / documents:.1f}"
        line(f"| {stage} | {stopwatch.times[stage]:,} | {seconds:.1f} | {each} | {share} |")
    line(f"\nThe bottleneck is {ranked[0][0]}: {ranked[0][1] / total:.0%} of {total:.0f} s.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument("--keep", action="store_true", help="do not delete the data in moto")
    chosen = parser.parse_args(arguments)
    return 0 if measure(chosen.documents, chosen.keep, lambda text: print(text, flush=True)) else 1


if __name__ == "__main__":
    sys.exit(main())
