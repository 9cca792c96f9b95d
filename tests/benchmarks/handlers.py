"""Measure the start and response times of the handlers: `python -m tests.benchmarks.handlers [FILE] [--repeat N]`.

Each function runs in its own process under AWS's runtime client, against moto, as in the local stack. `start` is the
time from the start of that process (interpreter, imports, loading) to the end of its first event. `warm` is the time of
a later event, and `processor` the time for which the process and its children then used a processor, without moto.
Each event is an upload of FILE; the default is a sample. Prints a Markdown table.

With --against FOLDER, the functions of another checkout run on the same stack, event by event in turn with those of
this one. Their Python is `.venv/bin/python` in that folder, or the one that runs the benchmark. The last columns are
the times of this checkout divided by those of the other one. The other checkout must fit this one's template.
--code and --against may also name the packages of `make build`; --python is then a Python of Lambda's version that has
only AWS's runtime client.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from moto.core.base_backend import BackendDict

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.files import SAMPLES
from infra.local.lambda_service.event_source_mapping import event_of
from infra.local.lambda_service.function_environment import Code, FunctionEnvironment
from infra.local.lambda_service.runtime_api import Succeeded
from infra.local.moto.atomicity import atomic_writes
from infra.local.moto.notifications import complete_notifications
from infra.local.moto.server import MotoServer
from infra.local.template import ROOT, translate
from tests.benchmarks.cost_inputs import processor_seconds

# Each function with the queue that it reads, in the order of the pipeline.
FUNCTIONS = {
    "ParseFunction": "ParseQueue",
    "SummarizeFunction": "SummarizeQueue",
    "DeadLettersFunction": "ParseDeadLetterQueue",
}

WARM_EVENTS = 3

HEADING = """\
| function | start, ms | warm, ms | processor, ms | memory, MB |
|---|---:|---:|---:|---:|"""
HEADING_AGAINST = """\
| function | start, ms | warm, ms | processor, ms | memory, MB | start | warm | processor |
|---|---:|---:|---:|---:|---:|---:|---:|"""


@dataclass
class Times:
    """Milliseconds and megabytes of the environments of one checkout."""

    starts: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def medians(self) -> list[float]:
        """Return the median start, warm event, processor time and memory."""
        return [statistics.median(values) for values in (self.starts, self.warm, self.processor, self.memory)]


class Bench:
    """A stack without pollers. The benchmark receives the messages from its queues."""

    def __init__(self, clients: Clients, deployment: Deployment, folder: Path) -> None:
        self._clients = clients
        self._deployment = deployment
        self._folder = folder
        self._uploads = 0

    def environment(self, function: str, code: Code) -> FunctionEnvironment:
        """Return the environment of a function, not started yet."""
        configuration = next(f for f in self._deployment.functions().values() if f.logical_id == function)
        log = self._folder / f"{function}-{code.root.parent.name}-{code.root.name}.log"
        return FunctionEnvironment(configuration, code, self._clients.endpoint_url, log)

    def upload(self, content: bytes) -> None:
        """Upload a new object."""
        self._uploads += 1
        bucket = self._deployment.name("UploadsBucket")
        self._clients.s3.put_object(Bucket=bucket, Key=f"{self._uploads}.txt", Body=content)

    def event(self, queue: str) -> bytes:
        """Return the event for the next message of a queue."""
        sqs, url = self._clients.sqs, self._deployment.name(queue)
        response = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"])
        (message,) = response["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return json.dumps(event_of([message], f"arn:aws:sqs:us-east-1:123456789012:{queue}")).encode()

    def clear(self) -> None:
        """Empty the queues."""
        for queue in FUNCTIONS.values():
            url = self._deployment.name(queue)
            while messages := self._clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
                for message in messages:
                    self._clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def send_upload_event_to(self, queue: str) -> None:
        """Move the message of the next upload to another queue."""
        record = json.loads(self.event("ParseQueue"))["Records"][0]
        self._clients.sqs.send_message(QueueUrl=self._deployment.name(queue), MessageBody=record["body"])


@contextmanager
def bench() -> Iterator[Bench]:
    """Open a new stack on a moto server."""
    with complete_notifications(), atomic_writes(), tempfile.TemporaryDirectory() as folder:
        BackendDict.reset()
        server = MotoServer()
        try:
            clients = Clients(server.url)
            made = Bench(clients, Deployment(translate(), {}, clients), Path(folder))
            yield made
        finally:
            server.close()


def invoke(environment: FunctionEnvironment, event: bytes) -> float:
    """Return the milliseconds of one event; raise RuntimeError if the function failed or returned the message."""
    begun = perf_counter()
    outcome = environment.invoke(event)
    milliseconds = (perf_counter() - begun) * 1000
    if not isinstance(outcome, Succeeded) or json.loads(outcome.payload) != {"batchItemFailures": []}:
        raise RuntimeError(f"{environment.function.logical_id}: {outcome}. {environment.log.read_text()[-2000:]}")
    return milliseconds


def resident_mb(pid: int) -> float:
    """Return the sum of the peak resident megabytes of a process and of each of its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in own if line.startswith("VmHWM:"))
    return peak + sum(resident_mb(int(child)) for child in children)


def measure(content: bytes, repeat: int, folders: Sequence[Path], python: str | None) -> Iterator[str]:
    """Yield a row of the table for each function. With two folders, the second one is compared with the first one."""
    with bench() as stack, ExitStack() as closed:
        codes = [_code_in(folder, "ParseFunction", python) for folder in folders]
        parsers = [closed.enter_context(closing(stack.environment("ParseFunction", code))) for code in codes]
        for function in FUNCTIONS:
            times = [Times() for _ in folders]
            codes = [_code_in(folder, function, python) for folder in folders]
            for _ in range(repeat):
                with ExitStack() as opened:
                    environments = [opened.enter_context(closing(stack.environment(function, code))) for code in codes]
                    for number in range(1 + WARM_EVENTS):
                        for parse, environment, of in zip(parsers, environments, times, strict=True):
                            _measure_event(stack, content, parse, environment, of, is_first=not number)
                    for environment, of in zip(environments, times, strict=True):
                        assert environment.pid is not None
                        of.memory.append(resident_mb(environment.pid))
            yield _row(function, [of.medians() for of in times])


def _measure_event(
    stack: Bench,
    content: bytes,
    parse: FunctionEnvironment,
    environment: FunctionEnvironment,
    of: Times,
    *,
    is_first: bool,
) -> None:
    """Upload a file, prepare the event of its function with `parse`, and measure the event."""
    function = environment.function.logical_id
    stack.clear()
    stack.upload(content)
    if function == "SummarizeFunction":
        invoke(parse, stack.event("ParseQueue"))
    elif function == "DeadLettersFunction":
        stack.send_upload_event_to(FUNCTIONS[function])
    event = stack.event(FUNCTIONS[function])
    used = processor_seconds(environment.pid) if environment.pid else 0.0
    milliseconds = invoke(environment, event)
    if is_first:
        of.starts.append(milliseconds)
        return
    assert environment.pid is not None
    of.warm.append(milliseconds)
    of.processor.append((processor_seconds(environment.pid) - used) * 1000)


def _row(function: str, medians: Sequence[Sequence[float]]) -> str:
    *_, own = medians
    cells = [f"{figure:.0f}" for figure in own]
    if len(medians) > 1:
        cells += [f"{figure / before:.2f}" for figure, before in list(zip(own, medians[0], strict=True))[:3]]
    return f"| {function} | {' | '.join(cells)} |"


def _code_in(folder: Path, function: str, python: str | None) -> Code:
    """Return the code of a function in a checkout, or in the packages of `make build`."""
    package, installed = folder / function, folder / ".venv" / "bin" / "python"
    own = str(installed.absolute()) if installed.exists() else sys.executable
    return Code((package if package.is_dir() else folder).resolve(), python or own)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=SAMPLES / "tidal-barrier.txt", metavar="FILE")
    parser.add_argument("--repeat", type=int, default=3, help="number of starts of each function; the median counts")
    parser.add_argument("--code", type=Path, default=ROOT, metavar="FOLDER", help="the checkout or packages to measure")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout, or packages, to compare with")
    parser.add_argument("--python", help="the Python that runs the functions")
    chosen = parser.parse_args(arguments)
    content = chosen.file.read_bytes()
    heading = HEADING_AGAINST if chosen.against else HEADING
    print(f"{chosen.file.name}: {len(content.split()):,} words, {len(content):,} bytes\n\n{heading}")
    folders = [*([chosen.against] if chosen.against else []), chosen.code]
    for row in measure(content, chosen.repeat, folders, chosen.python):
        print(row, flush=True)


if __name__ == "__main__":
    main()
