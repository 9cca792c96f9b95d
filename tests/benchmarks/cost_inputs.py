"""Measure the inputs of the cost model: `python -m tests.benchmarks.cost_inputs [FOLDER …] [--write]`.

Each document goes through the stack alone, in this process, on one core, because a Lambda function of 1,769 MB has one.
The benchmark counts all calls to AWS, the write and read units of each row as in the DynamoDB guide, messages, and
bytes of the log. The milliseconds are the processor time of the handler and its worker, without the calls to AWS: the
minimum of --repeat runs. Other load on the machine has little effect on it. Without folders, the documents are the
project's samples and as many generated reports. --write stores the result where infra.cost reads it. Exits with 1 if a
document is not SUMMARIZED. Needs Linux.
"""

import argparse
import contextlib
import gc
import io
import json
import logging
import os
import shlex
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from infra.cost.measured import MEASURED, Measured, Reads, Row, Stage, Writes
from infra.local.files import SAMPLES, choose
from infra.local.in_process import InProcessStack
from shared.object_version import uri_of
from shared.observability import logger
from shared.revision import Status
from shared.table.item_size import attribute_size, read_units, size_of, write_units
from shared.table.table import SummaryTable
from tests.benchmarks.load import Stopwatch, document

STAGES = {"ParseFunction": "parse", "SummarizeFunction": "summarize", "SweepFunction": "sweep"}
OWN = "its own work"
SWEEPS = 5
Item = dict[str, Any]

# Stage, operation, kind of row, whether in a transaction, and the index keys of the row before and after the write.
WriteKind = tuple[str, str, str, bool, tuple[str, ...], tuple[str, ...]]


def row_of(key: Mapping[str, Any]) -> str:
    """Return the kind of row of a key."""
    pk, sk = key["pk"]["S"], key["sk"]["S"]
    if sk in ("state", "summary"):
        return str(sk)
    return "manifest" if pk.startswith("index#") else str(pk.partition("#")[0])


class ProcessorClock:
    """Return the processor seconds of this process and its children, including children that have exited."""

    def __init__(self) -> None:
        self._children: dict[int, float] = {}

    def __call__(self) -> float:
        for path in Path("/proc/self/task").glob("*/children"):
            for pid in map(int, path.read_text(encoding="ascii").split()):
                with contextlib.suppress(OSError):  # the process has just exited
                    self._children[pid] = time.clock_gettime(_processor_clock(pid))
        return time.process_time() + sum(self._children.values())


def processor_seconds(pid: int) -> float:
    """Return the processor seconds of a running process and of its running children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return time.clock_gettime(_processor_clock(pid)) + sum(processor_seconds(int(child)) for child in children)


def _processor_clock(pid: int) -> int:
    """Return the clock of clock_getcpuclockid(3) for a process: all its threads, including those that have exited."""
    return ~pid << 3 | 2


class Meter:
    """Count the calls of the functions while it is on. Rows that a call writes are read before and after it."""

    def __init__(self, stack: InProcessStack) -> None:
        self._dynamodb = stack.clients.dynamodb  # calls of this client are not counted
        self._table = stack.name("SummariesTable")
        (table,) = stack.deployment.resources("AWS::DynamoDB::Table").values()
        names = [entry["AttributeName"] for entry in table["AttributeDefinitions"]]
        self._index_keys = [name for name in names if name not in ("pk", "sk")]
        self._pending: list[tuple[str, Item, bool, Item]] = []
        self.on = False
        self.stage = ""
        self.calls: Counter[tuple[str, str]] = Counter()
        self.writes: Counter[WriteKind] = Counter()
        self.write_units: Counter[WriteKind] = Counter()
        self.reads: Counter[tuple[str, str]] = Counter()
        self.read_units: dict[tuple[str, str], float] = defaultdict(float)
        self.sizes: dict[str, list[int]] = defaultdict(list)
        self.attributes: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))

    def watch(self, events: Any) -> None:
        """Count the calls of the clients with these events."""
        events.register("provide-client-params", self._before)
        events.register("after-call", self._after)

    def _before(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self._pending = [
            (operation, key, transactional, self._get(key))
            for operation, key, transactional in _written(model.name, params, self._table)
            if self.on
        ]

    def _after(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if not self.on:
            return
        self.calls[self.stage, f"{model.service_model.service_name}.{model.name}"] += 1
        for operation, key, transactional, before in self._pending:
            self._count_write(operation, key, transactional, before, self._get(key))
        if model.service_model.service_name == "dynamodb":
            self._count_read(model.name, parsed)

    def _count_write(self, operation: str, key: Item, transactional: bool, before: Item, after: Item) -> None:
        row = row_of(key)
        had, has = (tuple(name for name in self._index_keys if name in item) for item in (before, after))
        kind = (self.stage, operation, row, transactional, had, has)
        self.writes[kind] += 1
        self.write_units[kind] += write_units(max(size_of(before), size_of(after)))
        if operation != "ConditionCheck" and after:
            self.sizes[row].append(size_of(after))
            for name, value in after.items():
                self.attributes[row][name].append(attribute_size(name, value))

    def _count_read(self, operation: str, parsed: dict[str, Any]) -> None:
        if operation not in ("GetItem", "Query"):
            return
        items = [parsed["Item"]] if "Item" in parsed else parsed.get("Items", [])
        # all functions read consistently, except the sweep, which queries an index
        units = read_units(sum(map(size_of, items)), consistent=self.stage != "sweep")
        self.reads[self.stage, operation] += 1
        self.read_units[self.stage, operation] += units

    def _get(self, key: Item) -> Item:
        return self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {})


def _written(operation: str, params: Mapping[str, Any], table: str) -> Iterator[tuple[str, Item, bool]]:
    """Yield the writes of a call: operation, key of the row, and whether it is part of a transaction."""
    if operation in ("UpdateItem", "DeleteItem"):
        yield operation, params["Key"], False
    elif operation == "PutItem":
        yield operation, _key_in(params["Item"]), False
    elif operation == "TransactWriteItems":
        for entry in params["TransactItems"]:
            ((action, request),) = entry.items()
            yield action, request.get("Key") or _key_in(request["Item"]), True
    elif operation == "BatchWriteItem":
        for entry in params["RequestItems"][table]:
            ((action, request),) = entry.items()
            yield action, request.get("Key") or _key_in(request["Item"]), False


def _key_in(item: Item) -> Item:
    return {"pk": item["pk"], "sk": item["sk"]}


class MeteredStack(InProcessStack):
    """The stack with a meter and a stopwatch for its functions. They print to `log`."""

    def __init__(self, stopwatch: Stopwatch, log: io.StringIO) -> None:
        super().__init__()
        self.stopwatch = stopwatch
        self.log = log
        self.meter: Meter
        self.messages: Counter[str] = Counter()
        self.message_bytes: Counter[str] = Counter()
        self.printed: dict[str, list[str]] = defaultdict(list)

    def invoke(self, function: str, event: Any) -> Any:
        stage = STAGES.get(function, function)
        self.handler(function)
        self.meter.stage = stage
        self.log.seek(0)
        self.log.truncate()
        with self.stopwatch.stage(f"{stage}: {OWN}"):
            answer = super().invoke(function, event)
        if self.meter.on:
            bodies = [record["body"] for record in event.get("Records", [])]
            self.messages[stage] += len(bodies)
            self.message_bytes[stage] += sum(len(body.encode()) for body in bodies)
            self.printed[stage] += self.log.getvalue().splitlines()
        return answer


class Measurement:
    """Run the documents and add up the results. Each run uses its own keys, so that every document is new."""

    def __init__(self, stack: MeteredStack) -> None:
        self._stack = stack
        self._bucket = stack.name("UploadsBucket")
        self._table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        self.seconds: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.events = 0
        self.event_bytes = 0
        self.words = 0
        self.characters = 0
        self.failed: list[str] = []
        stack.clients.of("events").meta.events.register("provide-client-params.events.PutEvents", self._count_events)

    def run(self, name: str, content: bytes, run: str) -> None:
        """Process one document, and record the time of each stage."""
        key, seconds = f"{run}/{name}", self._stack.stopwatch.seconds
        seconds.clear()
        self._stack.clients.s3.put_object(Bucket=self._bucket, Key=key, Body=content)
        self._stack.pump(limit=20)
        for stage in ("parse", "summarize"):
            self.seconds[name, stage].append(seconds[f"{stage}: {OWN}"])
        state = self._table.state(uri_of(self._bucket, key))
        summary = self._table.get(uri_of(self._bucket, key))
        if state is None or state.status is not Status.SUMMARIZED or summary is None:
            self.failed.append(name)
        elif self._stack.meter.on:
            self.words += summary.statistics.words
            self.characters += summary.statistics.characters

    def sweep(self) -> None:
        """Run sweeps without stalled documents, which is the normal case."""
        for _ in range(SWEEPS):
            self._stack.stopwatch.seconds.clear()
            self._stack.invoke("SweepFunction", {})
            self.seconds["", "sweep"].append(self._stack.stopwatch.seconds[f"sweep: {OWN}"])

    def milliseconds(self, stage: str) -> float:
        """Return the mean, over the documents, of the fastest run of each."""
        fastest = [min(runs) for (_, of), runs in self.seconds.items() if of == stage]
        return statistics.mean(fastest) * 1000

    def document_bytes(self) -> float:
        """Return the mean size of the stored Documents."""
        pages = self._stack.clients.s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._stack.name("DocumentsBucket")
        )
        return statistics.mean(entry["Size"] for page in pages for entry in page["Contents"])

    def _count_events(self, params: dict[str, Any], **_: Any) -> None:
        if self._stack.meter.on:
            self.events += len(params["Entries"])
            self.event_bytes += sum(len(entry["Detail"].encode()) for entry in params["Entries"])


def measure(contents: Sequence[tuple[str, bytes]], repeat: int, command: str) -> tuple[Measured, list[str]]:
    """Return the mean measurements of `contents`, and the names of the documents that were not summarized."""
    cores, session = os.sched_getaffinity(0), boto3.DEFAULT_SESSION
    stopwatch, log = Stopwatch(ProcessorClock()), io.StringIO()
    streams = [(handler, handler.setStream(log)) for handler in _stream_handlers()]
    os.sched_setaffinity(0, {min(cores)})
    try:
        with contextlib.redirect_stdout(log), MeteredStack(stopwatch, log) as stack:
            stack.meter = Meter(stack)
            boto3.setup_default_session()
            assert boto3.DEFAULT_SESSION is not None
            stopwatch.watch(boto3.DEFAULT_SESSION.events)
            stack.meter.watch(boto3.DEFAULT_SESSION.events)
            for queue in ("ParseQueue", "SummarizeQueue"):
                stack.take(queue)
            run = Measurement(stack)
            for name, content in contents[:2]:
                run.run(name, content, "warm")
            stack.invoke("SweepFunction", {})
            run.seconds.clear()
            for number in range(repeat):
                stack.meter.on = number == 0
                gc.collect()
                for name, content in contents:
                    run.run(name, content, str(number))
            stack.meter.on = True
            run.sweep()
            return _measured(stack, run, contents, command), run.failed
    finally:
        boto3.DEFAULT_SESSION = session
        os.sched_setaffinity(0, cores)
        for handler, stream in streams:
            handler.setStream(stream or sys.stdout)


def _stream_handlers() -> Iterator[logging.StreamHandler[Any]]:
    """Yield the handlers of the functions' log. They keep the standard output of the time of their creation."""
    return (handler for handler in logger.handlers if isinstance(handler, logging.StreamHandler))


def _measured(stack: MeteredStack, run: Measurement, contents: Sequence[tuple[str, bytes]], command: str) -> Measured:
    meter, documents = stack.meter, len(contents)
    per = {"parse": documents, "summarize": documents, "sweep": SWEEPS}
    return Measured(
        command=command,
        date=datetime.now(UTC).date().isoformat(),
        processor=processor(),
        documents=documents,
        upload_bytes=round(statistics.mean(len(content) for _, content in contents)),
        document_bytes=round(run.document_bytes()),
        words=round(run.words / documents),
        characters=round(run.characters / documents),
        events=run.events / documents,
        event_bytes=round(run.event_bytes / max(1, run.events)),
        stages={stage: _stage(stack, stage, count, run.milliseconds(stage)) for stage, count in per.items()},
        rows={
            row: Row(
                count=sum(
                    count
                    for (_, operation, of, _, _, _), count in meter.writes.items()
                    if of == row and operation != "ConditionCheck"
                )
                / documents
                if row not in ("state", "summary")
                else 1,
                bytes=round(statistics.mean(sizes)),
                attributes={name: round(statistics.mean(all_)) for name, all_ in sorted(meter.attributes[row].items())},
            )
            for row, sizes in sorted(meter.sizes.items())
        },
        writes=tuple(
            Writes(*kind, count=_rounded(count / documents), units=_rounded(meter.write_units[kind] / documents))
            for kind, count in sorted(meter.writes.items())
        ),
        reads=tuple(
            Reads(*kind, count=_rounded(count / per[kind[0]]), units=_rounded(meter.read_units[kind] / per[kind[0]]))
            for kind, count in sorted(meter.reads.items())
        ),
    )


def _stage(stack: MeteredStack, stage: str, count: int, milliseconds: float) -> Stage:
    printed = stack.printed[stage]
    metrics = [json.loads(line) for line in printed if '"_aws"' in line]
    return Stage(
        milliseconds=round(milliseconds, 1),
        calls={name: _rounded(calls / count) for (of, name), calls in sorted(stack.meter.calls.items()) if of == stage},
        messages=_rounded(stack.messages[stage] / count),
        message_bytes=round(stack.message_bytes[stage] / max(1, stack.messages[stage])),
        log_bytes=_bytes(line for line in printed if '"_aws"' not in line) // count,
        metric_bytes=_bytes(line for line in printed if '"_aws"' in line) // count,
        metrics=tuple(
            sorted(
                {
                    metric["Name"]
                    for line in metrics
                    for directive in line["_aws"]["CloudWatchMetrics"]
                    for metric in directive["Metrics"]
                }
            )
        ),
    )


def _bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _rounded(number: float) -> float:
    return round(number, 3)


def processor() -> str:
    """Return the name of the processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def workload(folders: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Return names and contents: all files of the folders, or the samples and as many generated reports."""
    files = [(file.key, file.path.read_bytes()) for file in choose(folders or [SAMPLES])]
    if folders:
        return files
    return files + [(f"report-{number}.txt", document(number).encode()) for number in range(len(files))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="number of runs; the fastest counts")
    parser.add_argument("--write", action="store_true", help=f"write {MEASURED.name}, for `nutgraf cost`")
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = parser.parse_args(given)
    shown = [argument for argument in given if argument != "--write"]
    command = shlex.join(["python", "-m", "tests.benchmarks.cost_inputs", *shown])
    result, failed = measure(workload(chosen.folders), chosen.repeat, command)
    text = json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n"
    if chosen.write:
        MEASURED.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    if failed:
        print(f"Not SUMMARIZED: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
